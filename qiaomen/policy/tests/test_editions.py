"""Editions: from an hour to come, never edited, and every household that one moves is on the list of calls."""

from datetime import timedelta

import pytest

from qiaomen.access.models import Audit
from qiaomen.base.problems import Problem
from qiaomen.ledger.models import Record
from qiaomen.policy import editions, moments
from qiaomen.policy.documents import example
from qiaomen.policy.faults import Found
from qiaomen.policy.models import Edition, Standing
from qiaomen.policy.publishing import calls_to_make, publish
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

CONTACT = "周国庆"
OLD_HOUR = "2020-03-20T20:00:00+08:00"


@pytest.fixture
def said(world: World) -> Saying:
    return Saying(world)


def from_hour(hour: str, text: str = EIGHTH) -> str:
    return text.replace(OLD_HOUR, hour)


def code_of(action: object) -> str:
    with pytest.raises(Problem) as raised:
        action()  # type: ignore[operator]
    return raised.value.code


def test_a_draft_with_faults_is_not_kept(said: Saying, world: World) -> None:
    text = EIGHTH.replace('measure = "central"', 'measure = "centrall"')
    assert code_of(lambda: editions.draft(text=text, by=world.workers["headquarters"])) == "policy.refused"
    assert not Edition.objects.exists()


def test_what_is_published_is_never_edited_nor_thrown_away(said: Saying, world: World) -> None:
    edition, by = said.publish(EIGHTH), world.workers["headquarters"]
    assert code_of(lambda: editions.redraft(edition, text=EIGHTH, by=by)) == "policy.published"
    assert code_of(lambda: editions.discard(edition, by=by)) == "policy.published"
    assert code_of(lambda: publish(edition, by=by, now=said.now)) == "policy.published"
    assert Audit.objects.filter(action="policy.published", subject=edition.id, worker=by.id).count() == 1


def test_what_was_published_still_holds_when_later_checks_would_refuse_it(
    said: Saying, monkeypatch: pytest.MonkeyPatch
) -> None:
    said.publish(EIGHTH)
    editions._read.cache_clear()
    stricter = Found(("rules", 0), "no_days", {"measure": "home"})
    monkeypatch.setattr("qiaomen.policy.sense.check", lambda document: [stricter])
    assert code_of(lambda: editions.draft(text=EIGHTH, by=said.world.workers["headquarters"])) == "policy.refused"
    said.expose(CONTACT, "close", 19)
    assert said.standing(CONTACT)[1] == "red"


def test_the_first_edition_may_be_of_an_hour_that_is_over_and_takes_effect_at_once(said: Saying) -> None:
    said.expose(CONTACT, "close", 19)
    said.publish(EIGHTH)
    assert said.standing(CONTACT)[0] == "central"
    assert Standing.objects.get(person=said.person(CONTACT)).since == said.now


def test_the_next_one_lies_ahead(said: Saying) -> None:
    said.publish(EIGHTH)
    assert code_of(lambda: said.publish(from_hour("2020-03-21T08:00:00+08:00"))) == "policy.hour_past"


def test_no_two_editions_begin_at_one_hour(said: Saying) -> None:
    said.publish(EIGHTH)
    said.publish(from_hour("2020-03-22T08:00:00+08:00"))
    assert code_of(lambda: said.publish(from_hour("2020-03-22T08:00:00+08:00"))) == "policy.hour_taken"


def test_the_chain_begins_with_the_edition_in_force(said: Saying) -> None:
    first = said.publish(EIGHTH)
    second = said.publish(from_hour("2020-03-22T08:00:00+08:00"))
    assert [link[0] for link in editions.chain(at(22, 7, 59))] == [first.id]
    assert [link[0] for link in editions.chain(at(22, 8))] == [second.id, first.id]
    assert editions.in_force(at(22, 8)) == second


def test_a_discarded_draft_is_gone_and_a_redrafted_one_says_its_new_name(said: Saying, world: World) -> None:
    by = world.workers["headquarters"]
    made = editions.draft(text=EIGHTH, by=by)
    editions.redraft(made, text=EIGHTH.replace("Plan, 8th edition", "Plan, mended"), by=by)
    assert Edition.objects.get().name_en.startswith("Plan, mended")
    editions.discard(made, by=by)
    assert not Edition.objects.exists()


def test_the_calls_to_make_are_the_same_before_the_hour_and_after_it(said: Saying) -> None:
    said.publish(EIGHTH)
    said.expose(CONTACT, "close", 19)
    said.expose("谢丽敏", "close", 19)
    said.expose("田志平", "secondary", 19)
    stricter = from_hour("2020-03-21T15:00:00+08:00").replace(
        "days = 14\ntests = [1, 4, 7, 14]", "days = 20\ntests = [1, 4, 7, 14]"
    )
    edition = said.publish(stricter)
    ahead = calls_to_make(edition, now=said.now)
    moments.advance(at(21, 15))
    assert [household.label for household in ahead] == ["1-1-102"]
    assert calls_to_make(edition, now=at(21, 16)) == ahead
    [household] = ahead
    assert {move.person for move in household.people} == {said.person(CONTACT), said.person("谢丽敏")}
    assert (household.people[0].before.until, household.people[0].after.until) == (day(4, 3), day(4, 9))
    assert (household.neighbourhood, household.has_phone) == ("翠湖小区", True)


def test_who_comes_under_an_edition_later_is_not_called_because_of_it(said: Saying) -> None:
    edition = said.publish(EIGHTH)
    said.now += timedelta(hours=1)
    said.expose(CONTACT, "close", 19)
    assert calls_to_make(edition, now=said.now) == []


def test_a_shorter_edition_lets_nobody_off_unless_it_says_so(said: Saying) -> None:
    said.publish(EIGHTH)
    said.expose(CONTACT, "close", 19)
    ninth = example("covid-9th").replace("2022-06-28T00:00:00+08:00", "2020-03-22T00:00:00+08:00")
    said.publish(ninth)
    moments.advance(day(3, 22))
    found = Standing.objects.get(person=said.person(CONTACT))
    assert (found.measure, found.due_end) == ("central", day(4, 10))
    assert Record.objects.filter(kind="status", person=said.person(CONTACT)).count() == 2
