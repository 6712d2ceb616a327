"""Held records: out of order, let go by what they waited for, and told of by pull."""

from typing import Any
from uuid import UUID

import pytest

from qiaomen.base.ids import new_id
from qiaomen.base.sql import rows
from qiaomen.campaigns.states import State
from qiaomen.ledger import jobs
from qiaomen.ledger.models import Held, Record
from qiaomen.people.models import Person
from qiaomen.testing.desk import Desk
from qiaomen.testing.sweep import Phone


def found_door(phone: Phone, desk: Desk, *, label: str = "1-1-401") -> dict[str, Any]:
    return phone.record(
        "door_added", door=new_id(), body={"place": desk.world.places["stairwell 1-1"].id, "label": label}
    )


def test_a_visit_that_arrives_before_its_door_counts_when_the_door_comes(desk: Desk) -> None:
    phone = desk.phone()
    door = found_door(phone, desk)
    assert phone.send([phone.visit(door["door"], "refused")])[0]["verdict"] == "held"
    assert phone.send([door])[0]["verdict"] == "accepted"
    assert rows("SELECT state FROM campaigns_target WHERE door_id = %b", [door["door"]]) == [(State.REFUSED,)]


def test_a_batch_may_stand_in_any_order(desk: Desk) -> None:
    phone = desk.phone()
    door = found_door(phone, desk)
    visit = phone.visit(door["door"], "absent")
    verdicts = phone.send([phone.record("void", amends=visit["id"]), visit, door])
    assert [verdict["verdict"] for verdict in verdicts] == ["accepted"] * 3


def test_the_later_verdict_comes_by_pull_and_only_once(desk: Desk) -> None:
    phone = desk.phone()
    cursor = phone.pull(phone.pull()["cursor"])["cursor"]
    door = found_door(phone, desk)
    visit = phone.visit(door["door"], "absent")
    phone.send([visit])
    phone.send([door])
    answer = phone.pull(cursor)
    assert answer["verdicts_later"] == [{"id": str(visit["id"]), "verdict": "accepted"}]
    assert "verdicts_later" not in phone.pull(answer["cursor"])


def test_a_later_rejection_says_why(desk: Desk) -> None:
    phone = desk.phone()
    cursor = phone.pull(phone.pull()["cursor"])["cursor"]
    door = found_door(phone, desk)
    phone.send([phone.visit(door["door"], "absent", answers={"nonsense": 1})])
    phone.send([door])
    [later] = phone.call(pull=True, cursor=cursor, language="en").json()["verdicts_later"]
    assert (later["verdict"], later["code"]) == ("rejected", "visit.answer_unknown")
    assert later["message"] == "The questionnaire has no question “nonsense”."


def test_a_held_record_is_authorised_when_it_is_let_go(desk: Desk) -> None:
    phone, outsider = desk.phone(), desk.phone("outsider")
    door = found_door(phone, desk)
    visit = outsider.visit(door["door"], "absent")
    outsider.send([visit])
    phone.send([door])
    assert outsider.send([visit])[0]["code"] == "record.outside_grant"
    assert Held.objects.get().verdict == "rejected"


def test_what_waits_for_several_things_waits_for_the_last_of_them(desk: Desk) -> None:
    phone = desk.phone()
    door, other = found_door(phone, desk), found_door(phone, desk, label="1-1-402")
    newcomer = {"person": new_id(), "presence": "seen", "new": {"name": "新来的人"}}
    waiting = phone.visit(door["door"], people=[{"person": newcomer["person"], "presence": "seen"}])
    phone.send([waiting])
    phone.send([door])
    assert Held.objects.get().verdict == ""
    phone.send([other, phone.visit(other["door"], people=[newcomer])])
    assert Held.objects.get().verdict == "accepted"


def test_letting_go_goes_on_from_record_to_record(desk: Desk) -> None:
    phone = desk.phone()
    door = found_door(phone, desk)
    visit = phone.visit(door["door"], "absent")
    void = phone.record("void", amends=visit["id"])
    phone.send([void])
    phone.send([visit])
    phone.send([door])
    assert {held.verdict for held in Held.objects.all()} == {"accepted"}
    assert Record.objects.get(id=void["id"]).root == visit["id"]


def test_what_relies_on_a_refused_record_of_its_batch_is_held(desk: Desk) -> None:
    phone = desk.phone()
    person = new_id()
    bad = phone.visit(
        desk.door("1-1-202"),
        people=[{"person": person, "presence": "seen", "new": {"name": "某人"}}],
        answers={"nonsense": 1},
    )
    relying = phone.visit(desk.door("1-1-201"), people=[{"person": person, "presence": "seen"}])
    assert [v["verdict"] for v in phone.send([bad, relying])] == ["rejected", "held"]
    assert not Person.objects.filter(id=person).exists()


def test_what_relies_on_a_correction_of_another_kind_is_held_too(desk: Desk) -> None:
    phone = desk.phone("lead")
    person = new_id()
    review = phone.record(
        "claim_review",
        door=desk.door("1-1-202"),
        body={"campaign": desk.campaign.id, "claim": new_id(), "accepted": True},
    )
    visit = phone.visit(desk.door("1-1-202"), "inaccessible")
    review["body"]["claim"] = visit["id"]
    newcomer = {"person": person, "presence": "seen", "new": {"name": "某人"}}
    bad = {**phone.visit(desk.door("1-1-202"), people=[newcomer]), "amends": review["id"]}
    relying = phone.visit(desk.door("1-1-201"), people=[{"person": person, "presence": "seen"}])
    codes = [verdict.get("code") for verdict in phone.send([visit, review, bad, relying])]
    assert codes == [None, None, "record.amends_other_kind", "record.waiting"]


def test_records_that_wait_for_each_other_are_held(desk: Desk) -> None:
    phone = desk.phone()
    one, other = (phone.visit(desk.door("1-1-202"), "absent") for _ in range(2))
    one["amends"], other["amends"] = other["id"], one["id"]
    assert [verdict["verdict"] for verdict in phone.send([one, other])] == ["held", "held"]


def test_a_record_that_corrects_itself_is_refused(desk: Desk) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-202"), "absent")
    [verdict] = phone.send([{**visit, "amends": visit["id"]}])
    assert (verdict["code"], verdict["field"]) == ("record.invalid", "amends")


def test_an_id_whose_held_content_was_refused_may_be_used_again(desk: Desk) -> None:
    phone = desk.phone()
    door = found_door(phone, desk)
    visit = phone.visit(door["door"], "absent", answers={"nonsense": 1})
    phone.send([visit])
    phone.send([door])
    other = new_id()
    visit["body"]["answers"], visit["door"] = {}, other
    assert phone.send([visit])[0]["verdict"] == "held"
    phone.send([{**found_door(phone, desk, label="1-1-402"), "door": other}])
    assert phone.send([visit])[0]["verdict"] == "duplicate"


@pytest.mark.django_db
def test_the_sweeper_lets_go_of_what_a_dying_server_left_behind(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = desk.phone()
    door = found_door(phone, desk)
    phone.send([phone.visit(door["door"], "absent")])
    with monkeypatch.context() as dead:
        dead.setattr("qiaomen.ledger.submit.holding.awaited", lambda ids: False)
        dead.setattr("qiaomen.ledger.submit.holding.waiting_for", lambda ids, keys: [])
        phone.send([door])
    assert Held.objects.get().verdict == ""
    jobs.release_left_behind()
    assert Held.objects.get().verdict == "accepted"


def test_a_held_visit_keeps_the_time_of_its_first_receipt(desk: Desk) -> None:
    phone = desk.phone()
    door = found_door(phone, desk)
    visit = phone.visit(door["door"], "absent")
    phone.send([visit])
    [(received,)] = rows("SELECT received_at FROM ledger_held")
    phone.send([visit, door])
    assert Record.objects.get(id=UUID(str(visit["id"]))).received_at == received
