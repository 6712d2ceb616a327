"""When to try again."""

from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.campaigns.states import Window
from qiaomen.campaigns.windows import APART, next_window, tries, window_of
from qiaomen.testing.desk import at
from qiaomen.testing.world import HERE

moments = st.integers(0, 9 * 24 * 60).map(lambda minutes: at(1, 0) + timedelta(minutes=minutes))
hours = st.tuples(st.integers(6, 12), st.integers(13, 23)).map(lambda pair: (time(pair[0]), time(pair[1])))
DAY = {"day_from": time(8), "day_until": time(21)}


def test_the_parts_of_the_day() -> None:
    parts = [window_of(at(21, hour), HERE) for hour in (7, 8, 12, 14, 18, 20, 22)]
    morning, noon, afternoon, evening = Window.MORNING, Window.NOON, Window.AFTERNOON, Window.EVENING
    assert parts == [morning, morning, noon, afternoon, evening, evening, evening]


def test_a_morning_try_is_followed_at_mealtime() -> None:
    assert next_window([at(21, 9)], HERE, **DAY) == (at(21, 12), at(21, 14))


def test_a_try_in_the_evening_is_followed_by_the_next_morning() -> None:
    assert next_window([at(21, 19)], HERE, **DAY) == (at(22, 8), at(22, 12))


def test_parts_that_were_tried_on_any_day_come_last() -> None:
    assert next_window([at(20, 9), at(20, 13), at(21, 15)], HERE, **DAY) == (at(21, 18), at(21, 21))


def test_when_every_part_was_tried_the_first_one_after_the_last_try_is_next() -> None:
    everything = [at(20, hour) for hour in (9, 13, 15, 19)]
    assert next_window(everything, HERE, **DAY) == (at(21, 8), at(21, 12))


def test_where_nobody_knocks_in_the_evening_it_is_not_waited_for() -> None:
    tried = [at(20, hour) for hour in (9, 13, 15)]
    assert next_window(tried, HERE, day_from=time(8), day_until=time(18)) == (at(21, 8), at(21, 12))


def test_a_part_that_ends_within_half_an_hour_is_too_soon() -> None:
    assert next_window([at(21, 11, 50)], HERE, day_from=time(8), day_until=time(12, 15))[0] == at(22, 12)


@given(st.lists(moments, min_size=1, max_size=6), hours)
def test_the_next_try_is_later_within_hours_and_within_two_days(knocks: list[datetime], day: tuple[time, time]) -> None:
    begins, ends = next_window(knocks, HERE, day_from=day[0], day_until=day[1])
    last = max(knocks)
    assert last + APART <= begins < ends
    assert begins - last <= timedelta(days=2)
    assert day[0] <= begins.time() <= ends.time() <= day[1]


@given(st.lists(moments, min_size=1, max_size=6), hours)
def test_no_part_is_tried_twice_while_another_one_was_not(knocks: list[datetime], day: tuple[time, time]) -> None:
    begins, _ends = next_window(knocks, HERE, day_from=day[0], day_until=day[1])
    possible = {window_of(at(21, hour), HERE) for hour in range(day[0].hour, day[1].hour) if 8 <= hour < 21}
    tried = {window_of(knock, HERE) for knock in knocks}
    assert window_of(begins, HERE) not in tried or possible <= tried


@given(st.lists(moments, max_size=8))
def test_tries_are_counted_half_an_hour_apart_in_whatever_order(knocks: list[datetime]) -> None:
    assert tries(knocks) == tries(sorted(knocks, reverse=True)) <= len(knocks)
    assert tries(knocks + knocks) == tries(knocks)
