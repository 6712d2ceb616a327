"""The hours of the day in which doors are knocked on. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class KnockingHours:
    """The part of each day, in the district's time zone, in which doors are knocked on."""

    zone: ZoneInfo
    day_from: time
    day_until: time

    def between(self, start: datetime, end: datetime) -> float:
        """Knocking hours from `start` to `end`; 0 when `end` comes first."""
        return _knocked(self, start, end)

    def after(self, start: datetime, hours: float) -> datetime:
        """When so many knocking hours after `start` are over."""
        (since, _until), left = _used_up(((max(since, start), until) for since, until in self._days(start)), hours)
        return since + left

    def before(self, end: datetime, hours: float) -> datetime:
        """When the last so many knocking hours before `end` began."""
        back = self._days(end, step=-DAY)
        (_since, until), left = _used_up(((since, min(until, end)) for since, until in back), hours)
        return until - left

    def nights(self, start: datetime, end: datetime) -> list[Stretch]:
        """The stretches of `start` … `end` in which nobody knocks."""
        found: list[Stretch] = []
        at = start
        for since, until in self.spans(start, end):
            if at < since:
                found.append((at, since))
            at = until
        return [*found, (at, end)] if at < end else found

    def spans(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """The stretches of `start` … `end` in which doors are knocked on, one for each day."""
        for since, until in self._days(start):
            if since >= end:
                return
            if max(since, start) < min(until, end):
                yield max(since, start), min(until, end)

    def _days(self, day: datetime, *, step: timedelta = DAY) -> Iterator[Stretch]:
        """The whole hours of that day and of every one after it, or before it."""
        while True:
            date = day.astimezone(self.zone).date()
            yield datetime.combine(date, self.day_from, self.zone), datetime.combine(date, self.day_until, self.zone)
            day += step


def _used_up(stretches: Iterator[Stretch], hours: float) -> tuple[Stretch, timedelta]:
    """In which stretch so many hours are used up, and how much of it they take."""
    left = timedelta(hours=hours)
    while True:
        since, until = next(stretches)
        if since < until and left <= until - since:
            return (since, until), left
        left -= max(until - since, timedelta())


@lru_cache(maxsize=256)
def _knocked(hours: KnockingHours, start: datetime, end: datetime) -> float:
    """Each part of a list asks for the same few stretches."""
    return sum((until - since) / HOUR for since, until in hours.spans(start, end))
