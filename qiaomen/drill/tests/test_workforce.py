"""Teams: how doors open by hour, when one comes back, and that every door ends somewhere."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.planner.forecast import forecast
from qiaomen.campaigns.planner.openness import BELIEVABLE, Habit, registered
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.visits import Visits
from qiaomen.drill.household import Household, household
from qiaomen.drill.tempo import Tempo
from qiaomen.drill.workforce import Knock, Standing, Task, Team

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2022, 3, 21, 8, tzinfo=SHANGHAI).astimezone(UTC)
TEMPO = Tempo(SHANGHAI, visits=Visits().slower(4))


def team(seed: int, *, doors: int = 20, tempo: Tempo = TEMPO, empty: float = 0.06) -> Team:
    dice = Random(seed)
    # Usually six in a hundred doors are registered as empty, as in the county.
    sizes = [0 if dice.random() < empty else dice.choice((1, 2, 2, 2, 3, 3, 4)) for _ in range(doors)]
    tasks = [Task(f"door {n}", household([f"{n}/{m}" for m in range(size)], dice=dice)) for n, size in enumerate(sizes)]
    return Team(tasks, tempo, dice)


def sweep(one: Team, *, start: datetime = MONDAY, days: int = 20) -> list[Knock]:
    knocks, now = [], start
    while (at := one.next_at(now)) and at < start + timedelta(days=days):
        knock = one.knock(at)
        assert knock
        knocks.append(knock)
        now = knock.until
    return knocks


def lone(truth: Household) -> Team:
    return Team([Task("door", truth)], TEMPO, Random(3))


@given(seed=st.integers(0, 2_000))
def test_every_door_is_closed_or_waits_for_a_decision_in_the_end(seed: int) -> None:
    one = team(seed)
    sweep(one)
    assert {task.standing for task in one.tasks} <= {Standing.CLOSED, Standing.CLAIMED}
    assert all(task.accounted.issuperset(task.truth.people) for task in one.tasks if _answered(task))


def _answered(task: Task) -> bool:
    return task.standing is Standing.CLOSED and task.truth.habit is not Habit.VACANT


@given(seed=st.integers(0, 200))
def test_nobody_knocks_outside_the_knocking_hours(seed: int) -> None:
    hours = {TEMPO.local(knock.at).hour for knock in sweep(team(seed))}
    assert min(hours) >= 8
    assert max(hours) < 21


def test_the_same_dice_give_the_same_sweep() -> None:
    assert sweep(team(5)) == sweep(team(5))


@pytest.mark.parametrize("hour", [9, 12, 15, 19])
def test_doors_open_as_often_as_the_forecast_assumes(hour: int) -> None:
    dice, at = Random(hour), datetime(2022, 3, 22, hour, 30, tzinfo=SHANGHAI)
    drawn = [household(["somebody"] if dice.random() > 0.06 else [], dice=dice) for _ in range(6_000)]
    opened = sum(truth.opens(at, openness=BELIEVABLE, dice=dice) for truth in drawn) / 6_000
    assert opened == pytest.approx(BELIEVABLE.mean(hour), abs=0.025)


def test_who_works_by_day_is_found_at_mealtimes_and_in_the_evening() -> None:
    dice, truth = Random(1), Household(Habit.WORKS, ["somebody"])
    chances = [
        sum(
            truth.opens(datetime(2022, 3, 22, hour, tzinfo=SHANGHAI), openness=BELIEVABLE, dice=dice)
            for _ in range(500)
        )
        for hour in (10, 12, 19)
    ]
    assert chances == sorted(chances)


@given(seed=st.integers(0, 300))
def test_an_absent_door_is_tried_again_in_another_part_of_the_day(seed: int) -> None:
    tries: dict[str, list[tuple[int, int]]] = {}
    for knock in sweep(team(seed)):
        if knock.outcome == "absent" and len(tries.setdefault(knock.door, [])) < TEMPO.visits.tries:
            local = TEMPO.local(knock.at)
            part = sum(local.hour >= start for start in (12, 14, 18))
            tries[knock.door].append((local.toordinal(), part))
    assert all(len(set(parts)) == len(parts) for parts in tries.values())


def test_after_three_tries_a_household_is_phoned() -> None:
    one = Team([Task("door", Household(Habit.HOME, ["somebody"]), tries=3, due=MONDAY)], TEMPO, Random(3))
    outcomes = [knock.outcome for knock in sweep(one)]
    assert outcomes[-1] == "phone"


def test_a_vacant_door_is_closed_only_when_somebody_confirms_it_or_it_is_seen_twice() -> None:
    for seed in range(200):
        one = Team([Task("door", Household(Habit.VACANT, []))], TEMPO, Random(seed))
        vacant = [knock for knock in sweep(one) if knock.outcome == "vacant"]
        assert vacant[-1].confirmed_by or len(vacant) == 2


def test_a_locked_stairwell_is_tried_twice_and_then_waits_for_a_decision() -> None:
    ends: Counter[tuple[int, Standing]] = Counter()
    for seed in range(60):
        one = Team([Task("door", Household(Habit.HOME, ["somebody"], locked=True))], TEMPO, Random(seed))
        outcomes = [knock.outcome for knock in sweep(one)]
        ends[outcomes.count("inaccessible"), one.tasks[0].standing] += 1
    assert ends.keys() == {(1, Standing.CLOSED), (2, Standing.CLAIMED)}


def test_a_denied_claim_is_knocked_on_again() -> None:
    one = lone(Household(Habit.HOME, ["somebody"], exists=False))
    sweep(one)
    assert one.left == 1
    one.reopen("door", now=MONDAY + timedelta(days=2))
    sweep(one, start=MONDAY + timedelta(days=2))
    assert one.left == 0


def test_a_household_with_a_member_unaccounted_for_is_not_done() -> None:
    truth = Household(Habit.HOME, ["father", "son"], hidden={"son"})
    one = Team([Task("door", truth)], TEMPO, Random(2))
    talks = [knock for knock in sweep(one) if knock.presence]
    assert talks[0].presence["son"] == "unaccounted"
    assert talks[-1].presence["son"] in {"seen", "stated"}
    assert len(talks) > 1


def test_somebody_new_at_the_door_is_told_of_once() -> None:
    for seed in range(100):
        told = Counter(knock.door for knock in sweep(team(seed, doors=3)) if knock.newcomers)
        assert all(times == 1 for times in told.values())


def hours_to_99(*, teams: int, doors: int, opens: int, tempo: Tempo, empty: float = 0.06) -> float:
    """Hours from the opening on a Monday until so many teams have closed 99 % of their doors."""
    start = MONDAY.astimezone(SHANGHAI).replace(hour=opens).astimezone(UTC)
    ends: list[datetime] = []
    for seed in range(teams):
        one = team(seed, doors=doors, tempo=tempo, empty=empty)
        last = {knock.door: knock.until for knock in sweep(one, start=start)}
        ends += last.values()
    return (sorted(ends)[round(0.99 * len(ends)) - 1] - start) / timedelta(hours=1)


@pytest.mark.slow
@pytest.mark.parametrize("opens", [8, 20])
@pytest.mark.parametrize("doors", [8, 12, 16, 18, 19, 20, 22, 24, 28, 33, 40])
def test_the_drill_takes_what_the_planner_forecast_whatever_a_team_has_to_do(doors: int, opens: int) -> None:
    """Within a tenth; where a night lies within the luck of so few teams, one or the other side of it."""
    tempo = Tempo.at_pace(11, zone=SHANGHAI, day_from=time(8), day_until=time(21))
    said = forecast([doors] * 300, schedule=Schedule(72, opens * 60), visits=tempo.visits)
    hours = hours_to_99(teams=300, doors=doors, opens=opens, tempo=tempo)
    assert said.hours_99 is not None
    assert said.hours_99_early is not None
    assert said.hours_99_late is not None
    if said.hours_99_late <= 1.1 * said.hours_99_early:
        assert hours == pytest.approx(said.hours_99, rel=0.1)
    else:
        assert 0.98 * said.hours_99_early <= hours <= 1.02 * said.hours_99_late


def test_faster_teams_take_what_the_planner_forecast() -> None:
    tempo = Tempo.at_pace(30, zone=SHANGHAI, day_from=time(8), day_until=time(21))
    said = forecast([40] * 120, schedule=Schedule(72, 8 * 60), visits=tempo.visits)
    assert hours_to_99(teams=120, doors=40, opens=8, tempo=tempo) == pytest.approx(said.hours_99, rel=0.1)


def test_where_the_register_knows_nobody_behind_many_doors_the_drill_takes_what_the_planner_forecast() -> None:
    tempo = Tempo.at_pace(11, zone=SHANGHAI, day_from=time(8), day_until=time(21))
    usual, said = (
        forecast([73] * 20, schedule=Schedule(168, 8 * 60), visits=tempo.visits, openness=registered(empty)).hours_99
        for empty in (0.06, 0.4)
    )
    assert usual is not None
    assert said is not None
    assert hours_to_99(teams=20, doors=73, opens=8, tempo=tempo, empty=0.4) == pytest.approx(said, rel=0.07)
    assert said < 0.9 * usual, "an empty door costs a team less"


def test_a_try_that_is_written_down_in_the_next_part_of_the_day_counts_for_that_part() -> None:
    one = team(5, doors=1)
    one.tasks[0].truth = Household(Habit.VACANT, [])
    first = one.knock(MONDAY + timedelta(hours=3, minutes=59, seconds=50))  # ten seconds before noon
    assert first
    assert first.until.astimezone(SHANGHAI).hour == 12
    assert one.tasks[0].due
    assert one.tasks[0].due.astimezone(SHANGHAI).hour >= 14, "noon has been tried"
