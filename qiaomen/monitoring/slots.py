"""When a day's checks are due. Pure: local times in, slots out. See docs/episodes.md.

A day with n checks has n slots; each ends at an hour by which its check must be done. What comes after the last one of
the day still counts for it. A check that says `am` or `pm` counts for the first or last slot, whenever it was sent.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

BY = {1: (20,), 2: (12, 20), 3: (12, 16, 20), 4: (9, 12, 16, 20)}
"""The hours by which checks are due, by how many there are a day."""
GRACE = timedelta(hours=1)
"""How long after its hour a check is missed."""


class Slot(msgspec.Struct, frozen=True, order=True):
    """One check that is due: the day, which of the day (from 0), and by when."""

    day: date
    slot: int
    due: datetime


def slot_of(at: datetime, checks_a_day: int, stated: str, zone: ZoneInfo) -> tuple[date, int]:
    """For which day and slot a check at this moment counts."""
    local = at.astimezone(zone)
    hours = BY.get(checks_a_day, (24,))
    if stated and len(hours) > 1:
        return local.date(), 0 if stated == "am" else len(hours) - 1
    passed = sum(local.hour >= hour for hour in hours)
    return local.date(), min(passed, len(hours) - 1)


def slots(since: datetime, until: datetime, checks_a_day: int, zone: ZoneInfo) -> Iterator[Slot]:
    """The slots that fall due after `since` and up to `until`."""
    day = since.astimezone(zone).date()
    while checks_a_day and day <= until.astimezone(zone).date():
        for number, hour in enumerate(BY[checks_a_day]):
            due = datetime.combine(day, time(hour), zone)
            if since < due <= until:
                yield Slot(day, number, due)
        day += timedelta(days=1)


def missed(
    since: datetime, now: datetime, checks_a_day: int, done: Collection[tuple[date, int]], zone: ZoneInfo
) -> list[Slot]:
    """The slots since then whose grace is over without a check, the oldest first."""
    return [slot for slot in slots(since, now - GRACE, checks_a_day, zone) if (slot.day, slot.slot) not in done]


def open_today(
    since: datetime, now: datetime, checks_a_day: int, done: Collection[tuple[date, int]], zone: ZoneInfo
) -> list[Slot]:
    """Today's slots that have no check yet, due and coming ones alike."""
    today = now.astimezone(zone).date()
    end = datetime.combine(today, time(23, 59), zone)
    begins = max(since, datetime.combine(today, time(0), zone))
    return [slot for slot in slots(begins, end, checks_a_day, zone) if (slot.day, slot.slot) not in done]
