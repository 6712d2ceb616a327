"""When a sweep will be done: lots are drawn for every knock of every team, many times over where the teams are few.

The lots come from a fixed seed, so that the same input gives the same answer.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from random import Random

from qiaomen.campaigns.planner.lots import HORIZON_DAYS, Crew, Hours
from qiaomen.campaigns.planner.openness import BELIEVABLE, Openness
from qiaomen.campaigns.planner.schedule import DAY, Schedule
from qiaomen.campaigns.planner.visits import Visits

STEP = 15
HALF_A_DOOR = 0.5
DRAWN_DOORS = 12_000
DRAWN_SWEEPS = 100
"""A small sweep is drawn so many times; of a large one about so many doors, which is a sample of a megacity's."""
_SEED = 20200320


@dataclass(frozen=True, slots=True)
class Forecast:
    """Expected course of a sweep; hours run by the clock from the opening."""

    doors: int
    deadline_hours: float
    hours_99: float | None
    """When 99 % of all doors have a terminal outcome; None when that is beyond four weeks."""
    hours_99_early: float | None
    hours_99_late: float | None
    """The same with luck and without it (two standard deviations): far apart where a night lies between."""
    hours_all: float | None
    """When no more than half a door of the whole sweep is still expected open."""
    closed_at_deadline: float
    """Doors with a terminal outcome by the deadline."""
    knocks: float
    calls: float
    course: tuple[tuple[float, float], ...]
    """(hours, doors closed until then), a point for each quarter of an hour of knocking."""

    @property
    def holds(self) -> bool:
        """Whether all doors are expected to be done by the deadline."""
        return self.hours_all is not None and self.hours_all <= self.deadline_hours


def forecast(
    loads: Iterable[int],
    *,
    schedule: Schedule,
    visits: Visits | None = None,
    openness: Openness = BELIEVABLE,
    weekday: int = 0,
) -> Forecast:
    """The course of a sweep by teams with so many doors each (`loads`), opening on a `weekday` (0 Monday … 6).

    A team tries again first what is due in this part of the day, then phones, then goes on to new doors.
    """
    teams = Counter(load for load in loads if load > 0)
    total = sum(load * number for load, number in teams.items())
    if not total:
        return Forecast(0, schedule.hours, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, ())
    luck, hours = Random(_SEED), Hours(schedule, weekday)  # noqa: S311 -- lots, not secrets
    closings: list[tuple[float, float]] = []
    knocks = calls = 0.0
    for load, number in sorted(teams.items()):
        drawn = max(1, round(number * min(DRAWN_SWEEPS, DRAWN_DOORS / total)))
        crew = Crew(hours, visits or Visits(), luck)
        for _ in range(drawn):
            crew.sweep(load, openness)
        weight = number / drawn
        knocks += crew.knocks * weight
        calls += crew.calls * weight
        closings += [((at - hours.opens) / 3600, weight) for at in crew.closed]
    return _summed(_Course(closings), total, schedule, knocks, calls)


class _Course:
    """How many doors are closed by when."""

    def __init__(self, closings: list[tuple[float, float]]) -> None:
        closings.sort()
        self._hours = [hours for hours, _ in closings]
        self._closed = list(accumulate(weight for _, weight in closings))

    def reached(self, closed: float) -> float | None:
        """When so many doors were closed; None when they never were."""
        index = bisect_left(self._closed, closed - 1e-6)
        return self._hours[index] if index < len(self._hours) else None

    def by(self, hours: float) -> float:
        """Doors closed until then."""
        index = bisect_right(self._hours, hours)
        return self._closed[index - 1] if index else 0.0


def _summed(course: _Course, total: int, schedule: Schedule, knocks: float, calls: float) -> Forecast:
    most = 0.99 * total
    luck = 2 * sqrt(0.01 * most)
    return Forecast(
        doors=total,
        deadline_hours=schedule.hours,
        hours_99=course.reached(most),
        hours_99_early=course.reached(most - luck),
        hours_99_late=course.reached(max(most, min(most + luck, total - HALF_A_DOOR / 2))),
        hours_all=course.reached(total - HALF_A_DOOR),
        closed_at_deadline=course.by(schedule.hours),
        knocks=knocks,
        calls=calls,
        course=tuple(_points(course, total, schedule)),
    )


def _points(course: _Course, total: int, schedule: Schedule) -> Sequence[tuple[float, float]]:
    """A point for each quarter of an hour of knocking, until no more than half a door is left."""
    points: list[tuple[float, float]] = []
    for day in range(HORIZON_DAYS):
        for start, end in schedule.knocking:
            for minute in [*range(start + STEP, end, STEP), end]:
                hours = (day * DAY + minute - schedule.opens) / 60
                if hours > 0:
                    points.append((hours, course.by(hours)))
                if hours > 0 and points[-1][1] >= total - HALF_A_DOOR:
                    return points
    return points
