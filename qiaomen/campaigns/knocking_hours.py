"""The hours of the day in which doors are knocked on. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)


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
        left = timedelta(hours=hours)
        day = start
        while True:
            since, until = self._day(day)
            since = max(since, start)
            if since < until and left <= until - since:
                return since + left
            left -= max(until - since, timedelta())
            day += timedelta(days=1)

    def before(self, end: datetime, hours: float) -> datetime:
        """When the last so many knocking hours before `end` began."""
        left = timedelta(hours=hours)
        day = end
        while True:
            since, until = self._day(day)
            until = min(until, end)
            if since < until and left <= until - since:
                return until - left
            left -= max(until - since, timedelta())
            day -= timedelta(days=1)

    def nights(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """The stretches of `start` … `end` in which nobody knocks."""
        found: list[tuple[datetime, datetime]] = []
        at = start
        for since, until in self.spans(start, end):
            if at < since:
                found.append((at, since))
            at = until
        return [*found, (at, end)] if at < end else found

    def spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of `start` … `end` in which doors are knocked on, one for each day."""
        day = start
        while self._day(day)[0] < end:
            since, until = self._day(day)
            if max(since, start) < min(until, end):
                yield max(since, start), min(until, end)
            day += timedelta(days=1)

    def _day(self, day: datetime) -> tuple[datetime, datetime]:
        date = day.astimezone(self.zone).date()
        return datetime.combine(date, self.day_from, self.zone), datetime.combine(date, self.day_until, self.zone)


@lru_cache(maxsize=256)
def _knocked(hours: KnockingHours, start: datetime, end: datetime) -> float:
    """Each part of a list asks for the same few stretches."""
    return sum((until - since) / HOUR for since, until in hours.spans(start, end))
