"""The forecast's own rules; what drills take is compared with it in qiaomen/drill."""

import pytest

from qiaomen.campaigns.planner.forecast import Forecast, forecast
from qiaomen.campaigns.planner.lots import Hours
from qiaomen.campaigns.planner.openness import BELIEVABLE, HOURS, USUALLY_EMPTY, Habit, Openness, Rates, registered
from qiaomen.campaigns.planner.pacing import paced
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.visits import Visits

THREE_DAYS = Schedule(72)
HOURLY = Visits(answered=3000, absent=900, phone=600)


def always_in() -> Openness:
    return Openness((Rates(Habit.HOME, 1.0, (1.0,) * HOURS, (1.0,) * HOURS),))


def test_where_everybody_is_in_the_sum_is_simple() -> None:
    visits = Visits(answered=3600, spread=0, incomplete=0)
    course = forecast([13], schedule=THREE_DAYS, visits=visits, openness=always_in())
    assert course.hours_all == pytest.approx(21)
    assert course.closed_at_deadline == pytest.approx(13)
    assert course.knocks == pytest.approx(13)
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
    assert (forecast([32] * 100, schedule=THREE_DAYS, visits=visits).hours_99 or 1e9) <= 72
    assert (forecast([36] * 100, schedule=THREE_DAYS, visits=visits).hours_99 or 1e9) > 72


def test_the_same_input_gives_the_same_forecast() -> None:
    assert by_teams(20) == by_teams(20)


def test_a_night_that_luck_may_bring_in_between_is_said() -> None:
    """With some 20 doors a team the last per cent is through just before nine in the evening, or after breakfast."""
    visits = paced(11, schedule=THREE_DAYS)
    found = [forecast([doors] * 40, schedule=Schedule(72, 8 * 60), visits=visits) for doors in range(18, 25)]
    spread = [(one.hours_99_late or 0) - (one.hours_99_early or 0) for one in found]
    assert max(spread) > 10
    assert min(spread) < 5


def test_nobody_comes_back_in_the_same_part_of_a_day() -> None:
    hours = Hours(THREE_DAYS, 0)
    assert hours.again(9 * 3600, {0}) == 12 * 3600
    assert hours.again(19 * 3600, {0, 3}) == (24 + 12) * 3600
    assert hours.again(13.9 * 3600, {0, 1, 2, 3}) == pytest.approx(14.4 * 3600)


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


def test_a_register_that_lacks_people_behind_the_usual_share_of_doors_changes_nothing() -> None:
    usual = registered(USUALLY_EMPTY)
    assert [rates.share for rates in usual.habits] == pytest.approx([rates.share for rates in BELIEVABLE.habits])


def test_the_more_doors_the_register_knows_nobody_behind_the_sooner_a_sweep_is_done() -> None:
    several = (registered(empty) for empty in (0, 0.5, 1))
    said = [forecast([25] * 10, schedule=THREE_DAYS, visits=HOURLY, openness=openness) for openness in several]
    ends = [one.hours_all or 1e9 for one in said]
    assert ends == sorted(ends, reverse=True)
    assert registered(1).of(Habit.VACANT).share == pytest.approx(0.85)
