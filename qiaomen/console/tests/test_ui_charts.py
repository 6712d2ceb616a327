"""The geometry of the pace chart."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.console import charts, samples
from qiaomen.console.charts import NARROW, WIDE, Frame, draw, value_at

PACE = samples.pace()
HOUR = timedelta(hours=1)


def _points(line: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (point.split(",") for point in line.split())]


def test_the_chart_says_how_far_behind_the_plan_the_doors_are() -> None:
    wanted = value_at(PACE.plan, PACE.now)
    assert draw(PACE).behind == round(wanted - samples.DONE)


def test_the_curve_ends_at_now_with_what_is_done() -> None:
    now = draw(PACE).now
    assert now is not None
    assert now.text == "8,946"
    assert _points(draw(PACE).actual)[-1] == (float(now.x), float(now.y))


def test_now_is_named_on_the_side_where_there_is_room() -> None:
    early = draw(PACE).now
    late = replace(PACE, now=PACE.deadline, actual=[*PACE.actual, (PACE.deadline, 12_000)])
    after = draw(late, NARROW).now
    assert early is not None
    assert after is not None
    assert (early.anchor, after.anchor) == ("start", "end")


def test_words_beside_a_low_point_stand_above_it_and_leave_the_hours_readable() -> None:
    low = replace(PACE, actual=[(PACE.opening, 0), (PACE.now, 100)])
    assert (draw(PACE).beside[0] > 0, draw(low).beside[1] < 0) == (True, True)


def test_a_forecast_weeks_beyond_the_deadline_does_not_squeeze_the_chart() -> None:
    slow = replace(PACE, forecast=[(PACE.now, 9_000), (PACE.deadline + timedelta(days=60), 15_089)], low=(), high=())
    assert float(draw(slow).deadline.x) > WIDE.width * 0.6


def test_a_sweep_that_has_not_begun_draws_only_its_plan() -> None:
    ahead = replace(PACE, now=PACE.opening - HOUR, actual=(), forecast=(), low=(), high=())
    assert draw(ahead).now is None
    assert draw(ahead).behind is None
    assert draw(ahead).plan


@pytest.mark.parametrize(
    "total, wanted", [(15_089, ["0", "5,000", "10,000", "15,089"]), (3, ["0", "1", "2", "3"]), (0, ["0"])]
)
def test_levels_are_round_numbers_and_the_total(total: int, wanted: list[str]) -> None:
    assert [level.text for level in draw(replace(PACE, total=total)).levels] == wanted


@pytest.mark.parametrize("language, said", [("en", "23 Mar 20:00"), ("zh-hans", "20:00")])
def test_the_deadline_is_said_in_the_readers_language(language: str, said: str) -> None:
    with translation.override(language):
        assert said in draw(PACE).deadline.text


@given(
    steps=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 500)), min_size=1, max_size=20),
    hours=st.integers(1, 300),
    now=st.integers(0, 400),
    frame=st.sampled_from([WIDE, NARROW]),
)
def test_nothing_is_drawn_outside_the_frame(steps: list[tuple[int, int]], hours: int, now: int, frame: Frame) -> None:
    start, at, done, series = PACE.opening, 0, 0, list[tuple[datetime, float]]()
    for wait, more in steps:
        at, done = at + wait, done + more
        series.append((start + at * HOUR, done))
    pace = charts.Pace(
        total=done,
        opening=start,
        deadline=start + hours * HOUR,
        now=start + now * HOUR,
        actual=series,
        low=series,
        high=series,
    )
    drawn = draw(pace, frame)
    for x, y in _points(drawn.actual) + _points(drawn.fan):
        assert frame.left - 0.1 <= x <= frame.width - frame.right + 0.1
        assert frame.top - 0.1 <= y <= frame.height - frame.bottom + 0.1
