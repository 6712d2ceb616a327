"""A roster from its problem: a draft, then mended where something lacks and where somebody's share is not fair.

Small ones are given anew as a whole and proven; of large ones CP-SAT takes some people at a time, until nothing is left
to mend or the time is up. Pure: what it may take in seconds, somebody to tell and somebody to ask come from outside.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from qiaomen.shifts.draft import Ints, Ledger, draft
from qiaomen.shifts.even import Evening
from qiaomen.shifts.lacking import fair, lacks, people_at
from qiaomen.shifts.mend import Mend, Mended, Part
from qiaomen.shifts.problem import Frame, Gap, Given, Problem, Solution
from qiaomen.shifts.standing import Standing

WHOLE = 30_000
"""Up to so many (person, post and time) everything is given anew at once."""
SOME = 36
FEW, IDLE = 10, 6
"""Who shares anew at a time; how often in vain."""
AROUND = 2  # days before and after what lacks
TRIES = 3

Tell = Callable[[int, int], None]
"""Told (done, of how many) steps; raises to stop."""


def solve(problem: Problem, *, seconds: float, tell: Tell = lambda done, of: None) -> Solution:
    """Who stands where, and what is missing, within about so many seconds."""
    until = time.monotonic() + seconds
    frame = Frame(problem)
    if not problem.people or not frame.cells:
        return Solution([], list(gaps_of(frame, {})), is_proven=True)
    standing = Standing(frame)
    steps = 2 * len(frame.turns)
    ledger = Ledger(standing)
    for done, _turn in enumerate(draft(ledger), start=1):
        tell(done, steps)
    run = _Run(standing, ledger.cell, until, tell, steps)
    is_proven = run.whole() if len(problem.people) * len(frame.cells) <= WHOLE else run.parts()
    return _solution(standing, run.given, is_proven)


class _Run:
    """Mending under way."""

    def __init__(self, standing: Standing, given: Ints, until: float, tell: Tell, steps: int) -> None:
        self.at, self.given, self.until, self.tell, self.steps = standing, given, until, tell, steps
        self.chance = np.random.default_rng(1)
        self.done = steps // 2

    def whole(self) -> bool:
        """Everything at once, in slices of time, so that somebody may say stop between them."""
        everybody, slice = range(len(self.given)), 5.0
        turns = frozenset(range(len(self.at.frame.turns)))
        while self.left() > 0:
            if self._give(everybody, turns, min(slice, self.left()), is_enough=False).is_best:
                return True
            slice = min(slice * 2, 20.0)
        return not self._lacking()[0]

    def parts(self) -> bool:
        self._fill()
        self._even()
        return not self._lacking()[0]

    def left(self) -> float:
        return self.until - time.monotonic()

    def _lacking(self) -> tuple[list[int], set[str]]:
        """Cells that lack somebody."""
        frame, people = self.at.frame, people_at(self.given)
        found = list(lacks(frame, people))
        return list(dict.fromkeys(cell for cell, _lack, _many in found)), {lack for _cell, lack, _many in found}

    def _fill(self) -> None:
        """Look at what lacks, again and again, until it does not or has been tried some times."""
        tried: Counter[int] = Counter()
        while self.left() > 0 and (cells := [one for one in self._lacking()[0] if tried[one] < TRIES]):
            first = cells[0]
            day = self.at.day[self.at.frame.cells[first].turn]
            near = [one for one in cells if abs(self.at.day[self.at.frame.cells[one].turn] - day) <= 1][: SOME // 3]
            tried.update(near)
            wide = AROUND * tried[first]
            turns = frozenset(np.flatnonzero(abs(self.at.day - day) <= wide).tolist())
            self._give(self._helpers(near, turns), turns, min(4.0, self.left()))

    def _helpers(self, cells: Iterable[int], turns: frozenset[int]) -> list[int]:
        """Who could stand there, the skilled and the local ones first; and who stands there now."""
        frame, wanted = self.at.frame, set(cells)
        score = self.chance.random(len(self.given))
        for index in wanted:
            cell = frame.cells[index]
            post = frame.problem.posts[cell.post]
            fit = self.at.free[:, cell.turn] & self.at.fits[:, cell.post]
            score += fit
            for skill in post.skills:
                score += 4 * (fit & self.at.skilled[skill])
            score += 2 * (fit & self.at.near[:, cell.post])
        now = np.flatnonzero(np.isin(self.given[:, sorted(turns)], list(wanted)).any(axis=1))
        chosen = np.argsort(-score)[:SOME]
        return sorted({int(one) for one in (*now, *chosen)})

    def _even(self) -> None:
        """By hand, then a few of those outside of their share with as many others, small enough to be solved soon."""
        Evening(self.at, self.given).run(self._goes_on)
        everything, idle = frozenset(range(len(self.at.frame.turns))), 0
        while self.left() > 0 and idle < IDLE and (off := fair(self.at, self.given)).any():
            several = self.chance.permutation(np.flatnonzero(off > 0))[: FEW // 2]
            helpers = self._others(several)[: FEW - len(several)]
            self._give({*map(int, several), *map(int, helpers)}, everything, min(2.0, self.left()))
            idle = 0 if fair(self.at, self.given).sum() < off.sum() else idle + 1

    def _goes_on(self) -> bool:
        self.tell(self.done, self.steps)
        return self.left() > 0

    def _others(self, several: Ints) -> Ints:
        """Everybody else, first those who have what the first of these lacks, or lack what they have too much of."""
        stands = self.given >= 0
        nights, minutes = stands @ self.at.is_night.astype(np.int64), stands @ self.at.minutes
        first = int(several[0])
        low, _high = self.at.band(first)
        few, many = self.at.night_band(first)
        if not few <= nights[first] <= many:
            gap = (nights - nights[first]) * self.at.free[:, self.at.is_night].any(axis=1)
        else:
            gap = (minutes - minutes[first]) / self.at.step
        ahead = gap if nights[first] < few or minutes[first] < low else -gap
        order: Ints = np.argsort(-(ahead + self.chance.random(len(ahead))), kind="stable")
        return order[~np.isin(order, several)]

    def _give(self, people: Iterable[int], turns: frozenset[int], seconds: float, *, is_enough: bool = True) -> Mended:
        self.done = min(self.done + 1, self.steps - 1)
        self.tell(self.done, self.steps)
        return Mend(self.at, self.given, Part(sorted(people), turns, max(seconds, 0.1), is_enough)).solve()


def gaps_of(frame: Frame, people: dict[int, list[int]]) -> Iterator[Gap]:
    """What lacks, by post and time."""
    for index, lack, many in lacks(frame, people):
        stint = frame.stint(frame.cells[index])
        yield Gap(stint.post, stint.slot, stint.day, many, lack)


def _solution(standing: Standing, given: Ints, is_proven: bool) -> Solution:
    frame = standing.frame
    people = people_at(given)
    made = [
        Given(frame.problem.people[one].id, frame.stint(frame.cells[index]))
        for index, several in sorted(people.items())
        for one in several
    ]
    return Solution(made, list(gaps_of(frame, people)), is_proven)
