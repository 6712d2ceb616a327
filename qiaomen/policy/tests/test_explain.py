"""Why red: by which rule, edition, since, until, on what, how to object, in both languages, and what held when."""

from datetime import timedelta

import pytest

from qiaomen.policy import explain, moments
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

CONTACT = "周国庆"


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(EIGHTH)
    return said


def test_a_person_learns_rule_edition_since_until_ground_and_how_to_object_in_both_languages(said: Saying) -> None:
    exposure = said.expose(CONTACT, "close", 19)
    why = said.why(CONTACT)
    assert (why.colour, why.since, why.until, why.due_end) == ("red", said.now, day(4, 3), day(4, 10))
    assert why.measure_name is not None
    assert (why.measure_name.zh, why.measure_name.en) == ("集中隔离", "Central isolation")
    [because] = why.because
    assert (because.rule, because.day0, because.phase) == ("contact", "2020-03-19", 1)
    assert because.edition_name is not None
    assert because.edition_name.zh.startswith("防控方案第八版")
    assert because.source is not None
    assert (because.source.record, because.source.author) == (exposure, said.world.workers["health"].id)
    assert "密切接触者" in why.says.zh
    assert "Close contact" in why.says.en
    assert "24" in why.how_to_object.zh
    assert "24 hours" in why.how_to_object.en


def test_what_held_on_tuesday_has_one_answer_for_ever(said: Saying) -> None:
    exposure = said.expose(CONTACT, "close", 9)
    said.now = day(3, 24) + timedelta(hours=9)
    moments.advance(said.now)
    person = said.person(CONTACT)
    answers = [explain.at(person, moment) for moment in (at(21, 8), at(23, 23, 59), day(3, 24))]
    assert [(answer.measure, answer.colour) for answer in answers] == [
        ("", "green"), ("central", "red"), ("home_monitoring", "yellow"),
    ]  # fmt: skip
    said.say("void", None, amends=exposure)
    assert [explain.at(person, moment) for moment in (at(21, 8), at(23, 23, 59))] == answers[:2]
    assert said.why(CONTACT).colour == "green"


def test_of_whom_nothing_is_known_no_rule_applies(said: Saying) -> None:
    why = said.why("秦超")
    assert (why.colour, why.because, why.record) == ("green", [], None)
    assert why.says.en.startswith("No rule applies")


def test_a_red_by_hand_says_that_two_people_set_it(said: Saying) -> None:
    evidence = said.say("trait", CONTACT, "lead", trait="market")
    proposal = said.say("red_by_hand", CONTACT, "lead", ground="fled_isolation", evidence=evidence)
    confirmed = said.say("red_confirmed", CONTACT, proposal=proposal)
    [because] = said.why(CONTACT).because
    assert because.source is not None
    assert because.source.record == confirmed
    assert because.text.en.startswith("Two people")
