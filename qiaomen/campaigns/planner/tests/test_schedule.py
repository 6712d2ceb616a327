"""Knocking hours, days of work and the clock."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.planner.schedule import Schedule

WORKDAY = ((8 * 60, 12 * 60), (14 * 60, 20 * 60))


@given(st.integers(0, 24 * 60 - 1))
def test_72_hours_are_three_days_of_work_whenever_the_sweep_opens(opens: int) -> None:
    assert Schedule(72, opens=opens, knocking=WORKDAY).days == 3


@given(st.integers(0, 24 * 60 - 1), st.integers(1, 200))
def test_work_until_the_deadline_is_over_by_the_deadline(opens: int, hours: int) -> None:
    schedule = Schedule(hours, opens=opens, knocking=WORKDAY)
    assert schedule.hours_for(schedule.days) <= hours


@given(st.integers(0, 24 * 60 - 1), st.fractions(0, 5), st.fractions(0, 5))
def test_more_work_never_ends_earlier(opens: int, some: Fraction, more: Fraction) -> None:
    schedule = Schedule(72, opens=opens, knocking=WORKDAY)
    assert schedule.hours_for(some) <= schedule.hours_for(some + more)


def test_an_order_in_the_evening_starts_next_morning() -> None:
    schedule = Schedule(12, opens=22 * 60, knocking=WORKDAY)
    assert schedule.days == Fraction(2 * 60, 10 * 60)
    assert schedule.hours_for(Fraction(1, 10)) == 11


def test_a_day_of_work_crosses_the_lunch_break() -> None:
    assert Schedule(24, opens=8 * 60, knocking=WORKDAY).hours_for(Fraction(1)) == 12


@pytest.mark.parametrize("knocking", [(), ((600, 500),), ((480, 720), (700, 900)), ((0, 1441),)])
def test_knocking_hours_that_are_no_parts_of_a_day_are_refused(knocking: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="parts of one day"):
        Schedule(72, knocking=knocking)
