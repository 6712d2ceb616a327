"""Rounds: whom each is for is frozen when it opens; who is due, missing, late and told is one statement."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import desk
from qiaomen.people.models import Person
from qiaomen.policy.models import Standing
from qiaomen.reports.sources import SOURCES
from qiaomen.sampling import actions, draws, frames, queries, queries_samples, rules
from qiaomen.sampling.models import Member, Result, Round, Slot
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.tested import MORNING, added, answered, opened, sampled, site
from qiaomen.testing.world import NOW, World, fixed

POOLED = '[who]\n[[tubes]]\nwhen = "at_site"\nholds = "single"\n[[tubes]]\nwhen = "closed_home"\n' + (
    'holds = "household"\n[[tubes]]\nholds = "pool_10"\n'
)


@pytest.fixture
def town(world: World) -> Iterator[World]:
    """The world; at the end rebuilding must agree."""
    yield world
    assert_rebuild_agrees()


def numbers(world: World, round: Round, *, hours: float = 1, by: str = "headquarters") -> dict[str, int]:
    now = NOW + timedelta(hours=hours)
    found = queries.round_for(world.workers[by], round.id, outbreak=world.outbreak.id, now=now)
    return {state: count for state, count in found.numbers.of.items() if count}


def test_a_round_is_for_whom_it_was_when_it_opened(town: World) -> None:
    round = opened(town)
    assert numbers(town, round) == {"waiting": len(town.people)}
    Person.objects.filter(pk=next(iter(town.people.values())).id).update(home_door=None)
    assert numbers(town, round) == {"waiting": len(town.people)}
    assert actions.open_due(NOW + timedelta(hours=2)) == 0


def test_who_is_due_is_missing_late_and_told_by_name(town: World) -> None:
    round = opened(town)
    one, other, third = list(town.people.values())[:3]
    sampled(town, [one.id], "S1", round=round)
    sampled(town, [other.id], "S2", round=round)
    sampled(town, [third.id])  # elsewhere, of no round
    answered(town, "S1", "negative")
    assert numbers(town, round, hours=7) == {"known": 1, "sampled": 2, "waiting": len(town.people) - 3}
    result = Result.objects.get(person=one.id)
    later = NOW + timedelta(hours=8)
    body = {"result": result.id, "way": "phone"}
    told = desk.tell("result_told", body, by=town.workers["lead"], now=later, person=one.id)
    assert told.verdict == "accepted"
    assert numbers(town, round, hours=30) == {"told": 1, "late": 2, "missing": len(town.people) - 3}
    late = queries.people(round.id, [""], now=NOW + timedelta(hours=30), count="late")
    assert {row.name for row in late} == {other.name, third.name}


def test_tubes_go_by_the_first_rule_that_fits(world: World) -> None:
    family = world.household("1-1-101")
    Standing.objects.create(
        person=family[0].id, record=fixed("status"), measure="home", isolates=True, colour="red", since=MORNING,
        change=world.change,
    )  # fmt: skip
    round = opened(world, POOLED)
    held = dict(Member.objects.filter(round=round).values_list("person", "holds"))
    home = {person.id for person in family}
    assert {held[one] for one in home} == {"household"}
    assert {holds for one, holds in held.items() if one not in home} == {"pool_10"}


def test_a_draw_is_repeated_from_the_frame_and_the_seed(town: World) -> None:
    text = '[who]\n[draw]\nshare = 0.3\nby = ["place"]\nleast = 1\n'
    round = opened(town, text)
    drawn = set(Member.objects.filter(round=round, is_drawn=True).values_list("person", flat=True))
    draw = rules.read(text).draw
    assert draw is not None
    assert drawn == draws.drawn(round.seed, frames.frame(round.id), draw)
    assert 0 < len(drawn) < len(town.people)
    assert numbers(town, round) == {"waiting": len(drawn)}


def test_a_cadence_opens_one_round_after_the_other(town: World) -> None:
    cohort = added(town, "[who]\n[cadence]\ndays = 2\nevery_days = 7\nrounds = 3\n")
    for week in range(5):
        actions.open_due(NOW + timedelta(days=7 * week))
    found = list(Round.objects.filter(cohort=cohort).order_by("number").values_list("opens_at", "closes_at"))
    assert found == [(MORNING + timedelta(days=7 * n), MORNING + timedelta(days=7 * n + 2)) for n in range(3)]


def test_times_are_handed_out_by_group_and_everybody_has_one(town: World) -> None:
    round = opened(town, '[who]\n[[tubes]]\nholds = "pool_10"\n')
    with pytest.raises(Problem, match=r"sampling\.no_sites"):
        actions.give_times(round, by=None)
    site(town)
    actions.give_times(round, by=None)
    assert not Member.objects.filter(round=round, slot=None).exists()
    assert sum(Slot.objects.values_list("people", flat=True)) == len(town.people)


def test_nobody_sees_more_of_a_round_than_their_area(town: World) -> None:
    round = opened(town)
    ours = queries.round_for(town.workers["lead"], round.id, outbreak=town.outbreak.id, now=NOW).numbers["due"]
    assert 0 < ours < len(town.people)
    with pytest.raises(Problem, match=r"access\.not_found"):
        queries.round_for(town.workers["gate"], UUID(int=0), outbreak=town.outbreak.id, now=NOW)


@pytest.mark.parametrize("name", rules.examples())
def test_every_form_of_the_real_plans_is_a_file(name: str) -> None:
    document = rules.read(rules.example(name))
    assert rules.of(msgspec.to_builtins(document)) == document


def test_every_form_of_the_real_plans_is_understood(town: World) -> None:
    opened_by = {name: opened(town, rules.example(name), name=name) for name in rules.examples()}
    assert all(round.frozen_at for round in opened_by.values())
    held = {name: set(round.members.values_list("holds", flat=True)) for name, round in opened_by.items()}
    assert held["whole-town-2-days"] == held["whole-town-3-days"] == {"pool_10"}
    days = [opened_by[f"whole-town-{n}-days"].closes_at - MORNING for n in (2, 3)]
    assert days == [timedelta(days=2), timedelta(days=3)]
    assert Round.objects.filter(cohort__name="whole-town-2-days").count() == 2  # the next of three is planned


@pytest.mark.parametrize("text", ["[who]\nbase = 'x'", "who =", "[who]\n[draw]\nby = ['sex']", "[who]\ncolour = 1"])
def test_a_rule_that_cannot_be_read_says_why(text: str) -> None:
    with pytest.raises(Problem) as refused:
        rules.read(text)
    assert refused.value.code == "sampling.document"
    assert refused.value.details["reason"]


def test_the_report_counts_whom_the_page_counts(town: World) -> None:
    round = opened(town)
    one, other = list(town.people.values())[:2]
    sampled(town, [one.id, other.id], "T1", holds="pool_10", round=round)
    answered(town, "T1", "positive")
    at = desk.record(
        "place_sample", {"taken": NOW, "tube": "W1", "what": "water"}, at=NOW, place=town.places["gate"].id
    )
    assert desk.send([at], by=town.workers["lead"], now=NOW)[0].verdict == "accepted"
    counted = {name: len(rows(SOURCES[name].sql)) for name in ("samples", "results", "retests", "place_samples")}
    assert counted == {"samples": 2, "results": 0, "retests": 2, "place_samples": 1}
    assert rows(SOURCES["larval"].sql) == []
    by_state = Counter(state for _subject, _door, _place, state, *_more in rows(SOURCES["tests_due"].sql))
    assert by_state == {"retest": 2, "missing": len(town.people) - 2}  # by the clock of today
    found = queries_samples.place_samples(town.workers["lead"])
    assert [(row.what, row.result) for row in found] == [("water", None)]
