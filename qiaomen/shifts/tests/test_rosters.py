"""Rosters: of a community of 46,000 people no rule is broken, and what cannot be is said post by post."""

from collections import Counter
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qiaomen.shifts import rules
from qiaomen.shifts.problem import Person, Post, Problem, Rules, Slot, Solution, Stint
from qiaomen.shifts.solve import solve
from qiaomen.shifts.tests.independent import faults, spread
from qiaomen.testing.rostering import EIGHTS, FIRST, ZONE, community, named

TWELVES = [Slot(named("day"), 8 * 60, 12 * 60), Slot(named("night"), 20 * 60, 12 * 60)]


@pytest.fixture(scope="module")
def whole() -> tuple[Problem, Solution]:
    problem = community()
    return problem, solve(problem, seconds=30)


def small(people: int, *, slots: list[Slot] = TWELVES, heads: int = 1, rules: Rules | None = None, days: int = 7,
          **post: object) -> Problem:  # fmt: skip
    posts = [Post(named("post"), "d.a.p.", "gate", {slot.id: heads for slot in slots}, **post)]  # type: ignore[arg-type]
    staff = [Person(named(f"person {n}"), named(f"organisation {n % 2}"), "d.a.") for n in range(people)]
    return Problem(rules or Rules(), FIRST, days, slots, posts, staff, ZONE)


def test_280_people_a_day_at_100_entrances_for_14_days_break_no_rule(whole: tuple[Problem, Solution]) -> None:
    problem, made = whole
    assert len(problem.posts) == 100
    assert set(Counter(one.stint.day for one in made.given).values()) == {280}
    assert len({one.stint.day for one in made.given}) == 14
    assert made.gaps == []
    assert list(faults(problem, made)) == []


def test_hours_and_nights_are_spread_within_one_shift(whole: tuple[Problem, Solution]) -> None:
    problem, made = whole
    hours, nights = spread(made, {one.id for one in problem.people if not one.away and not one.no_nights})
    assert (hours, nights) <= (8, 1)
    assert nights <= 1


def test_people_keep_their_post_where_it_can_be(whole: tuple[Problem, Solution]) -> None:
    _problem, made = whole
    at = Counter((one.person, one.stint.post) for one in made.given)
    usual = Counter({person: max(n for (who, _post), n in at.items() if who == person) for person, _post in at})
    by_chance = len(made.given) / 100
    assert sum(usual.values()) > 4 * by_chance


def test_a_swap_of_that_roster_keeps_it_legal_or_names_the_rule(whole: tuple[Problem, Solution]) -> None:
    problem, made = whole
    people, posts = {one.id: one for one in problem.people}, {one.id: one for one in problem.posts}
    first = next(one for one in made.given if not posts[one.stint.post].skills)
    mine = [one.stint for one in made.given if one.person == first.person and one is not first]
    outcomes = set()
    for other in made.given[300:420:17]:
        theirs = [one.stint for one in made.given if one.person == other.person and one is not other]
        broken = rules.of_person(people[first.person], "gate", other.stint, mine, problem.rules)
        broken += rules.of_person(people[other.person], "gate", first.stint, theirs, problem.rules)
        broken += rules.of_post(posts[other.stint.post], 0, [people[first.person]], problem.rules)
        if other.person == first.person:
            continue
        swapped = [one for one in made.given if one not in (first, other)]
        swapped += [msgspec.structs.replace(first, person=other.person),
                    msgspec.structs.replace(other, person=first.person)]  # fmt: skip
        found = list(faults(problem, Solution(swapped, [])))
        assert bool(found) == bool(broken), (broken, found)
        outcomes.add(bool(broken))
    assert outcomes == {True, False}


def test_what_lacks_is_told_by_post_time_and_skill_and_proven() -> None:
    problem = small(8, skills={"nursing": 1})
    [nurse, *rest] = problem.people
    nurse = msgspec.structs.replace(nurse, skills=frozenset({"nursing"}))
    problem = msgspec.structs.replace(problem, people=[nurse, *rest])
    made = solve(problem, seconds=20)
    lacking = [gap for gap in made.gaps if gap.lack == "nursing"]
    # One nurse may stand 48 hours of the 168: four shifts of fourteen.
    assert (len(lacking), len(made.gaps), made.is_proven) == (10, 10, True)
    assert {gap.post for gap in lacking} == {problem.posts[0].id}


def test_nobody_at_all_lacks_everywhere() -> None:
    made = solve(small(0), seconds=1)
    assert (len(made.given), sum(gap.missing for gap in made.gaps)) == (0, 14)


def test_a_local_one_stands_at_each_post_and_not_all_are_of_one_organisation() -> None:
    problem = small(9, heads=2, rules=Rules(local=True, mixed=True), days=4)
    far = [msgspec.structs.replace(one, path="d.b.") if n % 3 else one for n, one in enumerate(problem.people)]
    made = solve(msgspec.structs.replace(problem, people=far), seconds=20)
    assert len(list(faults(msgspec.structs.replace(problem, people=far), made))) == len(made.gaps)
    assert made.is_proven


def test_what_somebody_stood_before_counts_for_their_rest_and_nights() -> None:
    problem = small(4, days=2, rules=Rules(nights_in_row=2))
    first, evening = FIRST.toordinal(), solve(problem, seconds=5).given[0].stint
    nights = tuple(
        Stint(first - back, evening.begin - (back * 24 - 12) * 60, evening.begin - (back * 24 - 24) * 60, True,
              evening.post, TWELVES[1].id)
        for back in (2, 1)
    )  # fmt: skip
    tired = [msgspec.structs.replace(problem.people[0], before=nights), *problem.people[1:]]
    made = solve(msgspec.structs.replace(problem, people=tired), seconds=5)
    assert not [one for one in made.given if one.person == tired[0].id and one.stint.day == first]


@settings(max_examples=12, deadline=None)
@given(st.integers(3, 9), st.integers(1, 2), st.sampled_from([8, 11, 12]), st.integers(1, 3), st.booleans())
def test_whatever_is_asked_only_what_is_told_to_lack_is_missing(
    people: int, heads: int, rest: int, nights: int, mixed: bool
) -> None:
    problem = small(people, slots=EIGHTS, heads=heads, days=3, rules=Rules(rest, 40, nights, mixed=mixed))
    made = solve(problem, seconds=2)
    found = list(faults(problem, made))
    assert len(found) == len(made.gaps)
    assert all("people instead of" in one or one == "one organisation only" for one in found)


def test_a_night_is_a_shift_during_which_it_is_three_in_the_morning() -> None:
    assert [slot.is_night for slot in EIGHTS] == [True, False, False]
    assert [slot.is_night for slot in TWELVES] == [False, True]
    assert not Slot(named("late"), 18 * 60, 8 * 60).is_night


def test_days_are_counted_by_the_districts_calendar() -> None:
    made = solve(small(4, days=1), seconds=2)
    assert {date.fromordinal(one.stint.day) for one in made.given} == {FIRST}
