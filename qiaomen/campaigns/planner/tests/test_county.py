"""County A planned from its own spreadsheets, judged by plain programmes."""

from collections import Counter
from functools import cache

import pytest

from qiaomen.campaigns.planner.lend import lend
from qiaomen.campaigns.planner.pace import Pace, weighted
from qiaomen.campaigns.planner.plan import Plan, plan
from qiaomen.campaigns.planner.regroup import regroup
from qiaomen.campaigns.planner.replan import Left, Replan, replan
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.teams import Formation, Team, form_teams
from qiaomen.campaigns.planner.tests import county, exact
from qiaomen.campaigns.planner.work import ZoneWork

pytestmark = [county.needs_county, pytest.mark.slow]
both_paces = pytest.mark.parametrize("pace", [Pace(), weighted()], ids=["doors alike", "by kind and floor"])


@cache
def formed() -> Formation:
    return form_teams(county.organisations())


@cache
def planned(pace: Pace) -> Plan:
    return plan(county.zones(pace), formed().teams, schedule=Schedule(72), pace=pace, people=2000)


def per_door(zone: ZoneWork) -> tuple[list[int], list[str]]:
    return (
        [seconds for stretch in zone.stretches for seconds in stretch.seconds],
        [stretch.container for stretch in zone.stretches for _ in stretch.seconds],
    )


@cache
def optimum(pace: Pace) -> dict[str, int]:
    return {
        work.zone: exact.shortest_longest(per_door(work)[0], done.teams)
        for work, done in zip(county.zones(pace), planned(pace).zones, strict=True)
    }


def test_the_county_is_what_its_figures_say() -> None:
    assert (len(county.zones(Pace())), sum(zone.doors for zone in county.zones(Pace()))) == (50, 15_089)
    assert (len(county.organisations()), sum(len(o.members) for o in county.organisations())) == (140, 2000)


def test_pooled_458_teams_hold_72_hours() -> None:
    assert planned(Pace()).pooled.teams_needed == 458


@both_paces
def test_every_door_is_assigned_once(pace: Pace) -> None:
    doors = Counter(
        (span.zone, door)
        for spans in planned(pace).assignments.values()
        for span in spans
        for door in range(span.start, span.stop)
    )
    assert len(doors) == 15_089
    assert set(doors.values()) == {1}


def test_zones_that_miss_are_those_whose_doors_outnumber_their_teams() -> None:
    teams = Counter(team.zone for team in formed().teams)
    short = {zone.zone: -(-zone.doors // 33) - teams[zone.zone] for zone in county.zones(Pace())}
    assert {zone.zone: zone.short_teams for zone in planned(Pace()).misses} == {z: n for z, n in short.items() if n > 0}
    assert planned(Pace()).misses


def test_teams_are_formed_within_organisations() -> None:
    assert len(formed().teams) == sum(len(organisation.members) // 3 for organisation in county.organisations())


@both_paces
def test_the_longest_workload_is_within_five_percent_of_the_optimum(pace: Pace) -> None:
    for done in planned(pace).zones:
        assert 20 * done.longest <= 21 * optimum(pace)[done.zone], done.zone


def test_as_few_teams_as_possible_have_doors_in_two_buildings() -> None:
    checked = 0
    for work, done in zip(county.zones(Pace()), planned(Pace()).zones, strict=True):
        if done.teams < 10:
            continue
        seconds, containers = per_door(work)
        limit = optimum(Pace())[done.zone] * 21 // 20
        least = exact.fewest_spanning(seconds, containers, done.teams, limit)
        assert spanning(done.zone, containers) - least <= 0.02 * done.teams, done.zone
        checked += 1
    assert checked > 30


def spanning(zone: str, containers: list[str]) -> int:
    spans = [span for held in planned(Pace()).assignments.values() for span in held if span.zone == zone]
    return sum(len(set(containers[span.start : span.stop])) > 1 for span in spans)


@both_paces
def test_lending_as_listed_holds_the_deadline_everywhere(pace: Pace) -> None:
    assert lent(pace).holds


@cache
def lent(pace: Pace) -> Plan:
    return plan(county.zones(pace), crews(pace), schedule=Schedule(72), pace=pace)


def crews(pace: Pace) -> tuple[Team, ...]:
    return lend(formed().teams, planned(pace).lending)


def drop_out(number: int) -> tuple[Formation, Replan]:
    """Every so-many-th worker gone before the first knock."""
    made = lent(Pace())
    workers = [member.worker for organisation in county.organisations() for member in organisation.members]
    gone = set(workers[7 :: len(workers) // number][:number])
    left = {team: sum(span.doors for span in spans) for team, spans in made.assignments.items()}
    after = regroup(Formation(crews(Pace()), formed().reserve), gone, doors_left=left)
    zones = [Left(work, owners(work)) for work in county.zones(Pace())]
    return after, replan(zones, after.teams, schedule=Schedule(72), limit=made.capacity)


def owners(work: ZoneWork) -> tuple[str | None, ...]:
    held: list[str | None] = [None] * work.doors
    for team, spans in lent(Pace()).assignments.items():
        for span in spans:
            if span.zone == work.zone:
                held[span.start : span.stop] = [team] * span.doors
    return tuple(held)


def test_when_100_workers_drop_out_only_doors_of_dissolved_teams_and_overflow_move() -> None:
    after, again = drop_out(100)
    going_on = {team.team for team in after.teams}
    orphaned = sum(
        span.doors for team, spans in lent(Pace()).assignments.items() if team not in going_on for span in spans
    )
    assert orphaned > 0
    assert again.moved == again.must_move == orphaned
    assert again.share_moved < 0.08
    assert {move.giver for move in again.moves}.isdisjoint(going_on)
    assert again.unassigned == ()
