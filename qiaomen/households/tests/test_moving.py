"""Moving house: the newest move counts, both doors know, and a phone that was offline does no harm."""

from qiaomen.base.ids import new_id
from qiaomen.campaigns.states import State
from qiaomen.households import homes
from qiaomen.households.tests.told import home, lived, merge, move, of
from qiaomen.people.models import Person
from qiaomen.testing.desk import Desk, at


def test_who_moves_is_missed_at_the_new_door_and_no_longer_at_the_old_one(desk: Desk) -> None:
    phone, person = desk.phone(), of(desk, "彭沐辰")
    phone.send([phone.visit(desk.door("1-1-301"), people=desk.everyone("1-1-301")[:4])])
    phone.send([phone.visit(desk.door("1-1-202"), people=desk.everyone("1-1-202"))])
    phone.send([move(phone, person, desk.door("1-1-202"), seen=desk.door("1-1-301"), when=at(21, 10))])
    assert desk.state("1-1-301") == State.ANSWERED
    assert desk.roll("1-1-202") == {"仇素娥": "seen", "彭沐辰": "unaccounted"}
    assert desk.state("1-1-202") == State.PARTIAL


def test_a_visit_of_an_offline_phone_that_still_names_them_at_the_old_door_is_accepted_and_misses_nobody(
    desk: Desk,
) -> None:
    phone, person = desk.phone(), of(desk, "彭沐辰")
    phone.send([move(phone, person, desk.door("1-1-202"), when=at(21, 10))])
    people = [*desk.everyone("1-1-301")[:4], {"person": person, "presence": "unaccounted"}]
    [verdict] = phone.send([phone.visit(desk.door("1-1-301"), at=at(21, 12), people=people)])
    assert verdict["verdict"] == "accepted"
    assert "彭沐辰" not in desk.roll("1-1-301")
    assert desk.state("1-1-301") == State.ANSWERED


def test_a_file_that_came_after_a_move_counts_until_somebody_says_later_that_they_moved(desk: Desk) -> None:
    phone, person = desk.phone("lead"), of(desk, "秦超")
    phone.send([move(phone, person, desk.door("1-2-202"), when=at(21, 10))])
    said = {person: desk.door("2-1-201")}
    assert homes.listed(said, at=at(21, 12), change=desk.world.change) == {person}
    Person.objects.filter(id=person).update(home_door=said[person])
    joined = merge(phone, person, of(desk, "解军"), hour=13)
    phone.send([joined, phone.record("void", at=at(21, 14), amends=joined["id"])])
    assert home(person) == desk.door("2-1-201")
    phone.send([move(phone, person, desk.door("1-1-202"), when=at(21, 11))])
    assert home(person) == desk.door("2-1-201")
    phone.send([move(phone, person, desk.door("1-1-202"), when=at(21, 15))])
    assert home(person) == desk.door("1-1-202")


def test_residences_say_where_somebody_lived_one_after_the_other(desk: Desk) -> None:
    phone, person = desk.phone(), of(desk, "秦超")
    phone.send([move(phone, person, desk.door("1-2-202"), when=at(21, 10))])
    phone.send([move(phone, person, desk.door("2-1-201"), when=at(21, 11))])
    assert lived(person) == [
        (desk.door("2-1-201"), False),
        (desk.door("1-2-202"), False),
        (desk.door("2-1-201"), True),
    ]


def test_the_later_of_two_moves_counts_whichever_arrives_first(desk: Desk) -> None:
    phone, person = desk.phone(), of(desk, "秦超")
    later = move(phone, person, desk.door("1-2-202"), when=at(21, 12))
    phone.send([later])
    phone.send([move(phone, person, desk.door("2-1-302"), when=at(21, 10))])
    assert home(person) == desk.door("1-2-202")


def test_a_grant_at_the_home_that_is_left_is_enough(desk: Desk) -> None:
    phone, person = desk.phone(), of(desk, "秦超")
    there = desk.door("village group 6号")
    [verdict] = phone.send([move(phone, person, there, seen=desk.door("2-1-201"), when=at(21, 10))])
    assert verdict["verdict"] == "accepted"
    assert home(person) == there


def test_a_grant_at_a_door_where_they_never_lived_is_not(desk: Desk) -> None:
    phone, person = desk.phone(), of(desk, "麦松柏")
    there = desk.door("village group 6号")
    [verdict] = phone.send([move(phone, person, there, seen=desk.door("2-1-201"), when=at(21, 10))])
    assert verdict["code"] == "record.outside_grant"


def test_a_grant_at_the_new_home_is_enough(desk: Desk) -> None:
    phone, person = desk.phone(), of(desk, "麦松柏")
    [verdict] = phone.send([move(phone, person, desk.door("2-1-302"), when=at(21, 10))])
    assert verdict["verdict"] == "accepted"


def test_a_move_is_not_taken_back_but_followed_by_another(desk: Desk) -> None:
    phone, person = desk.phone(), of(desk, "秦超")
    moved = move(phone, person, desk.door("1-2-202"))
    phone.send([moved])
    [verdict] = phone.send([phone.record("void", amends=moved["id"])])
    assert verdict["code"] == "record.not_amendable"


def test_a_move_of_somebody_a_phone_found_waits_for_the_visit_that_brings_them(desk: Desk) -> None:
    phone, person = desk.phone(), new_id()
    [held] = phone.send([move(phone, person, desk.door("2-1-302"), when=at(21, 12))])
    new = {"person": person, "presence": "seen", "new": {"name": "阮小七"}}
    phone.send([phone.visit(desk.door("1-2-202"), at=at(21, 10), people=[new])])
    assert (held["verdict"], home(person)) == ("held", desk.door("2-1-302"))


def test_a_correction_of_the_visit_that_found_somebody_does_not_move_them_back(desk: Desk) -> None:
    phone, person = desk.phone(), new_id()
    found = {"person": person, "presence": "seen", "new": {"name": "阮小七"}}
    visit = phone.visit(desk.door("1-2-202"), at=at(21, 9), people=[found])
    phone.send([visit, move(phone, person, desk.door("2-1-302"), when=at(21, 10))])
    right = {**found, "new": {"name": "阮小五"}}
    phone.send([{**phone.visit(desk.door("1-2-202"), at=at(21, 11), people=[right]), "amends": visit["id"]}])
    assert home(person) == desk.door("2-1-302")
    assert [still for _door, still in lived(person)] == [False, True]


def test_somebody_a_phone_found_counts_at_the_door_they_moved_to(desk: Desk) -> None:
    phone, person = desk.phone(), new_id()
    found = {"person": person, "presence": "seen", "new": {"name": "阮小七"}}
    phone.send([phone.visit(desk.door("1-2-202"), at=at(21, 9), people=[found])])
    phone.send([phone.visit(desk.door("1-1-202"), at=at(21, 9), people=desk.everyone("1-1-202"))])
    phone.send([move(phone, person, desk.door("1-1-202"), when=at(21, 10))])
    assert desk.roll("1-1-202") == {"仇素娥": "seen", "阮小七": "unaccounted"}
