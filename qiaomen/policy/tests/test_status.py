"""A status follows from facts, at once, for everybody whom they concern; and it is kept as a record."""

import pytest

from qiaomen.base.ids import SYSTEM
from qiaomen.ledger.desk import tell
from qiaomen.ledger.models import Record
from qiaomen.ledger.rebuild import differences
from qiaomen.policy.models import Standing
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

CONTACT, SECONDARY, CASE = "周国庆", "田志平", "韩德福"


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(EIGHTH)
    return said


def test_a_verified_contact_is_isolated_at_once_until_midnight_after_the_last_day(said: Saying) -> None:
    said.expose(CONTACT, "close", 19)
    assert said.standing(CONTACT) == ("central", "red", day(4, 3))
    record = Record.objects.get(kind="status", person=said.person(CONTACT))
    assert (record.at, record.received_at, record.author) == (said.now, said.now, SYSTEM)


def test_what_a_list_or_a_household_says_colours_nobody_until_it_is_verified(said: Saying) -> None:
    moment = at(19, 12)
    stay = said.say("stay", CONTACT, "field", first=moment, last=moment, region="110101")
    said.say("exposure", CONTACT, "field", closeness="close", first=moment, last=moment)
    assert said.standing(CONTACT) == ("", "green", None)
    assert not Record.objects.filter(kind="status").exists()
    assert stay


def test_a_contacts_second_negative_frees_the_secondary_contact_in_the_same_submit(said: Saying) -> None:
    said.expose(CONTACT, "close", 13)
    said.expose(SECONDARY, "secondary", 14, CONTACT)
    said.tested(SECONDARY, [15, 18, 21])
    said.tested(CONTACT, [15])
    assert said.standing(SECONDARY) == ("central", "red", at(29, 0))
    said.now = at(22, 9)
    said.tested(CONTACT, [18])
    assert said.standing(SECONDARY) == ("", "green", None)
    assert said.standing(CONTACT) == ("central", "red", at(28, 0))
    freed = Record.objects.filter(kind="status", person=said.person(SECONDARY)).latest("at")
    assert (freed.at, freed.received_at) == (said.now, said.now)


def test_what_is_taken_back_frees_at_once_and_the_green_status_names_the_edition(said: Saying) -> None:
    said.expose(CONTACT, "close", 19)
    assert said.last is not None
    said.now = at(21, 10)
    said.say("void", None, amends=said.last)
    found = Standing.objects.get(person=said.person(CONTACT))
    assert (found.colour, found.measure, found.number, found.since) == ("green", "", 2, at(21, 10))
    assert found.edition is not None
    assert differences() == []


def test_the_same_status_again_after_another_one_is_a_status_of_its_own(said: Saying) -> None:
    said.expose(CONTACT, "close", 19)
    first = said.last
    said.say("void", None, amends=first)
    said.say("exposure", CONTACT, closeness="close", first=at(19, 12), last=at(19, 12), verified=True, amends=first)
    assert said.standing(CONTACT)[0] == "central"
    assert Record.objects.filter(kind="status", person=said.person(CONTACT)).count() == 3
    assert differences() == []


def test_a_record_that_changes_nothing_makes_no_status(said: Saying) -> None:
    said.expose(CONTACT, "close", 19)
    said.tested(CONTACT, [20])
    said.say("trait", CONTACT, "lead", trait="courier")
    assert Record.objects.filter(kind="status", person=said.person(CONTACT)).count() == 1


def test_the_whole_district_at_once_says_what_was_settled_one_by_one(said: Saying) -> None:
    said.expose(CONTACT, "close", 13)
    said.expose(SECONDARY, "secondary", 14, CONTACT)
    said.say("case", CASE, status="confirmed", onset=at(18, 8))
    assert said.agreed() > 3


def test_nothing_is_submitted_while_no_edition_was_ever_published(world: World) -> None:
    said = Saying(world)
    said.expose(CONTACT, "close", 19)
    assert not Record.objects.filter(kind="status").exists()


def test_of_two_files_that_become_one_the_one_that_stays_stands_for_both(said: Saying) -> None:
    first, second = sorted(("彭兴华", "彭宇"), key=lambda name: said.person(name).bytes)
    said.expose(second, "close", 19)
    said.now = at(21, 10)
    said.say("person_merge", first, "lead", other=said.person(second), same=True)
    assert (said.standing(first)[0], said.standing(second)) == ("central", ("", "green", None))
    assert [said.why(name).measure for name in (first, second)] == ["central", "central"]
    said.now = at(21, 11)
    said.say("person_merge", first, "lead", other=said.person(second), same=False)
    assert (said.standing(first), said.standing(second)[0]) == (("", "green", None), "central")
    assert said.agreed() == 1
    assert differences() == []


def test_a_field_worker_alone_moves_nobody_in_with_people_who_isolate(said: Saying) -> None:
    said.say("case", "彭兴华", status="confirmed", onset=at(20, 8))
    said.now = at(21, 15)
    stranger = said.world.people["仇素娥"]
    home = said.world.doors["1-1-301"].id
    body = {"moved_at": said.now}
    verdict = tell("move", body, by=said.world.workers["field"], now=said.now, person=stranger.id, door=home)
    assert (verdict.verdict, verdict.code) == ("rejected", "move.into_isolation")
    assert said.standing("仇素娥")[1] == "green"


def test_a_case_that_moves_joins_one_household_and_parts_from_another_and_both_are_settled(said: Saying) -> None:
    said.say("case", "彭兴华", status="confirmed", onset=at(20, 8))
    left, joined = "曹玉珍", "仇素娥"
    assert (said.standing(left)[1], said.standing(joined)[1]) == ("red", "green")
    said.now = at(21, 15)
    door = said.world.doors["1-1-202"].id
    said.say("move", "彭兴华", "lead", door=door, moved_at=said.now, from_door=said.world.doors["1-1-301"].id)
    assert said.standing(joined)[1] == "red"
    assert said.standing(left) == ("central", "red", day(4, 5))
    assert said.agreed() > 2
    assert differences() == []
