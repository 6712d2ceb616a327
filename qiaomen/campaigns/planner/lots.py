"""One team at work, by drawing lots for every knock: when each of its doors is closed.

The same rules as everywhere: an absent door waits for a part of the day in which it was not tried yet, what is due
is tried before anything new, after the last try a door is phoned. Expected values would end every team at the same
hour; it is the unlucky ones that make a sweep's last per cent, and whether they still get through before the evening
decides whether it ends today or tomorrow.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random

from qiaomen.campaigns.planner.openness import Habit, Openness, Rates
from qiaomen.campaigns.planner.schedule import DAY, Schedule
from qiaomen.campaigns.planner.visits import WINDOWS, Visits, window_at

DAY_S = DAY * 60
APART_S = 30 * 60
"""No door is tried again sooner."""
HORIZON_DAYS = 28


class Hours:
    """Knocking hours and parts of the day, in seconds after the midnight before the opening."""

    def __init__(self, schedule: Schedule, weekday: int) -> None:
        self.opens = schedule.opens * 60
        self._weekday = weekday
        self._ends = [end * 60 for _, end in schedule.knocking]
        self._starts = [start * 60 for start, _ in schedule.knocking]
        first, last = self._starts[0], self._ends[-1]
        edges = [0, *(end * 60 for _, end in WINDOWS)]
        self._parts = [
            (part, max(edges[part], first), min(edges[part + 1], last))
            for part in range(len(WINDOWS))
            if max(edges[part], first) < min(edges[part + 1], last)
        ]
        self._possible = frozenset(part for part, _, _ in self._parts)

    def next_open(self, at: float) -> float:
        """The moment itself in knocking hours, else when knocking begins again."""
        day, second = divmod(at, DAY_S)
        index = bisect_right(self._ends, second)
        if index == len(self._ends):
            return (day + 1) * DAY_S + self._starts[0]
        return max(at, day * DAY_S + self._starts[index])

    def chance(self, rates: Rates, at: float) -> float:
        """How likely somebody of this habit opens."""
        day, second = divmod(at, DAY_S)
        return rates.at(int(second) // 3600, weekend=(self._weekday + int(day)) % 7 >= 5)

    def part(self, at: float) -> int:
        """The part of the day of a moment."""
        return window_at(int(at % DAY_S) // 60)

    def again(self, at: float, tried: set[int]) -> float:
        """When to come back after a try: the next part of a day not `tried` yet, as campaigns/windows.py says."""
        wanted = self._possible - tried or self._possible
        today, now = at // DAY_S * DAY_S, self.part(at)
        for midnight in (today, today + DAY_S, today + 2 * DAY_S):
            for part, begins, ends in self._parts:
                same = midnight == today and part == now
                if part in wanted and not same and midnight + ends > at + APART_S:
                    return max(midnight + begins, at + APART_S)
        return at + DAY_S


@dataclass(slots=True)
class _Door:
    rates: Rates
    tries: int = 0
    tried: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Crew:
    """A team and what it counts. `closed` are the moments (seconds) at which its doors were closed."""

    hours: Hours
    visits: Visits
    luck: Random
    closed: list[float] = field(default_factory=list)
    knocks: int = 0
    calls: int = 0

    def sweep(self, doors: int, openness: Openness) -> None:
        """Work until every door is closed, or four weeks are over."""
        shares = [rates.share for rates in openness.habits]
        fresh = [_Door(rates) for rates in self.luck.choices(openness.habits, shares, k=doors)]
        # What is due again: knocks before calls, and of each the longest waiting first.
        knocks: list[tuple[float, int, _Door]] = []
        calls: list[tuple[float, int, _Door]] = []
        clock, number = self.hours.next_open(self.hours.opens), 0
        while fresh or knocks or calls:
            if knocks and knocks[0][0] <= clock:
                door = heappop(knocks)[2]
            elif calls and calls[0][0] <= clock:
                door = heappop(calls)[2]
            elif fresh:
                door = fresh.pop()
            else:
                clock = self.hours.next_open(min(queue[0][0] for queue in (knocks, calls) if queue))
                continue
            began, number = clock, number + 1
            clock, is_done = self._call(door, began) if door.tries >= self.visits.tries else self._knock(door, began)
            if is_done:
                self.closed.append(clock)
            elif door.tries >= self.visits.tries:
                heappush(calls, (clock, number, door))
            else:
                heappush(knocks, (self.hours.again(began, door.tried), number, door))
            clock = self.hours.next_open(clock)
            if clock > HORIZON_DAYS * DAY_S:
                return

    def _knock(self, door: _Door, at: float) -> tuple[float, bool]:
        """One try at the door: when the team is through with it, and whether that is the end of it."""
        self.knocks += 1
        door.tries += 1
        door.tried.add(self.hours.part(at))
        if self.luck.random() < self.hours.chance(door.rates, at):
            return at + self._seconds(self.visits.answered), self.luck.random() >= self.visits.incomplete
        told = door.rates.habit is Habit.VACANT and (
            door.tries >= self.visits.tries or self.luck.random() < self.visits.vacancy_told
        )
        return at + self._seconds(self.visits.absent), told

    def _call(self, door: _Door, at: float) -> tuple[float, bool]:
        """Who is not reached is tried once more at the door, and then phoned again."""
        self.calls += 1
        is_reached = self.luck.random() < self.visits.phone_reaches
        door.tries -= not is_reached
        return at + self._seconds(self.visits.phone), is_reached

    def _seconds(self, mean: float) -> float:
        spread = self.visits.spread
        return mean * self.luck.lognormvariate(-(spread**2) / 2, spread) if spread else mean
