"""When a sweep will be done: expected values, step by step through the knocking hours.

Not a random simulation: numbers of doors are expectations (12.4 doors are absent), so that the same input gives the
same answer. Teams with equally many doors are one calculation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from qiaomen.campaigns.planner.openness import BELIEVABLE, Habit, Openness
from qiaomen.campaigns.planner.schedule import DAY, Schedule
from qiaomen.campaigns.planner.visits import Visits, window_at

STEP = 15
HORIZON_DAYS = 28
HALF_A_DOOR = 0.5
DAYS_OF_PACE = 3


@dataclass(frozen=True, slots=True)
class Forecast:
    """Expected course of a sweep; hours run by the clock from the opening."""

    doors: int
    deadline_hours: float
    hours_99: float | None
    """When 99 % of all doors have a terminal outcome; None when that is beyond four weeks."""
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

    A team tries again first what is due in this window, then phones, then goes on to new doors.
    """
    teams = Counter(load for load in loads if load > 0)
    total = sum(load * number for load, number in teams.items())
    crews = [(_Crew(load, visits or Visits(), openness), number) for load, number in teams.items()]
    course: list[tuple[float, float]] = []
    for slot in _slots(schedule, weekday):
        if not crews or total - (course[-1][1] if course else 0.0) <= HALF_A_DOOR:
            break
        for crew, _ in crews:
            crew.work(slot)
        course.append((slot.until_hours, sum(crew.closed * number for crew, number in crews)))
    return Forecast(
        doors=total,
        deadline_hours=schedule.hours,
        hours_99=_reached(course, 0.99 * total) if total else 0.0,
        hours_all=_reached(course, total - HALF_A_DOOR) if total else 0.0,
        closed_at_deadline=max((closed for hours, closed in course if hours <= schedule.hours), default=0.0),
        knocks=sum(crew.knocks * number for crew, number in crews),
        calls=sum(crew.calls * number for crew, number in crews),
        course=tuple(course),
    )


def paced(
    doors_a_day: float,
    *,
    schedule: Schedule,
    visits: Visits | None = None,
    openness: Openness = BELIEVABLE,
    weekday: int = 0,
) -> Visits:
    """Visits slowed down or sped up until a team closes 99 % of three days' doors at that pace in three days.

    So a pace known from experience, which has second tries in it, and the rates by hour describe the same teams.
    """
    visits = visits or Visits()
    frame = Schedule(DAYS_OF_PACE * 24, 0, schedule.knocking)
    doors = DAYS_OF_PACE * doors_a_day
    low, high = 0.001, 1000.0
    for _ in range(40):
        middle = (low * high) ** 0.5
        if _closed(doors, visits.slower(middle), frame, openness, weekday) >= 0.99 * doors:
            low = middle
        else:
            high = middle
    return visits.slower(low)


def _closed(doors: float, visits: Visits, frame: Schedule, openness: Openness, weekday: int) -> float:
    """Doors that a team has closed by the frame's end."""
    crew = _Crew(doors, visits, openness)
    for slot in _slots(frame, weekday):
        if slot.until_hours > frame.hours:
            break
        crew.work(slot)
    return crew.closed


@dataclass(frozen=True, slots=True)
class _Slot:
    """A quarter of an hour, or what is left of one."""

    day: int
    window: int
    hour: int
    weekend: bool
    seconds: int
    until_hours: float


def _slots(schedule: Schedule, weekday: int) -> Iterator[_Slot]:
    for day in range(HORIZON_DAYS):
        for start, end in schedule.knocking:
            edges = [*range(start, end, STEP), end]
            for minute, until in pairwise(edges):
                begun = max(minute, schedule.opens) if day == 0 else minute
                if begun < until:
                    elapsed = (day * DAY + until - schedule.opens) / 60
                    weekend = (weekday + day) % 7 >= 5
                    yield _Slot(day, window_at(begun), begun // 60, weekend, (until - begun) * 60, elapsed)


class _Crew:
    """One team: doors by habit, new, waiting for another window, or waiting for a call."""

    def __init__(self, doors: float, visits: Visits, openness: Openness) -> None:
        self.visits = visits
        self.rates = openness.habits
        self.new = [doors * rates.share for rates in self.rates]
        self.waiting: dict[tuple[int, int, int], list[float]] = {}
        self.to_phone = [0.0] * len(self.rates)
        self.closed = self.knocks = self.calls = 0.0
        self.budget = 0.0

    def work(self, slot: _Slot) -> None:
        """Spend the slot's time: what is due again, then calls, then new doors."""
        self.budget = float(slot.seconds)
        now = (slot.day, slot.window)
        for key in sorted(self.waiting):
            if key[:2] != now and self.budget > 0:
                left = self.knock(self.waiting.pop(key), key[2], slot)
                if sum(left) > 0:
                    self.waiting[key] = left
        if self.budget > 0:
            self.call(slot)
        if self.budget > 0:
            self.new = self.knock(self.new, 0, slot)

    def knock(self, doors: list[float], tried: int, slot: _Slot) -> list[float]:
        """Knock at as many of these doors as there is time for; the doors that were not reached."""
        chances = [rates.at(slot.hour, weekend=slot.weekend) for rates in self.rates]
        opened = sum(number * chance for number, chance in zip(doors, chances, strict=True))
        cost = opened * self.visits.answered + (sum(doors) - opened) * self.visits.absent
        part = self.spend(cost)
        self.knocks += part * sum(doors)
        last = tried + 1 >= self.visits.tries
        absent: list[float] = []
        for rates, number, chance in zip(self.rates, doors, chances, strict=True):
            ends = (1.0 if last else self.visits.vacancy_told) if rates.habit is Habit.VACANT else chance
            self.closed += number * part * ends
            absent.append(number * part * (1 - ends))
        self.put(absent, tried + 1, slot)
        return [number * (1 - part) for number in doors]

    def put(self, absent: list[float], tried: int, slot: _Slot) -> None:
        """Doors where nobody opened wait for another window, or for a call after the last try."""
        if tried >= self.visits.tries:
            pool = self.to_phone
        else:
            pool = self.waiting.setdefault((slot.day, slot.window, tried), [0.0] * len(self.rates))
        for index, number in enumerate(absent):
            pool[index] += number

    def call(self, slot: _Slot) -> None:
        """Phone; a door that is not reached is tried once more in another window and then phoned again."""
        waiting = sum(self.to_phone)
        part = self.spend(waiting * self.visits.phone)
        self.calls += part * waiting
        self.closed += part * waiting * self.visits.phone_reaches
        missed = [number * part * (1 - self.visits.phone_reaches) for number in self.to_phone]
        self.to_phone = [number * (1 - part) for number in self.to_phone]
        if part > 0:
            again = self.waiting.setdefault((slot.day, slot.window, self.visits.tries - 1), [0.0] * len(self.rates))
            for index, number in enumerate(missed):
                again[index] += number

    def spend(self, cost: float) -> float:
        """Take the cost out of what is left of the slot; the part of it that could be paid, 0–1."""
        if cost <= 0:
            return 0.0
        part = min(1.0, self.budget / cost)
        self.budget -= cost * part
        return part


def _reached(course: list[tuple[float, float]], closed: float) -> float | None:
    return next((hours for hours, so_far in course if so_far >= closed - 1e-9), None)
