"""Plans of small districts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.planner.lend import lend
from qiaomen.campaigns.planner.pace import Pace
from qiaomen.campaigns.planner.plan import Plan, plan
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.teams import Member, Team
from qiaomen.campaigns.planner.work import Stretch, ZoneWork

THREE_DAYS = Schedule(72)


def zone(name: str, *sizes: int, near: str = "") -> ZoneWork:
    return ZoneWork(name, tuple(Stretch(f"{name}/{n}", (240,) * size) for n, size in enumerate(sizes)), near)


def crew(place: str, number: int, size: int = 3) -> list[Team]:
    members = tuple(Member(f"{place} {n}") for n in range(size))
    return [Team(f"{place} team {n}", f"{place} office", place, members) for n in range(number)]


sizes = st.lists(st.integers(1, 20), max_size=5)
districts = st.lists(st.tuples(sizes, st.integers(0, 6)), min_size=1, max_size=4)


@given(districts)
def test_every_door_has_one_team_or_is_named_as_having_none(district: list[tuple[list[int], int]]) -> None:
    zones = [zone(f"zone {n}", *sizes) for n, (sizes, _) in enumerate(district)]
    made = plan(
        zones, [t for n, (_, number) in enumerate(district) for t in crew(f"zone {n}", number)], schedule=THREE_DAYS
    )
    given_out = [
        (span.zone, door)
        for spans in [*made.assignments.values(), made.unassigned]
        for span in spans
        for door in range(span.start, span.stop)
    ]
    assert sorted(given_out) == sorted((work.zone, door) for work in zones for door in range(work.doors))


def test_a_zone_that_misses_is_named_with_teams_and_people_short() -> None:
    made = plan([zone("east", 100), zone("west", 30)], crew("east", 2) + crew("west", 1), schedule=THREE_DAYS)
    assert [(missed.zone, missed.short_teams, missed.short_people) for missed in made.misses] == [("east", 2, 6)]
    assert not made.holds


def lenders() -> tuple[list[ZoneWork], list[Team]]:
    zones = [zone("east", 100, near="town"), zone("west", 30, near="town"), zone("far", 30, near="hills")]
    return zones, crew("east", 2) + crew("west", 2) + crew("far", 5)


def test_lending_is_listed_nearest_zone_first_and_changes_nothing_by_itself() -> None:
    zones, teams = lenders()
    made = plan(zones, teams, schedule=THREE_DAYS)
    assert [(step.from_zone, step.to_zone, len(step.teams)) for step in made.lending] == [
        ("west", "east", 1),
        ("far", "east", 1),
    ]
    assert {made.assignments[team][0].zone for step in made.lending for team in step.teams} <= {"west", "far"}


def test_the_deadline_holds_once_the_listed_steps_are_taken() -> None:
    zones, teams = lenders()
    made = plan(zones, teams, schedule=THREE_DAYS)
    assert plan(zones, lend(teams, made.lending), schedule=THREE_DAYS).holds


def test_nobody_lends_below_the_own_need() -> None:
    zones = [zone("east", 200), zone("west", 66)]
    made = plan(zones, crew("east", 1) + crew("west", 2), schedule=THREE_DAYS)
    assert made.lending == ()


def test_a_zone_without_teams_is_listed_and_has_no_finish() -> None:
    made = plan([zone("east", 40)], [], schedule=THREE_DAYS)
    assert [(span.zone, span.start, span.stop) for span in made.unassigned] == [("east", 0, 40)]
    assert made.finish_hours is None
    assert made.zones[0].short_teams == 2


def test_a_zone_without_doors_holds_and_lends_everybody() -> None:
    made = plan([zone("empty"), zone("east", 60)], crew("empty", 2), schedule=THREE_DAYS)
    assert [(step.from_zone, len(step.teams)) for step in made.lending] == [("empty", 2)]


def finish(hours: int) -> Plan:
    return plan([zone("east", 22)], crew("east", 1), schedule=Schedule(hours, knocking=((480, 1260),)), pace=Pace(11))


def test_the_finish_is_said_by_the_clock() -> None:
    assert finish(72).finish_hours == 24 + 21


def test_a_finish_after_the_deadline_is_a_miss() -> None:
    assert not finish(24).holds
    assert finish(24).zones[0].teams_needed == 2


@pytest.mark.parametrize("twice", ["zone", "team"])
def test_the_same_zone_or_team_twice_is_refused(twice: str) -> None:
    zones, teams = [zone("east", 5)] * (2 if twice == "zone" else 1), crew("east", 1) * (2 if twice == "team" else 1)
    with pytest.raises(ValueError, match="given twice"):
        plan(zones, teams, schedule=THREE_DAYS)
