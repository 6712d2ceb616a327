"""How likely somebody opens: by hour, weekday or weekend, and habit of the household.

The rates are assumptions, not measurements: people who stay at home open most of the day and nearly always at
mealtimes, people who work by day open around noon and after six. They are the shared default of the forecast
and of the drill; a district that has observed its own rates by hour passes its own `Openness`.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Habit(StrEnum):
    """When the people behind a door are in."""

    HOME = "home"
    WORKS = "works"
    VACANT = "vacant"


HOURS = 24
NEVER = (0.0,) * HOURS


def by_hour(*spans: tuple[int, int, float]) -> tuple[float, ...]:
    """Twenty-four rates from (first hour, hour after the last, probability 0–1); hours not named are 0."""
    rates = [0.0] * HOURS
    for start, end, rate in spans:
        rates[start:end] = [rate] * (end - start)
    return tuple(rates)


@dataclass(frozen=True, slots=True)
class Rates:
    """One habit: its share of all doors (0–1), and the chance that a knock in an hour of the day is answered."""

    habit: Habit
    share: float
    weekday: tuple[float, ...]
    weekend: tuple[float, ...]

    def at(self, hour: int, *, weekend: bool = False) -> float:
        """The chance (0–1) that a knock in this hour of the local day is answered."""
        return (self.weekend if weekend else self.weekday)[hour]


@dataclass(frozen=True, slots=True)
class Openness:
    """The habits of a district's doors; the shares add up to 1."""

    habits: tuple[Rates, ...]

    def __post_init__(self) -> None:
        if abs(sum(rates.share for rates in self.habits) - 1) > 1e-9:
            raise ValueError("the shares of the habits must add up to 1")

    def of(self, habit: Habit) -> Rates:
        """The rates of one habit; KeyError when this openness does not know it."""
        for rates in self.habits:
            if rates.habit is habit:
                return rates
        raise KeyError(habit)

    def with_vacant(self, share: float) -> "Openness":
        """The same households, where so many of all doors (0–1) are vacant."""
        lived_in = 1 - self.of(Habit.VACANT).share
        return Openness(
            tuple(
                replace(rates, share=share if rates.habit is Habit.VACANT else rates.share * (1 - share) / lived_in)
                for rates in self.habits
            )
        )

    def mean(self, hour: int, *, weekend: bool = False) -> float:
        """The chance (0–1) that a first knock at any door is answered in this hour."""
        return sum(rates.share * rates.at(hour, weekend=weekend) for rates in self.habits)


BELIEVABLE = Openness(
    habits=(
        Rates(
            habit=Habit.HOME,
            share=0.50,
            weekday=by_hour(
                (7, 8, 0.70), (8, 11, 0.75), (11, 14, 0.88), (14, 17, 0.72), (17, 21, 0.92), (21, 22, 0.80)
            ),
            weekend=by_hour(
                (7, 8, 0.60), (8, 11, 0.72), (11, 14, 0.86), (14, 17, 0.65), (17, 21, 0.88), (21, 22, 0.80)
            ),
        ),
        Rates(
            habit=Habit.WORKS,
            share=0.42,
            weekday=by_hour(
                (7, 8, 0.50), (8, 11, 0.15), (11, 14, 0.42), (14, 17, 0.14), (17, 18, 0.45), (18, 22, 0.82)
            ),
            weekend=by_hour(
                (7, 8, 0.55), (8, 11, 0.55), (11, 14, 0.66), (14, 17, 0.48), (17, 18, 0.60), (18, 22, 0.78)
            ),
        ),
        Rates(habit=Habit.VACANT, share=0.08, weekday=NEVER, weekend=NEVER),
    )
)

EMPTY_IS_VACANT = 0.85
"""Of the doors behind which the register knows nobody."""
USUALLY_EMPTY = 0.06
"""The share of such doors with which BELIEVABLE reckons."""


def left_behind(openness: Openness = BELIEVABLE) -> float:
    """The share (0–1) of vacant doors among those behind which the register knows somebody: they have left."""
    vacant = openness.of(Habit.VACANT).share
    return max(0.0, vacant - EMPTY_IS_VACANT * USUALLY_EMPTY) / (1 - USUALLY_EMPTY)


def registered(empty: float) -> Openness:
    """What to believe where the register knows nobody behind so many of the doors (0–1).

    Most of these are vacant, and a few of the others. A vacant door costs a team little: nobody talks at it, and who
    lives next door says what it is. A fifth of a sweep's hours may hang on it.
    """
    return BELIEVABLE.with_vacant(EMPTY_IS_VACANT * empty + left_behind() * (1 - empty))
