from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.knocking_hours import KnockingHours
from qiaomen.campaigns.outlook import (
    Frame,
    Outlook,
    course,
    forecast_line,
    outlook,
    pace_range,
    plan_line,
)

HERE = ZoneInfo("Asia/Shanghai")
HOURS = KnockingHours(HERE, time(8), time(21))
FRAME = Frame(HOURS, datetime(2020, 3, 20, 20, tzinfo=HERE), datetime(2020, 3, 23, 20, tzinfo=HERE))
moments = st.floats(0, 7 * 24).map(lambda hours: datetime(2020, 3, 19, tzinfo=HERE) + timedelta(hours=hours))


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 3, day, hour, minute, tzinfo=HERE)


EVENING = on(22, 18)


def at_pace(pace: int, now: datetime = EVENING, *, closed: int = 500, total: int = 1000, teams: int = 10) -> Outlook:
    recent = [(now - timedelta(hours=back), pace) for back in (1, 2, 3)]
    return outlook(FRAME.at(now), total=total, closed=closed, recent=recent, teams=teams)


def test_night_holds_no_knocking_hours() -> None:
    assert HOURS.between(on(21, 20), on(22, 9)) == 2
    assert HOURS.between(on(21, 22), on(22, 7)) == 0


@given(moments, st.floats(0, 60))
def test_so_many_knocking_hours_after_a_moment_lie_between(start: datetime, hours: float) -> None:
    assert HOURS.between(start, HOURS.after(start, hours)) == pytest.approx(hours, abs=1e-6)


@given(moments, st.floats(0, 60))
def test_so_many_knocking_hours_before_a_moment_lie_between(end: datetime, hours: float) -> None:
    assert HOURS.between(HOURS.before(end, hours), end) == pytest.approx(hours, abs=1e-6)


def test_the_pace_is_that_of_the_last_three_knocking_hours() -> None:
    now = on(22, 9)
    recent = [(on(21, 19), 60), (on(21, 20), 60), (on(22, 8), 30), (on(21, 12), 999)]
    assert outlook(FRAME.at(now), total=1000, closed=400, recent=recent).pace == 50


def test_doors_closed_at_night_are_no_pace() -> None:
    assert outlook(FRAME.at(on(22, 9)), total=1000, closed=9, recent=[(on(21, 22), 600)]).pace == 0


def test_nothing_is_said_in_the_first_minutes() -> None:
    seen = outlook(FRAME.at(on(20, 20, 20)), total=1000, closed=9, recent=[(on(20, 20), 9)])
    assert (seen.pace, seen.done_at) == (None, None)


def test_what_a_night_divides_is_done_the_next_day() -> None:
    seen = at_pace(100, closed=600)
    assert seen.done_at == on(23, 9)
    assert seen.late == -timedelta(hours=11)
    assert not seen.is_late


def test_a_late_sweep_says_how_late_and_how_many_more_teams() -> None:
    seen = at_pace(25)
    assert seen.needed == pytest.approx(500 / 15)
    assert seen.done_at == on(24, 12)
    assert seen.late == timedelta(hours=16)
    assert seen.more_teams == 4  # 33.3 instead of 25 an hour: a third more than ten teams


@given(st.integers(1, 500), st.integers(1, 900), st.integers(1, 300))
def test_with_the_teams_that_it_asks_for_the_deadline_holds(pace: int, closed: int, teams: int) -> None:
    seen = at_pace(pace, closed=closed, teams=teams)
    assert seen.pace is not None
    faster = seen.pace * (teams + seen.more_teams) / teams
    assert HOURS.after(on(22, 18), (1000 - closed) / faster) <= FRAME.deadline + timedelta(seconds=1)


def test_no_number_of_teams_helps_after_the_deadline() -> None:
    seen = at_pace(25, on(23, 20))
    assert (seen.needed, seen.more_teams) == (None, 0)
    assert seen.is_late


def test_nothing_left_is_neither_late_nor_early() -> None:
    seen = at_pace(25, closed=1000)
    assert (seen.done_at, seen.late, seen.needed) == (None, None, None)


def test_the_plan_is_even_over_knocking_hours() -> None:
    assert FRAME.planned_share(on(20, 20)) == 0
    assert FRAME.planned_share(FRAME.deadline) == 1
    assert FRAME.planned_share(on(22, 0)) == FRAME.planned_share(on(22, 8)) == pytest.approx(14 / 39)


def test_the_course_ends_at_what_is_closed_now() -> None:
    points = course(FRAME, on(21, 11, 30), [(on(21, 11), 5), (on(21, 8), 10)])
    assert points == [(on(20, 20), 0), (on(21, 8), 0), (on(21, 9), 10), (on(21, 11), 10), (on(21, 11, 30), 15)]


def test_lines_are_level_at_night_and_end_with_all_doors() -> None:
    assert plan_line(FRAME, 390)[:4] == [(on(20, 20), 0), (on(20, 21), 10), (on(21, 8), 10), (on(21, 21), 140)]
    late = forecast_line(FRAME, on(22, 18), closed=500, total=1000, pace=25)
    assert late[:3] == [(on(22, 18), 500), (on(22, 21), 575), (on(23, 8), 575)]
    assert late[3:] == [(on(23, 21), 900), (on(24, 8), 900), (on(24, 12), 1000)]


def test_what_hardly_moves_is_stuck_and_has_no_forecast() -> None:
    seen = outlook(FRAME.at(on(22, 18)), total=100_000, closed=10, recent=[(on(22, 17), 3)])
    assert seen.is_stuck
    assert forecast_line(FRAME, on(22, 18), closed=10, total=100_000, pace=seen.pace) == []


def test_the_range_of_paces_is_that_of_the_last_whole_hours() -> None:
    recent = [(on(22, 15), 40), (on(22, 16), 70), (on(22, 17), 50), (on(22, 18), 5)]
    assert pace_range(FRAME, on(22, 18, 10), recent) == (40, 70)
    assert pace_range(FRAME, on(20, 20, 30), recent) is None
