"""When checks are due: by the hour, on the district's calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.monitoring import slots
from qiaomen.testing.desk import at
from qiaomen.testing.world import HERE

moments = st.datetimes(datetime(2020, 1, 1), datetime(2021, 1, 1), timezones=st.just(HERE))  # noqa: DTZ001


def test_two_a_day_are_due_by_noon_and_by_eight_in_the_evening() -> None:
    found = list(slots.slots(at(21, 10), at(22, 13), 2, HERE))
    assert [(slot.slot, slot.due) for slot in found] == [(0, at(21, 12)), (1, at(21, 20)), (0, at(22, 12))]


def test_an_evening_check_after_the_last_hour_counts_for_its_day() -> None:
    assert slots.slot_of(at(21, 23, 59), 2, "", HERE) == (at(21, 0).date(), 1)
    assert slots.slot_of(at(22, 0), 2, "", HERE) == (at(22, 0).date(), 0)


def test_what_a_check_says_of_its_slot_goes_before_the_hour() -> None:
    assert slots.slot_of(at(21, 15), 2, "am", HERE)[1] == 0


def test_the_hour_is_the_districts_and_not_the_servers() -> None:
    assert slots.slot_of(datetime(2020, 3, 21, 3, tzinfo=ZoneInfo("UTC")), 2, "", HERE)[1] == 0


@given(at=moments, often=st.integers(1, 4))
def test_a_check_at_any_moment_counts_for_a_slot_that_exists(at: datetime, often: int) -> None:
    day, slot = slots.slot_of(at, often, "", HERE)
    assert day == at.date()
    assert slot in range(often)


@given(since=moments, until=moments, often=st.integers(1, 4))
def test_every_slot_is_missed_or_done_and_none_twice(since: datetime, until: datetime, often: int) -> None:
    due = list(slots.slots(since, until, often, HERE))
    assert len({(slot.day, slot.slot) for slot in due}) == len(due)
    done = {(slot.day, slot.slot) for slot in due[::2]}
    missed = slots.missed(since, until + slots.GRACE, often, done, HERE)
    assert [slot for slot in due if (slot.day, slot.slot) not in done] == missed


@given(since=moments, often=st.integers(1, 4))
def test_checking_on_time_misses_nothing(since: datetime, often: int) -> None:
    until = since + timedelta(days=9)
    done = {slots.slot_of(slot.due - slots.GRACE, often, "", HERE) for slot in slots.slots(since, until, often, HERE)}
    assert slots.missed(since, until, often, done, HERE) == []
