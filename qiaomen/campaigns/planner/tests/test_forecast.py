"""The forecast against a random simulation of single doors, and its own rules."""

import random
from collections.abc import Iterator

import pytest

from qiaomen.campaigns.planner.forecast import Forecast, forecast, paced
from qiaomen.campaigns.planner.openness import BELIEVABLE, HOURS, Habit, Openness, Rates
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.visits import Visits, window_at

THREE_DAYS = Schedule(72)
HOURLY = Visits(answered=3000, absent=900, phone=600)


def always_in() -> Openness:
    return Openness((Rates(Habit.HOME, 1.0, (1.0,) * HOURS, (1.0,) * HOURS),))


def closed_at(doors: int, luck: random.Random, visits: Visits) -> Iterator[float]:
    """When each door of one team is closed, by drawing lots for every knock; hours from the first midnight."""
    habits = [rates.habit for rates in BELIEVABLE.habits]
    drawn = luck.choices(habits, [rates.share for rates in BELIEVABLE.habits], k=doors)
    queue: list[tuple[Habit, int, tuple[int, int]]] = [(habit, 0, (-1, -1)) for habit in drawn]
    clock = 8 * 3600.0
    while queue:
        day, minute = divmod(int(clock // 60), 24 * 60)
        if minute >= 21 * 60:
            clock = (day + 1) * 86400 + 8 * 3600.0
            continue
        now = (day, window_at(minute))
        due = [door for door in queue if door[2] != now]
        if not due:
            clock += 300
            continue
        door = min(due, key=lambda one: (one[1] == 0, one[1] < visits.tries))
        queue.remove(door)
        habit, tried, _ = door
        opens = luck.random() < BELIEVABLE.of(habit).at(minute // 60)
        vacant = habit is Habit.VACANT
        told = vacant and (tried + 1 >= visits.tries or luck.random() < visits.vacancy_told)
        clock += visits.answered if opens else visits.absent
        done = opens or told
        if not done and tried + 1 >= visits.tries:
            clock += visits.phone
            done = luck.random() < visits.phone_reaches
        if done:
            yield clock / 3600
        else:
            queue.append((habit, min(tried + 1, visits.tries - 1), now))


@pytest.mark.parametrize("doors", [12, 25, 33])
def test_the_forecast_is_within_ten_percent_of_drawing_lots_for_every_knock(doors: int) -> None:
    luck = random.Random(431123)
    times = sorted(hours for _ in range(300) for hours in closed_at(doors, luck, HOURLY))
    expected = forecast([doors] * 300, schedule=THREE_DAYS, visits=HOURLY)
    assert expected.hours_99 == pytest.approx(times[int(0.99 * len(times))], rel=0.10)


def test_where_everybody_is_in_the_sum_is_simple() -> None:
    course = forecast([13], schedule=THREE_DAYS, visits=Visits(answered=3600), openness=always_in())
    assert course.hours_all == pytest.approx(20.5)
    assert course.knocks == pytest.approx(12.5, abs=0.01)
    assert course.calls == 0


def test_no_more_doors_are_closed_than_there_are() -> None:
    course = forecast([25] * 40, schedule=THREE_DAYS, visits=HOURLY).course
    assert [closed for _, closed in course] == sorted(closed for _, closed in course)
    assert course[-1][1] <= 1000 + 1e-6


def by_teams(number: int) -> Forecast:
    return forecast([600 // number] * number, schedule=THREE_DAYS, visits=HOURLY)


def test_more_teams_finish_earlier() -> None:
    finishes = [by_teams(number).hours_99 or 1e9 for number in (10, 20, 40, 60)]
    assert finishes == sorted(finishes, reverse=True)
    assert by_teams(10).holds is False
    assert by_teams(60).holds is True


def test_a_sweep_that_opens_on_saturday_finds_more_people_in() -> None:
    monday = forecast([40] * 50, schedule=Schedule(24), visits=HOURLY)
    saturday = forecast([40] * 50, schedule=Schedule(24), visits=HOURLY, weekday=5)
    assert saturday.closed_at_deadline > monday.closed_at_deadline


def test_nothing_happens_before_the_opening() -> None:
    course = forecast([5], schedule=Schedule(48, opens=20 * 60), visits=HOURLY).course
    assert course[0][0] == 0.25
    assert all(0 < hours <= 1 or hours >= 12 for hours, _ in course)


def test_a_pace_from_experience_closes_three_days_of_doors_in_three_days() -> None:
    visits = paced(11, schedule=THREE_DAYS)
    assert (forecast([33] * 100, schedule=THREE_DAYS, visits=visits).hours_99 or 1e9) <= 72
    assert (forecast([36] * 100, schedule=THREE_DAYS, visits=visits).hours_99 or 1e9) > 72


def test_a_sweep_of_nothing_is_done() -> None:
    assert forecast([], schedule=THREE_DAYS).hours_all == 0


def test_shares_of_habits_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        Openness((Rates(Habit.HOME, 0.9, (1.0,) * HOURS, (1.0,) * HOURS),))


def test_people_who_work_by_day_are_found_at_mealtimes_and_in_the_evening() -> None:
    works = BELIEVABLE.of(Habit.WORKS)
    assert works.at(9) < works.at(12) < works.at(19)
    assert BELIEVABLE.of(Habit.VACANT).at(19) == 0
    assert BELIEVABLE.mean(9) < BELIEVABLE.mean(19)


@pytest.mark.parametrize("wrong", [{"tries": 0}, {"answered": 0}, {"phone_reaches": 0}, {"vacancy_told": 1.5}])
def test_impossible_assumptions_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"tries take|chances lie"):
        Visits(**wrong)  # type: ignore[arg-type]
