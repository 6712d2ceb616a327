"""Rounds open by the clock, one whatever becomes of another; times are given at sites that are free."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.people.models import Fact, Person
from qiaomen.policy.models import Standing
from qiaomen.sampling import actions, frames
from qiaomen.sampling.models import Cohort, Member, Round, Slot
from qiaomen.testing.tested import MORNING, added, opened, site
from qiaomen.testing.world import NOW, World, fixed

POOLED = '[who]\n[[tubes]]\nwhen = "closed_home"\nholds = "household"\n[[tubes]]\nholds = "pool_10"\n'


def looked_at(plan: dict[str, Any]) -> Iterator[float]:
    """How many rows each step of a plan took in its hands."""
    removed = sum(value for name, value in plan.items() if name.startswith("Rows Removed"))
    yield plan["Actual Loops"] * (plan["Actual Rows"] + removed)
    for one in plan.get("Plans", ()):
        yield from looked_at(one)


def test_a_round_that_cannot_be_opened_holds_up_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    bad, good = added(world, "[who]\n", name="甲"), added(world, "[who]\n", name="乙")
    Cohort.objects.filter(pk=bad.pk).update(document={"who": {"base": "nowhere"}})
    with caplog.at_level(logging.CRITICAL):
        assert actions.open_due(NOW) == 1
    assert Round.objects.get(cohort=good).frozen_at is not None
    assert Round.objects.get(cohort=bad).frozen_at is None


def test_a_cohort_that_ended_meanwhile_opens_no_round_and_plans_none(world: World) -> None:
    text = "[who]\n[cadence]\ndays = 1\nevery_days = 7\nrounds = 3\n"
    gone, ended = added(world, text, name="甲"), added(world, text, name="乙")
    listed = Round.objects.get(cohort=gone).id
    actions.end_cohort(gone, by=world.workers["headquarters"])
    Cohort.objects.filter(pk=ended.pk).update(ended_at=NOW)
    assert not actions.open_round(listed, now=NOW)
    assert not actions.open_round(Round.objects.get(cohort=ended).id, now=NOW)
    assert Round.objects.filter(cohort=ended).count() == 1


def test_who_is_isolated_at_a_station_closes_no_home(world: World) -> None:
    away, *family = world.household("1-1-101")
    home, *_others = world.household("1-1-102")
    for one in (away, home):
        Standing.objects.create(
            person=one.id, record=fixed(f"status {one.id}"), measure="home", isolates=True, colour="red",
            since=MORNING, change=world.change,
        )  # fmt: skip
    Fact.objects.create(
        person=away.id, kind="apart", value="station", at=MORNING, known_at=MORNING, record=fixed("apart"),
        change=world.change,
    )  # fmt: skip
    held = dict(Member.objects.filter(round=opened(world, POOLED)).values_list("person", "holds"))
    assert {held[one.id] for one in family} == {"pool_10"}
    assert held[home.id] == "household"


def test_times_are_at_sites_in_or_around_the_area_and_never_when_another_round_is_there(world: World) -> None:
    site(world, place="river community", name="别处")
    with pytest.raises(Problem, match=r"sampling\.no_sites"):
        actions.give_times(opened(world, "[who]\n", name="甲", place="community"), by=None)
    here = site(world)
    rounds = [*Round.objects.select_related("cohort__place"), opened(world, "[who]\n", name="乙", place="community")]
    for one in rounds:
        assert actions.give_times(one, by=None)
    assert set(Slot.objects.values_list("site", flat=True)) == {here.id}
    stretches = sorted(Slot.objects.values_list("begins_at", "ends_at"))
    assert all(before[1] <= after[0] for before, after in pairwise(stretches))
    assert stretches[0][0] >= MORNING
    assert stretches[-1][1] <= MORNING + timedelta(days=1)


def test_a_draw_looks_at_each_of_the_frame_a_few_times_however_many_they_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = world.doors["1-1-101"]
    Person.objects.bulk_create(
        Person(outbreak=world.outbreak, work_door=school, name="甲", name_plain="甲", change=world.change)
        for _number in range(600)
    )
    plans: list[Any] = []

    def explained(statement: Any, *given: Any, **more: Any) -> object:
        if statement is not frames.DRAWN:
            return run(statement, *given, **more)
        plans.extend(rows("EXPLAIN (ANALYZE, FORMAT JSON) " + frames.DRAWN, *given))
        return None

    monkeypatch.setattr(frames, "run", explained)
    drawn = opened(world, '[who]\nbase = "work"\n[draw]\nshare = 0.1\nby = ["place"]\n').members
    assert drawn.filter(is_drawn=True).count() == round(drawn.count() / 10)
    (((plan,),),) = plans
    assert sum(looked_at(plan["Plan"])) < 20 * drawn.count()
