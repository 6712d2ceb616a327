"""Will the sweep make its deadline, and what would it take: from the pace of the last hours. Pure.

Work is counted in knocking hours only: nothing is expected at night, neither of the pace nor of the forecast.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo

# The pace is that of so many last knocking hours, and says nothing before so much of them is over.
RECENT_HOURS = 3.0
SHORTEST_HOURS = 0.5
# A pace that needs longer than this is no forecast: nothing moves.
HORIZON_HOURS = 1000.0
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


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed about a sweep: its knocking hours, opening and deadline."""

    hours: KnockingHours
    opens_at: datetime
    deadline: datetime

    def recent_since(self, now: datetime) -> datetime:
        """From which whole hour on closed doors count for the pace."""
        start = self.hours.before(now, RECENT_HOURS).replace(minute=0, second=0, microsecond=0)
        return max(start, self.opens_at)

    def planned_share(self, now: datetime) -> float:
        """Where an even pace would be now: the share of knocking hours that are over, 0 … 1."""
        whole = self.hours.between(self.opens_at, self.deadline)
        return self.hours.between(self.opens_at, min(now, self.deadline)) / whole if whole else 1.0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the pace says. Paces are doors closed per knocking hour."""

    total: int
    closed: int
    planned: int
    """Doors that an even pace would have closed by now."""
    pace: float | None
    """None while too little of the sweep is over to tell."""
    needed: float | None
    """The pace that would just make the deadline; None when it is over, or nothing is left."""
    done_at: datetime | None
    """When the last door is closed at this pace; None when nothing is left, or nothing moves (1,000 knocking hours)."""
    late: timedelta | None
    """`done_at` minus the deadline: negative when early."""
    more_teams: int
    """How many more teams of the present pace would make it; 0 when none is needed, or none would help."""

    @property
    def left(self) -> int:
        return self.total - self.closed

    @property
    def is_late(self) -> bool:
        return self.late is not None and self.late > timedelta()

    @property
    def is_stuck(self) -> bool:
        """Doors are left, and nothing moves."""
        return self.left > 0 and self.pace is not None and self.done_at is None


def outlook(
    frame: Frame,
    now: datetime,
    *,
    total: int,
    closed: int,
    recent: Iterable[tuple[datetime, int]] | None,
    teams: int = 0,
) -> Outlook:
    """The outlook at `now`, of `total` doors with `closed` of them closed.

    `recent` are (hour, doors closed in it), those outside the pace's hours are left out; None where it is not known.
    `teams` are at work.
    """
    pace = None if recent is None else _pace(frame, now, recent)
    left = total - closed
    hours_left = frame.hours.between(now, frame.deadline)
    needed = left / hours_left if left and hours_left else None
    moves = bool(left and pace) and left <= (pace or 0) * HORIZON_HOURS
    done_at = frame.hours.after(max(now, frame.opens_at), left / pace) if moves and pace else None
    more = ceil(teams * (needed / pace - 1) - 1e-9) if needed and pace and needed > pace else 0
    return Outlook(
        total=total,
        closed=closed,
        planned=round(total * frame.planned_share(now)),
        pace=pace,
        needed=needed,
        done_at=done_at,
        late=done_at - frame.deadline if done_at else None,
        more_teams=more,
    )


def _pace(frame: Frame, now: datetime, recent: Iterable[tuple[datetime, int]]) -> float | None:
    since = frame.recent_since(now)
    elapsed = frame.hours.between(since, now)
    if elapsed < SHORTEST_HOURS:
        return None
    counted = sum(n for hour, n in recent if hour + HOUR > since and frame.hours.between(hour, hour + HOUR) > 0)
    return counted / elapsed


def course(frame: Frame, now: datetime, hourly: Iterable[tuple[datetime, int]]) -> list[tuple[datetime, int]]:
    """Doors closed by the end of each hour that closed some, from 0 at the opening to everything at `now`."""
    points = [(frame.opens_at, 0)]
    closed = 0
    for hour, number in sorted(hourly):
        # The line stays level until an hour in which something happened.
        if hour > points[-1][0]:
            points.append((hour, closed))
        closed += number
        points.append((max(min(hour + HOUR, now), points[-1][0]), closed))
    if points[-1][0] < now:
        points.append((now, closed))
    return points


def plan_line(frame: Frame, total: int) -> list[tuple[datetime, int]]:
    """The even pace as corner points: level at night, all doors at the deadline."""
    corners = {frame.opens_at, frame.deadline}
    for start, end in frame.hours.nights(frame.opens_at, frame.deadline):
        corners |= {start, end}
    return [(at, round(total * frame.planned_share(at))) for at in sorted(corners)]


def forecast_line(
    frame: Frame, now: datetime, *, closed: int, total: int, pace: float | None
) -> list[tuple[datetime, int]]:
    """From now to the last door at a pace, level at night; empty where it does not move."""
    left = total - closed
    if not pace or not left or left > pace * HORIZON_HOURS:
        return []
    end = frame.hours.after(now, left / pace)
    corners = {now, end}
    for since, until in frame.hours.nights(now, end):
        corners |= {since, until}
    return [(at, round(closed + pace * frame.hours.between(now, at))) for at in sorted(corners)]


def pace_range(frame: Frame, now: datetime, recent: Iterable[tuple[datetime, int]]) -> tuple[float, float] | None:
    """The slowest and the fastest of the last whole knocking hours: how far the forecast may be off."""
    since = frame.recent_since(now)
    counted = dict(recent)
    hours = [since + HOUR * n for n in range(int((now - since) / HOUR))]
    paces = [counted.get(hour, 0) for hour in hours if frame.hours.between(hour, hour + HOUR) == 1]
    return (min(paces), max(paces)) if len(paces) > 1 else None


# Fewer knocks in an hour of the day say nothing about it; and an hour that is no better is not named.
ENOUGH_KNOCKS = 30
BETTER = 1.15
# Nobody knocks earlier or later than this, whatever the deadline.
EARLIEST, LATEST = time(7), time(22)


@dataclass(frozen=True, slots=True)
class HourRate:
    """Of the knocks in one hour of the local day, how many somebody answered."""

    hour: int
    knocks: int
    opened: int


@dataclass(frozen=True, slots=True)
class BestHours:
    """Two hours of the day in which more doors open: from and until which hour; shares 0 … 1, then and else."""

    start: int
    end: int
    share: float
    share_else: float


@dataclass(frozen=True, slots=True)
class LongerDay:
    """One knocking hour more each day: which hours that makes, and when the sweep is done then."""

    day_from: time
    day_until: time
    done_at: datetime
    late: timedelta


def best_hours(rates: Iterable[HourRate], hours: KnockingHours) -> BestHours | None:
    """The two following hours inside knocking hours in which most knocks are answered; None where none stand out."""
    known = {one.hour: one for one in rates if one.knocks >= ENOUGH_KNOCKS and _inside(one.hour, hours)}
    pairs = [(known[hour], known[hour + 1]) for hour in known if hour + 1 in known]
    if not pairs or len(known) < 4:
        return None
    best = max(pairs, key=lambda pair: (_share(pair), pair[0].hour))
    others = [one for one in known.values() if one not in best]
    if _share(best) < BETTER * _share(others):
        return None
    return BestHours(best[0].hour, best[1].hour + 1, _share(best), _share(others))


def longer_day(frame: Frame, now: datetime, seen: Outlook) -> LongerDay | None:
    """What one more knocking hour a day would do at the present pace; None where it is not late, or no hour is left.

    The evening is asked first: more people are in then.
    """
    if not seen.is_late or not seen.pace or not seen.left:
        return None
    hours = frame.hours
    if hours.day_until.hour < LATEST.hour:
        longer = KnockingHours(hours.zone, hours.day_from, hours.day_until.replace(hour=hours.day_until.hour + 1))
    elif hours.day_from.hour > EARLIEST.hour:
        longer = KnockingHours(hours.zone, hours.day_from.replace(hour=hours.day_from.hour - 1), hours.day_until)
    else:
        return None
    done_at = longer.after(max(now, frame.opens_at), seen.left / seen.pace)
    return LongerDay(longer.day_from, longer.day_until, done_at, done_at - frame.deadline)


def _inside(hour: int, hours: KnockingHours) -> bool:
    return hours.day_from <= time(hour) and time(hour) < hours.day_until


def _share(rates: Iterable[HourRate]) -> float:
    found = list(rates)
    return sum(one.opened for one in found) / sum(one.knocks for one in found)
