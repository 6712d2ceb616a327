"""The district's clock in a table: asking the browser for it takes a slow phone long, the first time."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY, _QUARTER = timedelta(days=1), timedelta(minutes=15)


@lru_cache(maxsize=8)
def told(zone: str, year: int) -> str:
    """How far the zone's clock is ahead of UTC from the year before this one until two years after it.

    Seconds with blanks between: since when, how far ahead, since when, how far ahead, …, and until when that is known.
    Clocks are changed at a quarter of an hour, nowhere in between.
    """
    at, until = datetime(year - 1, 1, 1, tzinfo=UTC), datetime(year + 3, 1, 1, tzinfo=UTC)
    said = [at.timestamp(), _ahead(zone, at)]
    while at < until:
        if _ahead(zone, at + _DAY) != said[-1]:
            changed = _change(zone, at)
            said += [changed.timestamp(), _ahead(zone, changed)]
        at += _DAY
    return " ".join(str(int(one)) for one in [*said, until.timestamp()])


def _change(zone: str, day: datetime) -> datetime:
    """The quarter of an hour at which the clock is changed within this day."""
    before = _ahead(zone, day)
    return next(at for at in (day + _QUARTER * n for n in range(1, 97)) if _ahead(zone, at) != before)


def _ahead(zone: str, at: datetime) -> float:
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() if offset else 0.0
