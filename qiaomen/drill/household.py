"""What is true behind a door before anybody knocks: the register knows some of it, the workers find out the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Final

from qiaomen.campaigns.planner.openness import BELIEVABLE, EMPTY_IS_VACANT, Habit, Openness, left_behind

from . import names
from .identity import RESIDENT_PREFIX


@dataclass(frozen=True, slots=True)
class Rates:
    """How often the truth differs from the register, and what else gets in the way: shares of doors, and of people."""

    refuses: float = 0.003
    locked: float = 0.004
    no_such_door: float = 0.0015
    neighbour_door: float = 0.003
    newcomer: float = 0.02
    hidden_member: float = 0.004
    elsewhere: float = 0.05
    moved: float = 0.012
    died: float = 0.0008
    two_at_one_door: float = 0.0008
    """Of answered doors: another team takes it for one of its own, and says that nobody lives there."""
    in_trouble: float = 1.0
    """How many of those have fever, symptoms, a journey or a need who usually would."""


BELIEVED: Final = Rates()
AS_REGISTERED: Final = Rates(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
"""Everybody lives where the register says, and nobody elsewhere: for figures that must come out exactly."""


class Trouble(StrEnum):
    """What a visit may bring up about somebody; the words are those of a questionnaire's flags."""

    FEVER = "fever"
    RETURNEE = "returnee"
    NEED = "need"
    SYMPTOM = "symptom"


_TROUBLES: Final[Mapping[Trouble, float]] = {
    Trouble.FEVER: 0.0005,
    Trouble.SYMPTOM: 0.0010,
    Trouble.RETURNEE: 0.0050,
    Trouble.NEED: 0.0030,
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom the register lacks."""

    name: str
    sex: int
    birth_year: int
    phone: str


@dataclass(slots=True)
class Household:
    """The truth of one door. People are the register's ids; ``newcomers`` have none yet."""

    habit: Habit
    people: Sequence[str]
    exists: bool = True
    locked: bool = False
    refuses: bool = False
    next_door: bool = False
    newcomers: tuple[Newcomer, ...] = ()
    whereabouts: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    said: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Answers of a person beside those that their trouble brings, by the question's name."""

    def opens(self, local: datetime, *, openness: Openness, dice: Random) -> bool:
        """Whether this knock is answered; ``local`` is the hour on the wall of the district."""
        chance = openness.of(self.habit).at(local.hour, weekend=local.weekday() >= 5)
        return dice.random() < chance


def household(
    people: Sequence[str], *, dice: Random, openness: Openness = BELIEVABLE, rates: Rates = BELIEVED
) -> Household:
    """Draws the truth behind a door of whom the register knows ``people``; the same dice, the same truth."""
    if rates is AS_REGISTERED:
        habit = Habit.VACANT if not people else _at_home_or_out(dice, openness)
    else:
        habit = _habit(empty=not people, dice=dice, openness=openness)
    truth = Household(habit, people)
    truth.exists = dice.random() >= rates.no_such_door
    truth.locked = dice.random() < rates.locked
    truth.refuses = dice.random() < rates.refuses
    truth.next_door = dice.random() < rates.neighbour_door
    if habit is not Habit.VACANT and (not people or dice.random() < rates.newcomer):
        truth.newcomers = tuple(_newcomer(dice) for _ in range(dice.choice((1, 1, 2))))
    for person in people:
        _fate(truth, person, dice, rates)
    return truth


def _habit(*, empty: bool, dice: Random, openness: Openness) -> Habit:
    if dice.random() < (EMPTY_IS_VACANT if empty else left_behind(openness)):
        return Habit.VACANT
    return _at_home_or_out(dice, openness)


def _at_home_or_out(dice: Random, openness: Openness) -> Habit:
    home, works = openness.of(Habit.HOME).share, openness.of(Habit.WORKS).share
    return Habit.HOME if dice.random() < home / (home + works) else Habit.WORKS


def _newcomer(dice: Random) -> Newcomer:
    sex, year = dice.choice((1, 2)), dice.randint(1950, 2015)
    name = names.surname(dice) + names.given_name(dice, sex="男" if sex == 1 else "女", birth_year=year)
    return Newcomer(name, sex, year, f"{RESIDENT_PREFIX}{dice.randrange(10**8):08d}")


def _fate(truth: Household, person: str, dice: Random, rates: Rates) -> None:
    draw = dice.random()
    for word, share in (("elsewhere", rates.elsewhere), ("moved", rates.moved), ("died", rates.died)):
        if draw < share:
            truth.whereabouts[person] = word
            return
        draw -= share
    if dice.random() < rates.hidden_member:
        truth.hidden.add(person)
    for trouble, share in _TROUBLES.items():
        if dice.random() < share * rates.in_trouble:
            truth.troubles[person] = trouble
            return
