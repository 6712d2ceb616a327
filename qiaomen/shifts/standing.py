"""Who may stand where, worked out once for a problem, and how far each person's share goes. Pure."""

from collections.abc import Sequence
from math import floor

import numpy as np
import numpy.typing as npt

from qiaomen.shifts.problem import Frame, Person, Stint, Turn

Bools = npt.NDArray[np.bool_]


class Standing:
    """What does not change while a roster is solved.

    `free[p, t]`: nothing of a person's own speaks against a turn; `fits[p, c]`: nor against a post's kind. `clash[t]`:
    the turns that somebody cannot stand beside t. `share[p]`: minutes that would be fair.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        problem = frame.problem
        self.free: Bools = np.array([[_is_free(one, turn, frame) for turn in frame.turns] for one in problem.people])
        self.fits: Bools = np.array(
            [[post.kind not in one.not_kinds for post in problem.posts] for one in problem.people]
        )
        self.near: Bools = np.array(
            [[post.path.startswith(one.path) for post in problem.posts] for one in problem.people]
        )
        self.skilled: dict[str, Bools] = {
            skill: np.array([skill in one.skills for one in problem.people])
            for skill in sorted({name for post in problem.posts for name in post.skills})
        }
        rest = problem.rules.rest_hours * 60
        self.clash = [
            [at for at, two in enumerate(frame.turns) if two.begin < one.end + rest and one.begin < two.end + rest]
            for one in frame.turns
        ]
        self.minutes = np.array([turn.minutes for turn in frame.turns])
        self.day = np.array([turn.day for turn in frame.turns])
        self.is_night: Bools = np.array([turn.slot.is_night for turn in frame.turns])
        wanted = np.array([sum(cell.heads for cell in frame.at_turn[at]) for at in range(len(frame.turns))])
        self.share = _shares(self.free, int((wanted * self.minutes).sum()))
        nights = self.free[:, self.is_night]
        self.night_share = _shares(nights, int(wanted[self.is_night].sum()))
        self.step = int(self.minutes.max(initial=1))

    def band(self, person: int) -> tuple[int, int]:
        """Minutes between which somebody's share is fair: one shift apart."""
        low = floor(self.share[person] / self.step) * self.step
        return low, low + self.step

    def night_band(self, person: int) -> tuple[int, int]:
        """The same of nights."""
        low = floor(self.night_share[person])
        return low, low + 1


def _is_free(one: Person, turn: Turn, frame: Frame) -> bool:
    rules = frame.problem.rules
    if turn.slot.is_night and (one.no_nights or (one.is_woman and not rules.women_at_night)):
        return False
    if turn.slot.id in one.not_slots or any(begin < turn.end and turn.begin < end for begin, end in one.away):
        return False
    return _rests(turn, one.before, rules.rest_hours * 60)


def _rests(turn: Turn, before: Sequence[Stint], rest: int) -> bool:
    return all(turn.end + rest <= one.begin or one.end + rest <= turn.begin for one in before)


def _shares(free: Bools, total: int) -> npt.NDArray[np.float64]:
    """`total` split by how much of the time somebody is there; whoever can do little is not owed the rest."""
    there = free.mean(axis=1) if free.shape[1] else np.zeros(len(free))
    weights = np.where(there > 0.5 * there.max(initial=0.0), there.max(initial=0.0), there)
    return weights * (total / weights.sum()) if weights.sum() else weights
