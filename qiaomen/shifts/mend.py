"""Mending a roster by CP-SAT: some people over some days are given anew, exactly by all rules, the rest stays.

Of what cannot be kept only a post's part may lack (heads, skill, local, mixed): that is counted, and costs most. Where
everything is given anew at once, the answer is proven.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any
from uuid import UUID

import msgspec
import numpy as np
from ortools.sat.python import cp_model

from qiaomen.shifts.draft import FAR, NEAR, SAME, Ints
from qiaomen.shifts.lacking import fair, lacks, people_at
from qiaomen.shifts.problem import Cell, Post
from qiaomen.shifts.standing import Standing

LACKS, OUTSIDE = 100_000, 1_000
"""What each lacking person costs, and each shift outside of somebody's fair share."""


WORKERS = 2


class Part(msgspec.Struct):
    """Whom and which turns a neighbourhood gives anew."""

    people: Sequence[int]
    turns: frozenset[int]
    seconds: float
    is_enough: bool = False
    """Stop as soon as nothing lacks and every share is fair."""


class Mended(msgspec.Struct):
    """What came of it: is it the best there is, and whether anything changed."""

    is_best: bool
    is_changed: bool


class _Enough(cp_model.CpSolverSolutionCallback):
    """Nothing lacks: what is left to be gained is who likes which post."""

    def on_solution_callback(self) -> None:
        if self.objective_value < OUTSIDE:
            self.stop_search()


class Mend:
    """One model: variables only for what is given anew."""

    def __init__(self, standing: Standing, given: Ints, part: Part) -> None:
        self.at, self.given, self.part = standing, given, part
        self.model: Any = cp_model.CpModel()
        self.cells = self._cells()
        self.rest = self._fixed()
        self.stands: dict[tuple[int, int], Any] = {}
        self.takes: dict[tuple[int, int], Any] = {}
        self.costs: list[tuple[Any, int]] = []
        self._people()
        for cell in self.cells:
            self._post(cell)
        self._shares()

    def solve(self) -> Mended:
        """Give anew, in place, if that is better."""
        self.model.minimize(sum(weight * one for one, weight in self.costs))
        for (person, index), take in self.takes.items():
            cell = self.at.frame.cells[index]
            self.model.add_hint(take, int(self.given[person, cell.turn] == index))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = self.part.seconds
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = 1
        # Who likes which post is not worth a proof.
        solver.parameters.absolute_gap_limit = OUTSIDE - 1
        status = solver.solve(self.model, _Enough() if self.part.is_enough else None)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Mended(False, False)
        before, was = self.given.copy(), self._cost()
        self._clear(self.given)
        for (person, index), take in self.takes.items():
            if solver.boolean_value(take):
                self.given[person, self.at.frame.cells[index].turn] = index
        is_better = status == cp_model.OPTIMAL or self._cost() <= was
        if not is_better:
            self.given[:] = before
        return Mended(status == cp_model.OPTIMAL, is_better and bool((before != self.given).any()))

    def _cost(self) -> int:
        """What the roster costs in these cells and for these people, but for who likes which post."""
        frame, people = self.at.frame, people_at(self.given)
        lacking = sum(many for cell in self.cells for _index, _lack, many in lacks(frame, people, [cell]))
        return lacking * LACKS + int(fair(self.at, self.given, self.part.people).sum()) * OUTSIDE

    def _cells(self) -> list[Cell]:
        """What these people hold in these turns, and whatever lacks there."""
        frame, turns = self.at.frame, sorted(self.part.turns)
        held = set(self.given[np.ix_(self.part.people, turns)].ravel()) - {-1}
        stood = np.bincount(self.given[self.given >= 0], minlength=len(frame.cells))
        free = (cell for turn in turns for cell in frame.at_turn[turn])
        return [cell for cell in free if cell.index in held or stood[cell.index] < cell.heads]

    def _fixed(self) -> dict[int, list[int]]:
        """By cell, who stands there and stays."""
        rest = self.given.copy()
        self._clear(rest)
        found: dict[int, list[int]] = defaultdict(list)
        for person, turn in zip(*np.nonzero(rest >= 0), strict=True):
            found[int(rest[person, turn])].append(int(person))
        return found

    def _clear(self, given: Ints) -> None:
        given[np.ix_(self.part.people, sorted(self.part.turns))] = -1

    def _people(self) -> None:
        at, by_turn = self.at, defaultdict(list)
        for cell in self.cells:
            by_turn[cell.turn].append(cell)
        for person in self.part.people:
            for turn, cells in by_turn.items():
                if at.free[person, turn]:
                    self._at_turn(person, turn, cells)
            self._rests(person)
            self._weeks(person)
            self._nights(person)

    def _at_turn(self, person: int, turn: int, cells: Iterable[Cell]) -> None:
        takes = []
        for cell in cells:
            if self.at.fits[person, cell.post]:
                take = self.model.new_bool_var("")
                self.takes[person, cell.index] = take
                takes.append(take)
                self._prefers(person, cell, take)
        if takes:
            stands = self.model.new_bool_var("")
            self.model.add(sum(takes) == stands)
            self.stands[person, turn] = stands

    def _prefers(self, person: int, cell: Cell, take: Any) -> None:
        cost = NEAR if self.at.near[person, cell.post] else FAR
        if self.at.frame.problem.rules.same_post and self.usual[person] == cell.post:
            cost = SAME
        if cost and not self.part.is_enough:
            self.costs.append((take, cost // 10))

    @property
    def usual(self) -> dict[int, int]:
        """Where each of the people stands the most."""
        if not hasattr(self, "_usual"):
            post = np.array([cell.post for cell in self.at.frame.cells])
            self._usual = {
                one: int(np.bincount(post[held]).argmax()) if len(held := self.given[one][self.given[one] >= 0]) else -1
                for one in self.part.people
            }
        return self._usual

    def _stays(self, person: int) -> list[int]:
        """Turns at which somebody stands that are not given anew."""
        return [int(t) for t in np.flatnonzero(self.given[person] >= 0) if int(t) not in self.part.turns]

    def _rests(self, person: int) -> None:
        stays = set(self._stays(person))
        for turn in (t for p, t in self.stands if p == person):
            if stays & set(self.at.clash[turn]):
                self.model.add(self.stands[person, turn] == 0)
        self._cliques(person)

    def _cliques(self, person: int) -> None:
        """At most one of turns that are all too close to each other; pairs where that does not say it."""
        turns = sorted(t for p, t in self.stands if p == person)
        said: set[tuple[int, int]] = set()
        for turn in turns:
            clique = [turn]
            for other in turns:
                if other > turn and all(other in self.at.clash[one] for one in clique):
                    clique.append(other)
            pairs = {(a, b) for a in clique for b in clique if a < b}
            if pairs - said:
                self.model.add_at_most_one(self.stands[person, one] for one in clique)
                said |= pairs
        for turn in turns:
            for other in self.at.clash[turn]:
                if turn < other and (person, other) in self.stands and (turn, other) not in said:
                    self.model.add_at_most_one(self.stands[person, turn], self.stands[person, other])

    def _weeks(self, person: int) -> None:
        at, problem = self.at, self.at.frame.problem
        stays, before = self._stays(person), problem.people[person].before
        most = problem.rules.week_hours * 60
        first = problem.first.toordinal()
        for start in range(first - 6, first + problem.days):
            week = range(start, start + 7)
            mine = [(t, var) for (p, t), var in self.stands.items() if p == person and at.day[t] in week]
            held = sum(int(at.minutes[t]) for t in stays if at.day[t] in week)
            held += sum(one.minutes for one in before if one.day in week)
            if mine and held + sum(int(at.minutes[t]) for t, _var in mine) > most:
                self.model.add(sum(int(at.minutes[t]) * var for t, var in mine) <= max(most - held, 0))

    def _nights(self, person: int) -> None:
        at, problem = self.at, self.at.frame.problem
        stays = [t for t in self._stays(person) if at.is_night[t]]
        before = [one.day for one in problem.people[person].before if one.is_night]
        row, first = problem.rules.nights_in_row, problem.first.toordinal()
        mine = [(t, var) for (p, t), var in self.stands.items() if p == person and at.is_night[t]]
        for start in range(first - row, first + problem.days):
            days = range(start, start + row + 1)
            here = [var for t, var in mine if at.day[t] in days]
            held = len({*(int(at.day[t]) for t in stays), *before} & set(days))
            if here and held + len(here) > row:
                self.model.add(sum(here) <= max(row - held, 0))

    def _post(self, cell: Cell) -> None:
        rules, post = self.at.frame.problem.rules, self.at.frame.problem.posts[cell.post]
        mine = [(p, self.takes[p, cell.index]) for p in self.part.people if (p, cell.index) in self.takes]
        fixed = self.rest.get(cell.index, [])
        self._enough([var for _p, var in mine], cell.heads - len(fixed), exactly=True)
        for skill, many in post.skills.items():
            skilled = self.at.skilled[skill]
            held = sum(bool(skilled[p]) for p in fixed)
            self._enough([var for p, var in mine if skilled[p]], min(many, cell.heads) - held)
        if rules.local:
            held = sum(bool(self.at.near[p, cell.post]) for p in fixed)
            self._enough([var for p, var in mine if self.at.near[p, cell.post]], 1 - held)
        if rules.mixed and cell.heads > 1:
            self._mixed(post, cell, mine, fixed)

    def _mixed(self, post: Post, cell: Cell, mine: Sequence[tuple[int, Any]], fixed: Sequence[int]) -> None:
        """Not all of one organisation: at most all but one of each."""
        of: dict[UUID | None, list[Any]] = defaultdict(list)
        held: dict[UUID | None, int] = defaultdict(int)
        people = self.at.frame.problem.people
        for one in fixed:
            held[people[one].organisation] += 1
        for one, var in mine:
            of[people[one].organisation].append(var)
        for organisation, several in of.items():
            if len(several) + held[organisation] >= cell.heads:
                alone = self.model.new_bool_var("")
                self.costs.append((alone, LACKS // 2))
                self.model.add(sum(several) + held[organisation] <= cell.heads - 1 + alone)

    def _enough(self, several: Sequence[Any], wanted: int, *, exactly: bool = False) -> None:
        if wanted <= 0 and not exactly:
            return
        lacks = self.model.new_int_var(0, max(wanted, 0), "")
        self.costs.append((lacks, LACKS))
        total = sum(several) + lacks
        self.model.add(total == wanted) if exactly else self.model.add(total >= wanted)

    def _shares(self) -> None:
        at = self.at
        for person in self.part.people:
            low, high = at.band(person)
            turns = [(t, var) for (p, t), var in self.stands.items() if p == person]
            stays = self._stays(person)
            held = sum(int(at.minutes[t]) for t in stays)
            self._within([(var, int(at.minutes[t])) for t, var in turns], low - held, high - held, at.step)
            low, high = at.night_band(person)
            held = sum(bool(at.is_night[t]) for t in stays)
            self._within([(var, 1) for t, var in turns if at.is_night[t]], low - held, high - held, 1)

    def _within(self, terms: Sequence[tuple[Any, int]], low: int, high: int, step: int) -> None:
        """Each step outside costs."""
        most = sum(many for _var, many in terms)
        if not terms or (low <= 0 and most <= high):
            return
        total = sum(many * var for var, many in terms)
        outside = self.model.new_int_var(0, ceil(max(low, most - min(high, 0), 1) / step) + 1, "")
        self.model.add(total + step * outside >= low)
        self.model.add(total - step * outside <= high)
        self.costs.append((outside, OUTSIDE))
