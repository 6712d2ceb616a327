"""How long a team is busy with one try, and in which hours it may knock; the assumptions are those of the forecast."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Final, Self
from zoneinfo import ZoneInfo

from qiaomen.campaigns.planner.pacing import paced
from qiaomen.campaigns.planner.schedule import Schedule
from qiaomen.campaigns.planner.visits import Visits
from qiaomen.campaigns.windows import next_window

_TALKS: Final = frozenset({"answered", "refused"})
_CALLS: Final = frozenset({"phone", "missed_call"})


@dataclass(frozen=True, slots=True)
class Tempo:
    """Knocking hours on the district's clock, and the seconds that tries take on average."""

    zone: ZoneInfo
    day_from: time = time(8)
    day_until: time = time(21)
    visits: Visits = field(default_factory=Visits)

    @classmethod
    def at_pace(cls, doors_a_day: float, *, zone: ZoneInfo, day_from: time, day_until: time) -> Self:
        """A team that closes so many doors a day, second tries and calls included, as the planner reckons it."""
        start, end = (at.hour * 60 + at.minute for at in (day_from, day_until))
        # The frame's own length does not matter to the pace: it only carries the knocking hours.
        visits = paced(doors_a_day, schedule=Schedule(72, 0, ((start, end),)))
        return cls(zone, day_from, day_until, visits)

    def busy(self, outcome: str, *, dice: Random) -> timedelta:
        """From one try to the next: walking there, talking, writing, and all else that a team has to do."""
        if outcome in _CALLS:
            mean = self.visits.phone
        else:
            mean = self.visits.answered if outcome in _TALKS else self.visits.absent
        return timedelta(seconds=mean * dice.lognormvariate(-(self.visits.spread**2) / 2, self.visits.spread))

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def is_open(self, moment: datetime) -> bool:
        return self.day_from <= self.local(moment).time() < self.day_until

    def opens(self, moment: datetime) -> datetime:
        """The moment itself in knocking hours, else the next hour at which knocking begins."""
        if self.is_open(moment):
            return moment
        local = self.local(moment)
        day = local.date() + timedelta(days=1 if local.time() >= self.day_until else 0)
        return datetime.combine(day, self.day_from, self.zone).astimezone(moment.tzinfo)

    def again(self, tries: Collection[datetime], *, now: datetime) -> datetime:
        """When the next part of a day begins in which this door was not tried yet."""
        start, _ = next_window(tries, self.zone, day_from=self.day_from, day_until=self.day_until)
        return start.astimezone(now.tzinfo)
