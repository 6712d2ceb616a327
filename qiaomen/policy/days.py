"""Day arithmetic, the only place where an end is reckoned: pure, in the district's time zone. docs/days.md states it.

The local date of the last contact (of leaving, of onset, of parting) is day 0. A phase of N days covers days 1 to N
and ends at the local midnight after day N; the next phase goes on from there. Nobody's end comes from adding 24 hours.
`field/domain/days.js` is the phone's half, `contracts/days.json` holds the cases that both run; `phases_sql.py` says
the same in SQL, and a property compares them.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec


class Span(msgspec.Struct, frozen=True):
    """A phase as it falls: its first and last day as dates, and the instants between which it holds."""

    first: date
    last: date
    start: datetime
    end: datetime


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The date on the district's calendar at an instant."""
    return at.astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a local day begins.

    Where clocks are changed at midnight: the later one if the clock shows it twice, so that nothing ends earlier; the
    moment of the change if the clock leaves it out.
    """
    wall = datetime.combine(day, time(), zone)
    twice = [wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(twice)


def last_day(day0: date, days: int) -> date:
    """The last day that so many days from day 0 cover: 21 days from 1 March last until 22 March."""
    return day0 + timedelta(days=days)


def end(day0: date, days: int, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which so many days from day 0 are over: the local midnight after the last of them."""
    return midnight(last_day(day0, days) + timedelta(days=1), zone)


def due_on(day0: date, day: int, before: int = 0) -> date:
    """The date of "day k" of a phase that begins after `before` days of other phases: a test on day 4, say."""
    return day0 + timedelta(days=before + day)


def day_number(day0: date, today: date) -> int:
    """Which day it is today, counted from day 0."""
    return (today - day0).days


def phases(day0: date, lengths: Sequence[int], zone: ZoneInfo) -> list[Span]:
    """How phases of these lengths in days fall, one after the other. The first one holds from the start of day 0."""
    spans: list[Span] = []
    before = 0
    for length in lengths:
        first = day0 if not spans else due_on(day0, 1, before)
        spans.append(
            Span(first, last_day(day0, before + length), midnight(first, zone), end(day0, before + length, zone))
        )
        before += length
    return spans


def follow_up_end(day0: date, days: int, checked: Iterable[datetime], zone: ZoneInfo) -> datetime | None:
    """When follow-up ends that *restricts nobody*: with the first check on or after its last day, none yet: None.

    Follow-up only looks after people, so that a missed last visit is made up for. An end that restricts somebody is
    `end` and knows nothing of checks: what we failed to do never prolongs it.
    """
    last = last_day(day0, days)
    made_up = min((at for at in checked if local_day(at, zone) >= last), default=None)
    return None if made_up is None else max(made_up.astimezone(UTC), end(day0, days, zone))
