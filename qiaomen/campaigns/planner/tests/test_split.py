"""Rules of cutting one zone's walk, judged by plain dynamic programmes."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qiaomen.campaigns.planner.split import cut, fewest_spanning, parts_needed, shortest_longest
from qiaomen.campaigns.planner.tests import exact
from qiaomen.campaigns.planner.work import Stretch, Walk, stretches

Doors = list[tuple[str, int]]

doors = st.lists(
    st.tuples(st.lists(st.integers(1, 40), min_size=1, max_size=9)).map(lambda run: run[0]), min_size=0, max_size=6
).map(lambda runs: [(f"building {number}", seconds) for number, run in enumerate(runs) for seconds in run])
alike = st.lists(st.integers(1, 12), max_size=6).map(
    lambda sizes: [(f"alley {number}", 1) for number, size in enumerate(sizes) for _ in range(size)]
)
walks = st.one_of(doors, alike)
numbers = st.integers(1, 9)


def loads(walk: Walk, cuts: list[int]) -> list[int]:
    return [walk.load(start, stop) for start, stop in itertools.pairwise(cuts)]


@given(walks, numbers)
def test_the_optimum_is_the_one_that_a_plain_programme_finds(doors: Doors, parts: int) -> None:
    assert shortest_longest(Walk(stretches(doors)), parts) == exact.shortest_longest([s for _, s in doors], parts)


@given(walks, numbers)
def test_every_door_is_in_exactly_one_part_and_parts_follow_the_walk(doors: Doors, parts: int) -> None:
    cuts = cut(Walk(stretches(doors)), parts)
    assert len(cuts) == parts + 1
    assert cuts == sorted(cuts)
    assert (cuts[0], cuts[-1]) == (0, len(doors))


@given(walks, numbers)
def test_the_longest_part_is_within_five_percent_of_the_optimum(doors: Doors, parts: int) -> None:
    walk = Walk(stretches(doors))
    best = exact.shortest_longest([seconds for _, seconds in doors], parts)
    assert 20 * max(loads(walk, cut(walk, parts))) <= 21 * best


# A part in four houses, halved between the second and the third of them, was two that span where one had been.
@example([("1", 1), ("1", 4), ("1", 1), ("2", 1), ("3", 1), ("4", 1)], 4)
@given(walks, numbers)
def test_no_split_within_the_bound_spans_fewer_containers(doors: Doors, parts: int) -> None:
    walk = Walk(stretches(doors))
    seconds, containers = [s for _, s in doors], [c for c, _ in doors]
    least = exact.fewest_spanning(seconds, containers, parts, exact.shortest_longest(seconds, parts) * 21 // 20)
    cuts = cut(walk, parts)
    spans = [len(set(containers[start:stop])) > 1 for start, stop in itertools.pairwise(cuts)]
    assert sum(spans) == least


@given(walks, numbers, st.integers(1, 200))
def test_the_fewest_spanning_parts_under_any_limit_are_exact(doors: Doors, parts: int, slack: int) -> None:
    seconds, containers = [s for _, s in doors], [c for c, _ in doors]
    limit = exact.shortest_longest(seconds, parts) + slack
    least = exact.fewest_spanning(seconds, containers, parts, limit)
    assert fewest_spanning(Walk(stretches(doors)), parts, limit) == least


@given(walks, numbers)
def test_nobody_idles_while_a_team_has_two_doors(doors: Doors, parts: int) -> None:
    cuts = cut(Walk(stretches(doors)), parts)
    sizes = [stop - start for start, stop in itertools.pairwise(cuts)]
    assert 0 not in sizes or max(sizes) <= 1


@given(walks, numbers)
def test_the_tolerance_never_costs_a_deadline_that_can_be_held(doors: Doors, parts: int) -> None:
    walk = Walk(stretches(doors))
    best = shortest_longest(walk, parts)
    assert max(loads(walk, cut(walk, parts, ceiling=best))) == best


def test_the_fewest_parts_for_a_limit_fill_each_up() -> None:
    walk = Walk(stretches([("1", 5)] * 7))
    assert [parts_needed(walk, limit) for limit in (35, 34, 10, 9, 5, 4)] == [1, 2, 4, 7, 7, None]


def test_whole_buildings_are_preferred_to_perfectly_even_loads() -> None:
    walk = Walk(stretches([("1", 1)] * 21 + [("2", 1)] * 20 + [("3", 1)] * 19))
    assert cut(walk, 3) == [0, 21, 41, 60]


def test_more_teams_than_doors_leave_the_last_ones_free() -> None:
    assert cut(Walk(stretches([("1", 5), ("2", 5)])), 4) == [0, 1, 2, 2, 2]


def test_a_zone_without_doors_or_without_teams_has_only_empty_parts() -> None:
    assert cut(Walk(()), 2) == [0, 0, 0]
    assert cut(Walk(stretches([("1", 5)])), 0) == [0]


def test_neighbouring_stretches_of_one_building_are_one() -> None:
    walk = Walk((Stretch("1", (5, 5)), Stretch("2", ()), Stretch("1", (5,))))
    assert not walk.spans(0, 3)


def test_a_door_that_takes_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one second"):
        Stretch("1", (0,))
