"""The geometry of the pace chart. Pure: times and counts in, SVG coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

Series = Sequence[tuple[datetime, float]]
Points = list[tuple[float, float]]

# Ticks of the time axis: the smallest of these steps of which at most `ticks` fit.
STEPS = [timedelta(hours=hours) for hours in (1, 2, 3, 6, 12, 24, 48, 96, 168, 336)]
# A forecast far beyond the deadline is cut here, in parts of the time from opening to deadline.
LONGEST = 0.4


@dataclass(frozen=True, kw_only=True)
class Pace:
    """A sweep's progress in doors: cumulative series by time, and when teams do not knock.

    `low` and `high` are the slow and the fast edge of the forecast. Any series may be empty.
    """

    total: int
    opening: datetime
    deadline: datetime
    now: datetime
    actual: Series = ()
    plan: Series = ()
    forecast: Series = ()
    low: Series = ()
    high: Series = ()
    nights: Sequence[tuple[datetime, datetime]] = ()


class Label(NamedTuple):
    """A word at a point; `anchor` is SVG's text-anchor."""

    x: str
    y: str
    text: str
    anchor: str = "start"


class Level(NamedTuple):
    """A horizontal line with its number."""

    line: str
    y: str
    text: str


class Frame(NamedTuple):
    """The drawing's size and margins, in SVG units of one pixel."""

    width: int
    height: int
    ticks: int
    left: int = 48
    right: int = 10
    top: int = 26
    bottom: int = 24


WIDE = Frame(width=540, height=220, ticks=6)
NARROW = Frame(width=340, height=240, ticks=4)


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What the template draws, every number written as SVG wants it."""

    width: int
    height: int
    top: str
    floor: str
    left: str
    right: str
    names: str
    night: str
    levels: list[Level]
    hours: list[Label]
    nights: list[tuple[str, str]]
    actual: str
    plan: str
    forecast: str
    fan: str
    now: Label | None
    aside: str
    beside: tuple[int, int]
    deadline: Label
    behind: int | None


def draw(pace: Pace, frame: Frame = WIDE) -> Drawing:
    """Lays the pace out in the frame, from the opening to the deadline or, within bounds, to the forecast's end."""
    start, end = pace.opening, _end(pace)
    scale = _Scale(frame, start, end, max(1, pace.total))
    at = scale.x(pace.deadline)
    now = _now(pace, scale)
    wanted = value_at(pace.plan, pace.now) if pace.plan else None
    return Drawing(
        width=frame.width,
        height=frame.height,
        top=_n(frame.top),
        floor=_n(scale.floor),
        left=_n(frame.left),
        right=_n(frame.width - frame.right),
        names=_n(frame.left - 8),
        night=_n(scale.down),
        levels=[Level(_n(scale.y(v)), _n(scale.y(v) + 4), f"{v:,}") for v in _levels(pace.total)],
        hours=_hours(scale, frame),
        nights=[_night(scale, *night) for night in pace.nights if night[1] > start and night[0] < end],
        actual=scale.line(pace.actual),
        plan=scale.line(pace.plan),
        forecast=scale.line(pace.forecast),
        fan=scale.area(pace.low, pace.high),
        now=now,
        aside="-8" if now and now.anchor == "end" else "8",
        beside=_BELOW if now is None or scale.floor - float(now.y) > _BELOW[1] + 4 else _ABOVE,
        deadline=Label(_n(at), _n(frame.top - 10), moment(pace.deadline), "end" if at > frame.width * 0.5 else "start"),
        behind=None if wanted is None or not pace.actual else round(wanted - value_at(pace.actual, pace.now)),
    )


def value_at(series: Series, when: datetime) -> float:
    """The value of a series at a time, straight between its points, level before the first and after the last."""
    if not series:
        return 0
    before = series[0]
    for point in series:
        if point[0] > when:
            if point is series[0]:
                return point[1]
            span = (point[0] - before[0]) / timedelta(seconds=1)
            part = (when - before[0]) / timedelta(seconds=1) / span if span else 0
            return before[1] + (point[1] - before[1]) * part
        before = point
    return before[1]


def moment(when: datetime) -> str:
    """Day and hour as people say them: 23 日 20:00, 23 Mar 20:00."""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return date_format(local, pgettext("day and hour", "j M G:i"))


# Where the two lines beside the dot stand, from it down: above it where they would run into the hours below the axis.
_BELOW, _ABOVE = (18, 34), (-24, -8)


class _Scale:
    """Time to x, count to y."""

    def __init__(self, frame: Frame, start: datetime, end: datetime, total: int) -> None:
        self.start, self.end, self.total, self.left, self.top = start, end, total, frame.left, frame.top
        self.span = max((end - start).total_seconds(), 1)
        self.across = frame.width - frame.left - frame.right
        self.floor = frame.height - frame.bottom
        self.down = self.floor - frame.top

    def x(self, when: datetime) -> float:
        inside = min(max(when, self.start), self.end)
        return self.left + (inside - self.start).total_seconds() / self.span * self.across

    def y(self, value: float) -> float:
        return self.floor - min(value, self.total) / self.total * self.down

    def points(self, series: Series) -> Points:
        """The series inside the frame; where it crosses an edge it is cut there and not bent to it."""
        inside = [point for point in series if self.start <= point[0] <= self.end]
        if series and series[0][0] < self.start < series[-1][0]:
            inside.insert(0, (self.start, value_at(series, self.start)))
        if series and series[0][0] < self.end < series[-1][0]:
            inside.append((self.end, value_at(series, self.end)))
        return [(self.x(when), self.y(value)) for when, value in inside]

    def line(self, series: Series) -> str:
        return " ".join(f"{_n(x)},{_n(y)}" for x, y in self.points(series))

    def area(self, low: Series, high: Series) -> str:
        if not low or not high:
            return ""
        # The faster edge ends sooner: it stays at its last height while the slower one goes on.
        last = max(low[-1][0], high[-1][0])
        edges = [[*edge, (last, edge[-1][1])] if edge[-1][0] < last else list(edge) for edge in (low, high)]
        corners = self.points(edges[0]) + self.points(edges[1])[::-1]
        return " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)


def _end(pace: Pace) -> datetime:
    planned = pace.deadline - pace.opening
    ends = [series[-1][0] for series in (pace.forecast, pace.low) if series]
    latest = max([pace.deadline, pace.now, *ends])
    return min(latest, max(pace.deadline + planned * LONGEST, pace.now)) + planned * 0.04


def _now(pace: Pace, scale: _Scale) -> Label | None:
    if not pace.actual or not pace.opening <= pace.now:
        return None
    x, done = scale.x(pace.now), value_at(pace.actual, pace.now)
    anchor = "end" if x - scale.left > scale.across * 0.66 else "start"
    return Label(_n(x), _n(scale.y(done)), f"{int(done):,}", anchor)


def _levels(total: int) -> list[int]:
    """Zero, the total, and up to three round numbers between."""
    for step in (s * 10**power for power in range(9) for s in (1, 2, 5)):
        if total / step <= 4:
            return [0, *[v for v in range(step, total, step) if total - v > step * 0.4], total] if total else [0]
    return [0, total]


def _hours(scale: _Scale, frame: Frame) -> list[Label]:
    span = scale.end - scale.start
    step = next((step for step in STEPS if span / step <= frame.ticks), STEPS[-1])
    local = timezone.localtime(scale.start) if timezone.is_aware(scale.start) else scale.start
    labels, when = [], local + step if span > step * 2 else local
    while when < scale.end:
        x = scale.x(when)
        if frame.left + 24 < x < frame.width - frame.right - 16:
            labels.append(Label(_n(x), _n(frame.height - 6), moment(when), "middle"))
        when += step
    return labels


def _night(scale: _Scale, begin: datetime, end: datetime) -> tuple[str, str]:
    left = scale.x(begin)
    return _n(left), _n(scale.x(end) - left)


def _n(value: float) -> str:
    return f"{value:.1f}"
