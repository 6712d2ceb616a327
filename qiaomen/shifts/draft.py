"""A first roster, turn after turn: whoever has stood least, where they stood before, by a cheapest flow.

Each turn is a flow of people to seats of posts. It keeps every rule that is one person's, and gives each seat that must
be a skilled or a local person's to one; what it cannot know, tomorrow, is left to `mend`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from qiaomen.shifts.problem import Cell, Post
from qiaomen.shifts.standing import Bools, Standing

Ints = npt.NDArray[np.int64]
Seat = tuple[Cell, frozenset[str], int]
LOCAL = "local"
EMPTY = 10**6
"""What a seat costs that nobody takes: more than any fairness."""
SAME, NEAR, FAR = 0, 20, 40


class Ledger:
    """What has been given so far: cells by person and turn, and what follows for each person."""

    def __init__(self, standing: Standing) -> None:
        people, turns = standing.free.shape
        self.standing = standing
        self.cell: Ints = np.full((people, turns), -1)
        self.minutes: Ints = np.zeros(people, dtype=np.int64)
        self.nights: Ints = np.zeros(people, dtype=np.int64)
        self.usual: Ints = np.full(people, -1)
        self._carried = [one.before for one in standing.frame.problem.people]

    def give(self, person: int, cell: Cell) -> None:
        at = self.standing
        self.cell[person, cell.turn] = cell.index
        self.minutes[person] += at.minutes[cell.turn]
        self.nights[person] += at.is_night[cell.turn]
        self.usual[person] = cell.post if self.usual[person] < 0 else self.usual[person]

    def may(self, turn: int) -> Bools:
        """Who may stand at a turn, by what they have stood before it."""
        at, rules = self.standing, self.standing.frame.problem.rules
        stands = self.cell >= 0
        found: Bools = at.free[:, turn] & ~stands[:, at.clash[turn]].any(axis=1)
        day = at.day[turn]
        week = (at.day > day - 7) & (at.day <= day)
        minutes = stands[:, week] @ at.minutes[week] + self._before(day - 6, day)
        found &= minutes + at.minutes[turn] <= rules.week_hours * 60
        if at.is_night[turn]:
            found &= self._row(day) < rules.nights_in_row
        return found

    def _before(self, first: int, last: int) -> Ints:
        return np.array([sum(one.minutes for one in some if first <= one.day <= last) for some in self._carried])

    def _row(self, day: int) -> Ints:
        """How many nights in a row end the day before."""
        at, stands = self.standing, self.cell >= 0
        row, on = np.zeros(len(stands), dtype=np.int64), np.ones(len(stands), dtype=bool)
        for back in range(1, self.standing.frame.problem.rules.nights_in_row + 1):
            nights = at.is_night & (at.day == day - back)
            before = np.array([any(s.is_night and s.day == day - back for s in some) for some in self._carried])
            on &= stands[:, nights].any(axis=1) | before
            row += on
        return row


def draft(ledger: Ledger) -> Iterator[int]:
    """Give every turn, one after the other; answers each as it is done."""
    for turn in range(len(ledger.standing.frame.turns)):
        _fill(ledger, turn)
        yield turn


def seats(cell: Cell, post: Post, local: bool) -> list[Seat]:
    """What the people of a post must be, one after the other; where there are too few seats, one is several."""
    wants = [{skill} for skill, many in sorted(post.skills.items()) for _each in range(many)]
    if local:
        wants.append({LOCAL})
    while len(wants) > cell.heads:
        last = wants.pop()
        wants[len(wants) % cell.heads] |= last
    wants += [set()] * (cell.heads - len(wants))
    return [(cell, want, many) for want, many in Counter(map(frozenset, wants)).items()]


def _fill(ledger: Ledger, turn: int) -> None:
    at, problem = ledger.standing, ledger.standing.frame.problem
    wanted = [
        seat
        for cell in at.frame.at_turn[turn]
        for seat in seats(cell, problem.posts[cell.post], problem.rules.local)
    ]  # fmt: skip
    people = np.flatnonzero(ledger.may(turn))
    if not len(wanted) or not len(people):
        return
    for person, seat in _flow(ledger, people, wanted, turn):
        ledger.give(person, wanted[seat][0])


def _flow(ledger: Ledger, people: Ints, wanted: Sequence[Seat], turn: int) -> Iterator[tuple[int, int]]:
    """(person, number of the seat) of the cheapest way to fill the most seats."""
    flow = SimpleMinCostFlow()
    fits = np.stack([_fits(ledger.standing, people, seat) for seat in wanted], axis=1)
    costs = _fairness(ledger, people, turn)[:, None] + _distance(ledger, people, wanted)
    who, where = np.nonzero(fits)
    first, sink = len(people) + 1, len(people) + 1 + len(wanted)
    numbers = np.arange(len(wanted))
    many = np.array([seat[2] for seat in wanted])
    ones = np.ones
    flow.add_arcs_with_capacity_and_unit_cost(
        np.zeros(len(people), dtype=np.int32), np.arange(1, first, dtype=np.int32), ones(len(people), dtype=np.int64),
        np.zeros(len(people), dtype=np.int64),
    )  # fmt: skip
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        (who + 1).astype(np.int32), (where + first).astype(np.int32), ones(len(who), dtype=np.int64),
        costs[who, where].astype(np.int64),
    )  # fmt: skip
    for heads, cost in ((numbers * 0, EMPTY), (numbers + first, 0)):
        tails, ends = (heads, numbers + first) if cost else (heads, numbers * 0 + sink)
        flow.add_arcs_with_capacity_and_unit_cost(
            tails.astype(np.int32), ends.astype(np.int32), many.astype(np.int64), np.full(len(many), cost)
        )
    total = int(many.sum())
    flow.set_nodes_supplies(np.array([0, sink], dtype=np.int32), np.array([total, -total]))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("a flow with a way past every seat has a solution")
    taken = np.flatnonzero(flow.flows(arcs))
    return ((int(people[who[arc]]), int(where[arc])) for arc in taken)


def _fits(standing: Standing, people: Ints, seat: Seat) -> Bools:
    cell, want, _many = seat
    found: Bools = standing.fits[people, cell.post]
    for skill in want:
        found = found & (standing.near[people, cell.post] if skill == LOCAL else standing.skilled[skill][people])
    return found


def _fairness(ledger: Ledger, people: Ints, turn: int) -> Ints:
    """Who has stood the least of what would be fair goes first; at night, who has had the fewest nights."""
    at = ledger.standing
    stood = ledger.minutes[people] / np.maximum(at.share[people], 1)
    cost = stood * 5000
    if at.is_night[turn]:
        cost = ledger.nights[people] / np.maximum(at.night_share[people], 0.5) * 5000 + stood * 1000
    found: Ints = cost.astype(np.int64)
    return found


def _distance(ledger: Ledger, people: Ints, wanted: Sequence[Seat]) -> Ints:
    """Nothing at the usual post, little near home; the more a person is needed elsewhere, the more they are kept."""
    at, posts = ledger.standing, np.array([seat[0].post for seat in wanted])
    cost = np.where(at.near[people][:, posts], NEAR, FAR)
    if at.frame.problem.rules.same_post:
        cost = np.where(ledger.usual[people][:, None] == posts[None, :], SAME, cost)
    idle = np.array([[len(at.frame.problem.people[p].skills)] for p in people])
    asked = np.array([len(seat[1]) for seat in wanted])
    found: Ints = cost + 10 * np.maximum(idle - asked, 0)
    return found
