"""Dates as lists write them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.exchange.cells import Cell
from qiaomen.exchange.days import AHEAD, read_day

LISTED = date(2020, 3, 21)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("3月18日", date(2020, 3, 18)),
        ("3 月 8 号", date(2020, 3, 8)),
        ("３月１８日", date(2020, 3, 18)),
        ("3.18", date(2020, 3, 18)),
        ("03-18", date(2020, 3, 18)),
        ("2020-03-18", date(2020, 3, 18)),
        ("2020年3月18日", date(2020, 3, 18)),
        ("2020/3/18 14:05", date(2020, 3, 18)),
        ("20200318", date(2020, 3, 18)),
        (43908, date(2020, 3, 18)),
        (43908.0, date(2020, 3, 18)),
        (
            datetime(2020, 3, 18, 14, 5),  # noqa: DTZ001 - as workbooks give them
            date(2020, 3, 18),
        ),
        ("12月28日", date(2019, 12, 28)),
        ("4月20日", date(2020, 4, 20)),
        ("4月22日", date(2019, 4, 22)),
        ("2月30日", None),
        ("昨天", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_however_it_is_written(cell: Cell, day: date | None) -> None:
    assert read_day(cell, listed=LISTED) == day


def test_29_february_is_of_the_last_leap_year() -> None:
    assert read_day("2月29日", listed=date(2022, 6, 1)) == date(2020, 2, 29)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-360, 0))
def test_a_day_without_its_year_is_found_again_from_the_lists_date(listed: date, days: int) -> None:
    day = listed + timedelta(days=days)
    if (day.month, day.day) != (2, 29) and day + timedelta(days=366) > listed + AHEAD:
        found = read_day(f"{day.month}月{day.day}日", listed=listed)
        assert found in (day, day.replace(year=day.year + 1))
        assert found is not None
        assert found <= listed + AHEAD
