"""How long a door takes, and how much of that a team gets through in a day."""

from dataclasses import dataclass
from fractions import Fraction

LIFT_FROM_FLOOR = 7
"""Residential buildings of seven floors and more have a lift in China; for registers that do not say."""

MINUTES = (
    ("dwelling", 4.0),
    ("shop", 4.0),
    ("restaurant", 5.0),
    ("hotel", 20.0),
    ("venue", 8.0),
    ("dormitory", 15.0),
    ("office", 8.0),
    ("school", 30.0),
)
"""Minutes at a door of a kind: assumptions around 'one minute when all is well, ten when not'."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a team is: `doors_a_day` is the *average* over the doors of a sweep, walking and second tries included.

    Kind, floor and lift say how doors compare with each other; they shift work between teams and never the average.
    By default every door is like every other: a deadline is then a matter of counting doors.
    Eleven a day is what one district of Wuhan reported of 17–19 February 2020: 186,045 doors, 5,592 workers, 3 days.
    """

    doors_a_day: float = 11
    minutes: tuple[tuple[str, float], ...] = ()
    other_minutes: float = 4
    stairs_seconds: int = 0
    lift_seconds: int = 0

    def __post_init__(self) -> None:
        if self.doors_a_day <= 0:
            raise ValueError("a team does more than no doors a day")

    def seconds(self, kind: str = "dwelling", *, floor: int = 1, lift: bool = False) -> int:
        """Seconds that a door takes: its kind, and each floor above the first by stairs or lift (cellars count too)."""
        climb = max(0, abs(floor) - 1) * (self.lift_seconds if lift else self.stairs_seconds)
        return max(1, round(dict(self.minutes).get(kind, self.other_minutes) * 60) + climb)

    @property
    def is_flat(self) -> bool:
        """Whether every door is like every other."""
        return not (self.minutes or self.stairs_seconds or self.lift_seconds)

    def doors_in(self, days: Fraction) -> int:
        """Whole doors that a team does in so many days of work."""
        return int(self._daily * days)

    def capacity(self, days: Fraction, *, doors: int, seconds: int) -> int:
        """Seconds of door work that a team does in so many days, in a sweep of `doors` that take `seconds` together.

        Rounded down, which loses nothing: loads are whole seconds.
        """
        return int(self._daily * days * seconds / doors) if doors else 0

    def days_for(self, load: int, *, doors: int, seconds: int) -> Fraction:
        """Days of work that `load` seconds take a team, in a sweep of `doors` that take `seconds` together."""
        return Fraction(load) * doors / (self._daily * seconds) if seconds else Fraction(0)

    @property
    def _daily(self) -> Fraction:
        return Fraction(self.doors_a_day).limit_denominator(1000)


def weighted(doors_a_day: float = 11) -> Pace:
    """A pace for which kinds differ (`MINUTES`), and floors: 20 s for each climbed by stairs, 5 s by lift."""
    return Pace(doors_a_day, minutes=MINUTES, stairs_seconds=20, lift_seconds=5)


def has_lift(top_floor: int) -> bool:
    """Whether a building of so many floors is taken to have a lift when the register does not say."""
    return top_floor >= LIFT_FROM_FLOOR
