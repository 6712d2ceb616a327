"""Will the sweep make its deadline, and what would it take: from the pace of the last hours. Pure.

Work is counted in knocking hours only: nothing is expected at night, neither of the pace nor of the forecast.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from qiaomen.campaigns.knocking_hours import HOUR, KnockingHours

# The pace is that of so many last knocking hours, and says nothing before so much of them is over.
RECENT_HOURS = 3.0
SHORTEST_HOURS = 0.5
# A pace that needs longer than this is no forecast: nothing moves.
HORIZON_HOURS = 1000.0


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

    def at(self, now: datetime) -> "Present":
        """The sweep at one moment."""
        return Present(self, now, self.hours.between(now, self.deadline), self.planned_share(now))


@dataclass(frozen=True, slots=True)
class Present:
    """One moment of a sweep: what all its parts have in common then, reckoned once for six thousand teams."""

    frame: Frame
    now: datetime
    hours_left: float
    planned_share: float


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
    present: Present, *, total: int, closed: int, recent: Iterable[tuple[datetime, int]] | None, teams: int = 0
) -> Outlook:
    """The outlook at a moment, of `total` doors with `closed` of them closed.

    `recent` are (hour, doors closed in it), those outside the pace's hours are left out; None where it is not known.
    `teams` are at work.
    """
    frame, now = present.frame, present.now
    pace = None if recent is None else _pace(frame, now, recent)
    left = total - closed
    needed = left / present.hours_left if left and present.hours_left else None
    moves = bool(left and pace) and left <= (pace or 0) * HORIZON_HOURS
    done_at = frame.hours.after(max(now, frame.opens_at), left / pace) if moves and pace else None
    more = ceil(teams * (needed / pace - 1) - 1e-9) if needed and pace and needed > pace else 0
    return Outlook(
        total=total,
        closed=closed,
        planned=round(total * present.planned_share),
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
