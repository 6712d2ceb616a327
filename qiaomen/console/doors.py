"""How doors are drawn: the state of each as a mark and a word, and the building as it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiaomen.campaigns.states import State

# The seven that everybody learns, then the rarer ones. The key is also the name of the mark.
WORDS: dict[str, str | Promise] = {
    "isolated": _("isolated at home"),
    "done": _("everyone registered"),
    "todo": _("not knocked yet"),
    "absent": _("nobody home"),
    "part": _("members missing"),
    "vacant": _("vacant"),
    "refused": _("refused"),
    "locked": _("cannot get in"),
    "conflict": _("two accounts differ"),
    "unknown": _("not verified"),
    "screened": _("screened by phone or online"),
    "wrong": _("does not exist"),
}

OF_TARGET: Mapping[State, str] = {
    State.UNTOUCHED: "todo",
    State.ABSENT: "absent",
    State.PARTIAL: "part",
    State.REFUSED: "refused",
    State.INACCESSIBLE: "locked",
    State.UNVERIFIED: "unknown",
    State.WRONG_ADDRESS_CLAIMED: "unknown",
    State.VACANT_CLAIMED: "unknown",
    State.CONFLICT: "conflict",
    State.ANSWERED: "done",
    State.VACANT: "vacant",
    State.REMOTE: "screened",
    State.WRONG_ADDRESS: "wrong",
}

LEFT = frozenset({"todo", "absent", "part", "refused", "locked", "conflict", "unknown"})


@dataclass(frozen=True, slots=True)
class Door:
    """A door to draw: `count` is people (done, part, isolated) or tries (absent), `of` the people there should be.

    `pick` is the address of what stands beside the building when it is picked; `is_left` says that a door which shows
    something more pressing is left to knock on all the same; `is_off` that others are looked for, so
    that it is an outline.
    """

    label: str
    state: str
    url: str = ""
    count: int | None = None
    of: int | None = None
    flags: Sequence[str] = ()
    stairwell: str = ""
    floor: int | None = None
    is_current: bool = False
    pick: str = ""
    is_left: bool = False
    is_off: bool = False


class Stairwell(NamedTuple):
    """A column of the building."""

    name: str
    left: int


class Floor(NamedTuple):
    """A row of the building: for each stairwell, in its order, the doors there."""

    number: int
    doors: list[list[Door]]


class Building(NamedTuple):
    """A building as it stands. `loose` are doors that no floor is known of, as in an alley or a village."""

    stairwells: list[Stairwell]
    floors: list[Floor]
    loose: list[Door]
    legend: list[tuple[str, int]]


def build(doors: Iterable[Door]) -> Building:
    """Stacks doors by floor, highest first, and stairwell; both keep the walking order in which the doors come."""
    every = list(doors)
    standing = [door for door in every if door.floor is not None]
    names = list(dict.fromkeys(door.stairwell for door in standing))
    numbers = sorted({door.floor for door in standing if door.floor is not None}, reverse=True)
    cells: dict[tuple[int | None, str], list[Door]] = {}
    for door in standing:
        cells.setdefault((door.floor, door.stairwell), []).append(door)
    return Building(
        stairwells=[
            Stairwell(name, sum(is_left(door) for door in standing if door.stairwell == name)) for name in names
        ],
        floors=[Floor(number, [cells.get((number, name), []) for name in names]) for number in numbers],
        loose=[door for door in every if door.floor is None],
        legend=legend(every),
    )


def is_left(door: Door) -> bool:
    """Somebody has to knock there yet."""
    return door.is_left or door.state in LEFT


def legend(doors: Iterable[Door]) -> list[tuple[str, int]]:
    """The states that occur, in the order in which they are learnt, and how many doors are in each."""
    states = [door.state for door in doors]
    return [(state, states.count(state)) for state in WORDS if state in states]
