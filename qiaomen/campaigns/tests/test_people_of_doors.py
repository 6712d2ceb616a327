"""People count too: everyone registered behind an answered door is accounted for, or on the people's gap list."""

from typing import Any
from uuid import UUID

from qiaomen.base.ids import new_id
from qiaomen.campaigns.models import Roll
from qiaomen.campaigns.states import State
from qiaomen.campaigns.tallies import coverage
from qiaomen.people.idnumbers import check_digit
from qiaomen.people.models import Alias, Person, Residence
from qiaomen.people.names import search_keys
from qiaomen.testing.desk import Desk, at

ID_NUMBER, OTHER_NUMBER = (first + check_digit(first) for first in ("99000019900101123", "99000019850101123"))


def newcomer(person: UUID, name: str = "阮小七", **new: Any) -> dict[str, Any]:
    return {"person": person, "presence": "seen", "new": {"name": name, **new}}


def ordered_ids() -> tuple[UUID, UUID]:
    smaller, larger = sorted((new_id(), new_id()), key=lambda one: one.bytes)
    return smaller, larger


def test_an_answered_door_with_one_of_five_unaccounted_for_is_on_the_gap_list_and_not_the_end_of_it(
    desk: Desk,
) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-301"), people=desk.everyone("1-1-301")[:4])])
    gaps = Roll.objects.filter(campaign_id=desk.campaign.id, presence="unaccounted")
    assert [gap.person_id for gap in gaps] == [desk.world.people["彭沐辰"].id]
    target = desk.target("1-1-301")
    assert (target.state, target.unaccounted, target.closed_at) == (State.PARTIAL, 1, None)
    assert target.next_from is not None


def test_a_second_visit_finds_the_fifth_and_the_door_is_closed_then(desk: Desk) -> None:
    phone = desk.phone()
    everyone = desk.everyone("1-1-301")
    phone.send([phone.visit(desk.door("1-1-301"), at=at(21, 9), people=everyone[:4])])
    phone.send([phone.visit(desk.door("1-1-301"), at=at(21, 19), people=everyone[4:])])
    target = desk.target("1-1-301")
    assert (target.state, target.unaccounted, target.closed_at) == (State.ANSWERED, 0, at(21, 19))


def test_an_answered_door_where_nobody_is_named_leaves_everyone_unaccounted_for(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-301"))])
    assert set(desk.roll("1-1-301").values()) == {"unaccounted"}
    assert coverage(desk.campaign.id)["unaccounted"] == 5


def test_a_door_where_nobody_opened_has_no_roll(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-301"), "absent")])
    assert desk.roll("1-1-301") == {}


def test_every_way_of_being_accounted_for_ends_it_but_nobody_could_say_does_not(desk: Desk) -> None:
    phone = desk.phone()
    ways = ["seen", "stated", "elsewhere", "moved", "unaccounted"]
    people = [{**who, "presence": way} for who, way in zip(desk.everyone("1-1-301"), ways, strict=True)]
    phone.send([phone.visit(desk.door("1-1-301"), people=people)])
    assert sorted(desk.roll("1-1-301").values()) == sorted(ways)
    assert desk.target("1-1-301").unaccounted == 1


def test_the_newest_statement_of_a_person_counts(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-202"), at=at(21, 19), people=desk.everyone("1-1-202", "elsewhere"))])
    phone.send([phone.visit(desk.door("1-1-202"), at=at(21, 9), people=desk.everyone("1-1-202", "seen"))])
    assert desk.roll("1-1-202") == {"仇素娥": "elsewhere"}


def test_nobody_could_say_does_not_undo_what_was_said_before(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-1-202"), at=at(21, 9), people=desk.everyone("1-1-202", "seen"))])
    phone.send([phone.visit(desk.door("1-1-202"), at=at(21, 19), people=desk.everyone("1-1-202", "unaccounted"))])
    assert desk.roll("1-1-202") == {"仇素娥": "seen"}


def test_somebody_whom_the_register_lacks_is_entered_under_the_phones_id(desk: Desk) -> None:
    phone, person = desk.phone(), new_id()
    phone.send([phone.visit(desk.door("1-2-202"), people=[newcomer(person, sex=1, birth_year=1990)])])
    made = Person.objects.get(id=person)
    assert (made.name, made.sex, made.birth_year, made.home_door_id) == ("阮小七", 1, 1990, desk.door("1-2-202"))
    assert made.pinyin == search_keys("阮小七").pinyin
    assert Residence.objects.get(person_id=person).door_id == desk.door("1-2-202")
    assert desk.state("1-2-202") == State.ANSWERED


def test_a_new_person_of_a_voided_visit_is_not_missed_at_the_next_one(desk: Desk) -> None:
    phone, person = desk.phone(), new_id()
    wrong = phone.visit(desk.door("1-1-202"), people=[*desk.everyone("1-1-202"), newcomer(person)])
    phone.send([wrong, phone.record("void", amends=wrong["id"])])
    phone.send([phone.visit(desk.door("1-1-202"), people=desk.everyone("1-1-202"))])
    assert desk.roll("1-1-202") == {"仇素娥": "seen"}


def test_a_correction_of_a_new_persons_name_counts_whichever_arrives_first(desk: Desk) -> None:
    phone, person = desk.phone(), new_id()
    wrong = phone.visit(desk.door("1-2-202"), at=at(21, 9), people=[newcomer(person, "阮小二")])
    right = phone.visit(desk.door("1-2-202"), at=at(21, 10), people=[newcomer(person, "阮小五")])
    phone.send([right])
    phone.send([wrong])
    assert Person.objects.get(id=person).name == "阮小五"


def test_a_phone_does_not_overwrite_somebody_whom_the_register_brought(desk: Desk) -> None:
    phone = desk.phone()
    known = desk.world.people["仇素娥"].id
    phone.send([phone.visit(desk.door("1-1-202"), people=[newcomer(known, "别人")])])
    assert Person.objects.get(id=known).name == "仇素娥"


def test_two_phones_that_enter_one_person_make_one_member_of_the_household(desk: Desk) -> None:
    smaller, larger = ordered_ids()
    for worker, person in (("field", larger), ("field 2", smaller)):
        phone = desk.phone(worker)
        phone.send([phone.visit(desk.door("1-2-202"), people=[newcomer(person, id_number=ID_NUMBER)])])
    assert Alias.objects.get().canonical == smaller
    assert list(Roll.objects.values_list("person_id", flat=True)) == [smaller]


def test_one_person_entered_at_two_doors_stays_on_the_roll_of_each(desk: Desk) -> None:
    smaller, larger = ordered_ids()
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-2-202"), people=[newcomer(larger, id_number=ID_NUMBER)])])
    phone.send([phone.visit(desk.door("2-1-302"), people=[newcomer(smaller, id_number=ID_NUMBER)])])
    assert set(Roll.objects.values_list("door_id", "person_id")) == {
        (desk.door("1-2-202"), larger),
        (desk.door("2-1-302"), smaller),
    }


def test_a_corrected_number_parts_again_whom_it_had_joined(desk: Desk) -> None:
    smaller, larger = ordered_ids()
    phone = desk.phone()
    both = [newcomer(smaller, id_number=ID_NUMBER), newcomer(larger, "阮小二", id_number=ID_NUMBER)]
    visit = phone.visit(desk.door("1-2-202"), at=at(21, 9), people=both)
    phone.send([visit])
    assert Roll.objects.count() == 1
    right = [both[0], newcomer(larger, "阮小二", id_number=OTHER_NUMBER)]
    phone.send([{**phone.visit(desk.door("1-2-202"), at=at(21, 10), people=right), "amends": visit["id"]}])
    assert not Alias.objects.exists()
    assert Roll.objects.count() == 2


def test_people_without_an_id_number_are_never_taken_for_one(desk: Desk) -> None:
    phone = desk.phone()
    phone.send([phone.visit(desk.door("1-2-202"), people=[newcomer(new_id()), newcomer(new_id())])])
    assert Roll.objects.count() == 2


def test_people_are_entered_only_where_somebody_answered(desk: Desk) -> None:
    phone = desk.phone()
    [verdict] = phone.send([phone.visit(desk.door("1-1-202"), "absent", people=desk.everyone("1-1-202"))])
    assert verdict["code"] == "visit.people_without_answer"
