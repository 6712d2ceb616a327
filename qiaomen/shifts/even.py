"""Evening out shares by hand: a shift goes from one to another, or two exchange theirs, where every rule allows it.

What such small steps cannot reach is left to `mend`, which is slower and looks further.
"""

from collections.abc import Callable, Iterator
from math import ceil

import numpy as np

from qiaomen.shifts import rules
from qiaomen.shifts.draft import Ints
from qiaomen.shifts.lacking import lacks, people_at
from qiaomen.shifts.problem import Stint
from qiaomen.shifts.standing import Standing

LOOKED_AT = 40
"""How many others are looked at for one person."""
Move = tuple[int, int]
"""A turn that the first gives to the second, and one for it: -1 is none."""


class Evening:
    """A roster while it is evened out: it changes in place, and nothing comes to lack."""

    def __init__(self, standing: Standing, given: Ints) -> None:
        self.at, self.given = standing, given
        self.stints = [standing.frame.stint(cell) for cell in standing.frame.cells]
        self.here = people_at(given)
        self.minutes = (given >= 0) @ standing.minutes
        self.nights = (given >= 0) @ standing.is_night.astype(np.int64)

    def run(self, goes_on: Callable[[], bool]) -> None:
        """Until nobody can be helped any more, or it does not go on."""
        in_vain: set[int] = set()
        while todo := [one for one in self._unfair() if one not in in_vain]:
            for one in todo:
                if not goes_on():
                    return
                if not self._relieve(one):
                    in_vain.add(one)

    def _unfair(self) -> list[int]:
        return [one for one in range(len(self.given)) if self._off(one, 0, 0)]

    def _off(self, person: int, minutes: int, nights: int) -> int:
        """How far outside of their share somebody would be with so much more."""
        low, high = self.at.band(person)
        few, many = self.at.night_band(person)
        held, dark = int(self.minutes[person]) + minutes, int(self.nights[person]) + nights
        return ceil(max(low - held, held - high, 0) / self.at.step) + max(few - dark, dark - many, 0)

    def _relieve(self, person: int) -> bool:
        off = np.abs(self.minutes - self.minutes[person]) / self.at.step + np.abs(self.nights - self.nights[person])
        for other in np.argsort(-off, kind="stable")[:LOOKED_AT]:
            if int(other) != person and any(self._try(person, int(other), move) for move in self._moves(person, other)):
                return True
        return False

    def _moves(self, person: int, other: int) -> Iterator[Move]:
        """Those that would make it fairer, the small ones first."""
        mine, theirs = (np.flatnonzero(self.given[one] >= 0).tolist() for one in (person, other))
        was = self._off(person, 0, 0) + self._off(other, 0, 0)
        some = [*((-1, one) for one in theirs), *((one, -1) for one in mine)]
        for gives, takes in (*some, *((a, b) for a in mine for b in theirs)):
            minutes = self._many(self.at.minutes, takes) - self._many(self.at.minutes, gives)
            nights = self._many(self.at.is_night, takes) - self._many(self.at.is_night, gives)
            if self._off(person, minutes, nights) + self._off(other, -minutes, -nights) < was:
                yield gives, takes

    def _many(self, of: "np.ndarray[tuple[int], np.dtype[np.generic]]", turn: int) -> int:
        return int(of[turn]) if turn >= 0 else 0

    def _try(self, person: int, other: int, move: Move) -> bool:
        gives, takes = move
        cells = [int(self.given[one, turn]) for one, turn in ((person, gives), (other, takes)) if turn >= 0]
        if not (self._may(person, takes, gives, other) and self._may(other, gives, takes, person)):
            return False
        self._give(person, other, move)
        if any(True for _lack in lacks(self.at.frame, self.here, [self.at.frame.cells[one] for one in cells])):
            self._give(other, person, move)
            return False
        return True

    def _may(self, person: int, takes: int, gives: int, giver: int) -> bool:
        """Whether somebody may take a turn of a giver's, without the one that they give."""
        if takes < 0:
            return True
        cell = self.at.frame.cells[int(self.given[giver, takes])]
        if not self.at.free[person, takes] or not self.at.fits[person, cell.post]:
            return False
        frame = self.at.frame
        who = frame.problem.people[person]
        others = [*self._held(person, gives), *who.before]
        kind = frame.problem.posts[cell.post].kind
        return not rules.of_person(who, kind, self.stints[cell.index], others, frame.problem.rules)

    def _held(self, person: int, without: int) -> list[Stint]:
        row = self.given[person]
        return [self.stints[row[turn]] for turn in np.flatnonzero(row >= 0) if turn != without]

    def _give(self, person: int, other: int, move: Move) -> None:
        """Do it; with the two the other way about, undo it."""
        gives, takes = move
        for one, another, turn in ((person, other, gives), (other, person, takes)):
            if turn < 0:
                continue
            giver, taker = (one, another) if self.given[one, turn] >= 0 else (another, one)
            index = int(self.given[giver, turn])
            self.given[taker, turn], self.given[giver, turn] = index, -1
            self.here[index] = [taker if each == giver else each for each in self.here[index]]
            for who, sign in ((taker, 1), (giver, -1)):
                self.minutes[who] += sign * self.at.minutes[turn]
                self.nights[who] += sign * int(self.at.is_night[turn])
