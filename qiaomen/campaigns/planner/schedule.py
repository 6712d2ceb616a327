"""When teams knock: the hours of the day, the opening and the deadline, and how they turn into days of work."""

from dataclasses import dataclass
from fractions import Fraction

DAY = 24 * 60
ALL_DAY = ((8 * 60, 21 * 60),)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A sweep's time: it opens `opens` minutes after a midnight and must be done `hours` later.

    `knocking` are the parts of each day in which doors are knocked on, in minutes after local midnight, in order.
    """

    hours: float
    opens: int = 0
    knocking: tuple[tuple[int, int], ...] = ALL_DAY

    def __post_init__(self) -> None:
        edges = [edge for part in self.knocking for edge in part]
        if not edges or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > DAY:
            raise ValueError("knocking hours must be parts of one day, in order")
        if self.hours <= 0 or not 0 <= self.opens < DAY:
            raise ValueError("a sweep opens within a day and lasts some hours")

    @property
    def minutes_a_day(self) -> int:
        """Knocking minutes in a whole day."""
        return sum(end - start for start, end in self.knocking)

    @property
    def days(self) -> Fraction:
        """Days of work from the opening to the deadline: 72 hours are 3, whenever the sweep opens."""
        whole, rest = divmod(round(self.hours * 60), DAY)
        worked = self._knocked_by(self.opens + rest) - self._knocked_by(self.opens)
        return whole + Fraction(worked, self.minutes_a_day)

    def hours_for(self, days: Fraction) -> float:
        """Hours by the clock from the opening until so many days of work are done."""
        minutes = days * self.minutes_a_day + self._knocked_by(self.opens)
        whole, rest = divmod(minutes, self.minutes_a_day)
        if rest == 0 and whole > 0:
            whole, rest = whole - 1, Fraction(self.minutes_a_day)
        return max(0.0, float(whole * DAY + self._clock(rest) - self.opens) / 60) if days > 0 else 0.0

    def _knocked_by(self, minute: int) -> int:
        """Knocking minutes between the opening day's midnight and a minute after it."""
        whole, rest = divmod(minute, DAY)
        return whole * self.minutes_a_day + sum(max(0, min(rest, end) - start) for start, end in self.knocking)

    def _clock(self, knocked: Fraction) -> Fraction:
        """The minute of the day at which so many knocking minutes of it are over."""
        for start, end in self.knocking:
            if knocked <= end - start:
                return start + knocked
            knocked -= end - start
        return Fraction(self.knocking[-1][1])
