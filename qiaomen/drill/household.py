"""What is true behind a door before anybody knocks: the register knows some of it, the workers find out the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Final

from qiaomen.campaigns.planner.openness import BELIEVABLE, Habit, Openness

from . import names
from .identity import RESIDENT_PREFIX

# A flat that the register calls empty mostly is; so is one in forty of the others, whose people have left.
_EMPTY_IS_VACANT: Final = 0.85
_REGISTERED_DOORS_EMPTY: Final = 0.06
_REFUSES: Final = 0.003
_LOCKED: Final = 0.004
_NO_SUCH_DOOR: Final = 0.0015
_NEIGHBOUR_DOOR: Final = 0.003
_NEWCOMER: Final = 0.02
_HIDDEN_MEMBER: Final = 0.004
_ELSEWHERE: Final = 0.05
_MOVED: Final = 0.012
_DIED: Final = 0.0008


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

    def opens(self, local: datetime, *, openness: Openness, dice: Random) -> bool:
        """Whether this knock is answered; ``local`` is the hour on the wall of the district."""
        chance = openness.of(self.habit).at(local.hour, weekend=local.weekday() >= 5)
        return dice.random() < chance


def household(people: Sequence[str], *, dice: Random, openness: Openness = BELIEVABLE) -> Household:
    """Draws the truth behind a door of whom the register knows ``people``; the same dice, the same truth."""
    habit = _habit(empty=not people, dice=dice, openness=openness)
    truth = Household(habit, people)
    truth.exists = dice.random() >= _NO_SUCH_DOOR
    truth.locked = dice.random() < _LOCKED
    truth.refuses = dice.random() < _REFUSES
    truth.next_door = dice.random() < _NEIGHBOUR_DOOR
    if habit is not Habit.VACANT and (not people or dice.random() < _NEWCOMER):
        truth.newcomers = tuple(_newcomer(dice) for _ in range(dice.choice((1, 1, 2))))
    for person in people:
        _fate(truth, person, dice)
    return truth


def _habit(*, empty: bool, dice: Random, openness: Openness) -> Habit:
    vacant = openness.of(Habit.VACANT).share
    left = max(0.0, vacant - _EMPTY_IS_VACANT * _REGISTERED_DOORS_EMPTY) / (1 - _REGISTERED_DOORS_EMPTY)
    if dice.random() < (_EMPTY_IS_VACANT if empty else left):
        return Habit.VACANT
    home, works = openness.of(Habit.HOME).share, openness.of(Habit.WORKS).share
    return Habit.HOME if dice.random() < home / (home + works) else Habit.WORKS


def _newcomer(dice: Random) -> Newcomer:
    sex, year = dice.choice((1, 2)), dice.randint(1950, 2015)
    name = names.surname(dice) + names.given_name(dice, sex="男" if sex == 1 else "女", birth_year=year)
    return Newcomer(name, sex, year, f"{RESIDENT_PREFIX}{dice.randrange(10**8):08d}")


def _fate(truth: Household, person: str, dice: Random) -> None:
    draw = dice.random()
    for word, share in (("elsewhere", _ELSEWHERE), ("moved", _MOVED), ("died", _DIED)):
        if draw < share:
            truth.whereabouts[person] = word
            return
        draw -= share
    if dice.random() < _HIDDEN_MEMBER:
        truth.hidden.add(person)
    for trouble, share in _TROUBLES.items():
        if dice.random() < share:
            truth.troubles[person] = trouble
            return
