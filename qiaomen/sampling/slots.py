"""Times for groups: classes and workplaces come to sites one after the other, as fast as the teams there take samples.

Pure: sizes, hours and pace in, times out. A group goes to the site that can take it first; one with a site of its own
goes there.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from math import ceil
from uuid import UUID

import msgspec

# People a minute that one team takes: three for swabs of single people; tubes of ten go at ten a minute (DOMAIN 11).
PACE = {"single": 3, "household": 4, "pool_5": 6, "pool_10": 10}
STEP = timedelta(minutes=5)


class Group(msgspec.Struct, frozen=True):
    """So many people of a class, a workplace or a building, and the paths of the place where they are."""

    door: UUID | None
    place: UUID
    path: str
    people: int


class Counter(msgspec.Struct, frozen=True):
    """A site: its place's path, teams side by side, hours of a day, and when others are there, in order."""

    site: UUID
    path: str
    teams: int
    opens: time
    closes: time
    busy: Sequence[tuple[datetime, datetime]] = ()


class Time(msgspec.Struct, frozen=True):
    """A batch of a group at a site."""

    group: Group
    site: UUID
    batch: int
    people: int
    begins_at: datetime
    ends_at: datetime


class Clock:
    """When a site is free next."""

    def __init__(self, counter: Counter, opens: datetime, closes: datetime, zone: tzinfo) -> None:
        self.counter, self._closes, self._zone = counter, closes, zone
        self.free = max(opens, self._at(opens.astimezone(zone).date(), counter.opens))

    def next(self, minutes: int) -> datetime | None:
        """The beginning of the next stretch of so many minutes; None when the round closes before."""
        length = timedelta(minutes=minutes)
        begin = self._in_hours(self.free, length)
        for since, until in self.counter.busy:
            if begin < until and begin + length > since:
                begin = self._in_hours(until, length)
        return begin if begin + length <= self._closes else None

    def _in_hours(self, begin: datetime, length: timedelta) -> datetime:
        """The same, or the next morning, where it would not be over before the site closes."""
        day = begin.astimezone(self._zone).date()
        if begin + length > self._at(day, self.counter.closes) and begin > self._at(day, self.counter.opens):
            return self._at(day + timedelta(days=1), self.counter.opens)
        return begin

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._zone)


def plan(
    groups: Sequence[Group], counters: Sequence[Counter], *, holds: str, batch: int, opens: datetime, closes: datetime,
    zone: tzinfo,
) -> list[Time] | None:  # fmt: skip
    """Times for all groups between `opens` and `closes`, batches of at most `batch` people (0: whole groups).

    None where the sites have not enough time.
    """
    clocks = [Clock(counter, opens, closes, zone) for counter in counters]
    found: list[Time] = []
    for group in groups:
        for number, people in enumerate(_batches(group.people, batch), start=1):
            given = _place(group, number, people, _near(group, clocks), PACE[holds])
            if given is None:
                return None
            found.append(given)
    return found


def _batches(people: int, most: int) -> list[int]:
    """As even as can be: 70 people by 50 at most come as 35 and 35."""
    count = ceil(people / most) if most else 1
    return [people // count + (number < people % count) for number in range(count)] if people else []


def _near(group: Group, clocks: Sequence[Clock]) -> Sequence[Clock]:
    """Sites in the smallest area around the group that has any: its school's own, else the street's."""
    around = [one for one in clocks if group.path.startswith(one.counter.path)]
    closest = max((len(one.counter.path) for one in around), default=0)
    return [one for one in around if len(one.counter.path) == closest] or clocks


def _place(group: Group, number: int, people: int, clocks: Sequence[Clock], pace: int) -> Time | None:
    free: list[tuple[datetime, int]] = []
    for index, clock in enumerate(clocks):
        begin = clock.next(_minutes(people, clock, pace))
        if begin is not None:
            free.append((begin, index))
    if not free:
        return None
    begin, index = min(free)
    clock = clocks[index]
    end = begin + timedelta(minutes=_minutes(people, clock, pace))
    clock.free = end
    return Time(group, clock.counter.site, number, people, begin, end)


def _minutes(people: int, clock: Clock, pace: int) -> int:
    """Rounded up to five, so that people can remember it."""
    step = STEP // timedelta(minutes=1)
    return max(step, ceil(people / (pace * clock.counter.teams) / step) * step)
