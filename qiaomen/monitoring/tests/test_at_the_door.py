"""A symptom found at a door opens a referral by itself, in the transaction of the visit."""

from qiaomen.ledger.models import Record
from qiaomen.monitoring.models import Referred
from qiaomen.testing.desk import Desk


def test_a_fever_found_at_a_door_opens_a_referral_of_that_person(desk: Desk) -> None:
    phone, head = desk.phone(), desk.world.household("1-1-301")[0]
    people = desk.everyone("1-1-301")
    people[0]["answers"] = {"temperature": 38.2}
    phone.send([phone.visit(desk.door("1-1-301"), people=people)])
    referred = Referred.objects.get()
    assert (referred.person, referred.state, referred.temperature) == (head.id, "waiting", 38.2)
    visit, referral = Record.objects.get(kind="visit"), Record.objects.get(kind="referral")
    assert visit.change == referral.change
    assert referral.body["source"] == str(visit.id)


def test_a_well_household_opens_none(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-301"), people=desk.everyone("1-1-301", answers={"temperature": 36.5}))])
    assert not Referred.objects.exists()


def test_the_same_visit_sent_twice_and_knocked_again_refers_once(desk: Desk) -> None:
    phone = desk.phone()
    people = desk.everyone("1-1-202", answers={"temperature": 38.2})
    visit = phone.visit(desk.door("1-1-202"), people=people)
    phone.send([visit])
    phone.send([visit, phone.visit(desk.door("1-1-202"), people=people)])
    assert Referred.objects.count() == 1
