"""Planning again what is left."""

from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.planner.replan import Left, Replan, replan
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.teams import Team
from qiaomen.campaigns.planner.work import Stretch, ZoneWork

NOW = Schedule(48)


def left(*held: tuple[str | None, int], seconds: int = 1) -> Left:
    """A zone of one alley whose doors left belong to these teams, in walking order."""
    owners = tuple(chain.from_iterable([team] * doors for team, doors in held))
    return Left(ZoneWork("zone", (Stretch("alley", (seconds,) * len(owners)),)), owners)


def teams(*names: str) -> list[Team]:
    return [Team(name, "office", "zone") for name in names]


def doors_of(made: Replan) -> dict[str, list[tuple[int, int]]]:
    return {team: [(span.start, span.stop) for span in spans] for team, spans in made.assignments.items()}


splits = st.lists(st.integers(0, 12), min_size=2, max_size=7)


@given(splits, st.sets(st.integers(0, 6)), st.integers(1, 40))
def test_every_door_left_has_one_team_that_is_there(sizes: list[int], gone: set[int], limit: int) -> None:
    zone = left(*((f"team {n}", size) for n, size in enumerate(sizes)))
    here = teams(*(f"team {n}" for n in range(len(sizes)) if n not in gone))
    made = replan([zone], here, schedule=NOW, limit=limit)
    spans = [span for held in [*made.assignments.values(), made.unassigned] for span in held]
    assert sorted(door for span in spans for door in range(span.start, span.stop)) == list(range(sum(sizes)))
    assert not here or made.unassigned == ()


@given(splits, st.sets(st.integers(0, 6)), st.integers(1, 40))
def test_no_fewer_doors_could_move(sizes: list[int], gone: set[int], limit: int) -> None:
    zone = left(*((f"team {n}", size) for n, size in enumerate(sizes)))
    here = [n for n in range(len(sizes)) if n not in gone]
    made = replan([zone], teams(*(f"team {n}" for n in here)), schedule=NOW, limit=limit)
    bound = max(limit, -(-sum(sizes) // len(here))) if here else 0
    kept = sum(min(sizes[n], bound) for n in here)
    assert made.moved == made.must_move == sum(sizes) - kept


@given(splits, st.sets(st.integers(0, 6)), st.integers(1, 40))
def test_a_team_within_the_limit_keeps_every_door(sizes: list[int], gone: set[int], limit: int) -> None:
    zone = left(*((f"team {n}", size) for n, size in enumerate(sizes)))
    here = {f"team {n}" for n in range(len(sizes)) if n not in gone}
    made = replan([zone], teams(*sorted(here)), schedule=NOW, limit=limit)
    fine = {f"team {n}" for n, size in enumerate(sizes) if size <= limit}
    assert not [move for move in made.moves if move.giver in here & fine]


@given(splits, st.sets(st.integers(0, 6)), st.integers(1, 40))
def test_the_limit_is_held_whenever_there_is_room(sizes: list[int], gone: set[int], limit: int) -> None:
    zone = left(*((f"team {n}", size) for n, size in enumerate(sizes)))
    here = [f"team {n}" for n in range(len(sizes)) if n not in gone]
    done = replan([zone], teams(*here), schedule=NOW, limit=limit).zones[0]
    assert done.holds == (sum(sizes) <= limit * len(here))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 60)), min_size=1, max_size=30), st.integers(60, 400))
def test_doors_of_any_length_are_all_placed(doors: list[tuple[int, int]], limit: int) -> None:
    work = ZoneWork("zone", (Stretch("alley", tuple(seconds for _, seconds in doors)),))
    zone = Left(work, tuple(f"team {n}" if n < 4 else None for n, _ in doors))
    made = replan([zone], teams("team 0", "team 1", "team 2"), schedule=NOW, limit=limit)
    assert made.unassigned == ()
    assert made.zones[0].moved >= sum(n == 3 for n, _ in doors)
    loads = Counter({t: sum(doors[d][1] for a, b in spans for d in range(a, b)) for t, spans in doors_of(made).items()})
    assert max(loads.values()) == made.zones[0].longest


def test_neighbours_extend_into_the_gap() -> None:
    made = replan([left(("a", 10), ("b", 10), ("c", 10))], teams("a", "c"), schedule=NOW, limit=15)
    assert doors_of(made) == {"a": [(0, 15)], "c": [(15, 30)]}


def test_neighbours_meet_at_a_buildings_edge_where_they_may() -> None:
    work = ZoneWork("zone", (Stretch("1", (1,) * 17), Stretch("2", (1,) * 13)))
    zone = Left(work, ("a",) * 10 + ("b",) * 10 + ("c",) * 10)
    assert doors_of(replan([zone], teams("a", "c"), schedule=NOW, limit=20)) == {"a": [(0, 17)], "c": [(17, 30)]}


def test_a_team_that_comes_in_takes_the_gap_whole() -> None:
    made = replan([left(("a", 10), ("b", 10), ("c", 10))], teams("a", "c", "new"), schedule=NOW, limit=15)
    assert doors_of(made) == {"a": [(0, 10)], "c": [(20, 30)], "new": [(10, 20)]}


def test_what_neighbours_cannot_take_goes_to_the_next_with_time() -> None:
    made = replan([left(("a", 9), ("b", 10), ("c", 9), ("d", 4))], teams("a", "c", "d"), schedule=NOW, limit=12)
    assert Counter({team: sum(b - a for a, b in spans) for team, spans in doors_of(made).items()}) == {
        "a": 12,
        "c": 12,
        "d": 8,
    }


def test_a_team_that_fell_behind_gives_only_what_is_too_much() -> None:
    made = replan([left(("late", 20), ("b", 5))], teams("late", "b"), schedule=NOW, limit=14)
    assert [(move.giver, move.taker, move.stop - move.start) for move in made.moves] == [("late", "b", 6)]


def test_doors_that_nobody_had_are_placed_but_not_counted_as_moved() -> None:
    made = replan([left(("a", 5), (None, 3))], teams("a"), schedule=NOW, limit=10)
    assert (made.moved, [(move.giver, move.taker) for move in made.moves]) == (0, [(None, "a")])


def test_a_zone_that_cannot_hold_says_how_many_teams_are_short() -> None:
    done = replan([left(("a", 30), ("b", 30))], teams("a"), schedule=NOW, limit=22).zones[0]
    assert (done.holds, done.longest, done.short_teams) == (False, 60, 2)


def test_without_a_limit_the_time_to_the_deadline_is_the_limit() -> None:
    made = replan([left(("a", 20), ("b", 20), seconds=240)], teams("a", "b"), schedule=Schedule(48))
    assert made.zones[0].limit == 22 * 240
    assert made.moves == ()


def test_owners_that_do_not_match_the_doors_are_refused() -> None:
    with pytest.raises(ValueError, match="every door left"):
        Left(ZoneWork("zone", (Stretch("alley", (1, 1)),)), ("a",))
