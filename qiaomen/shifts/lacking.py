"""What a roster lacks at its posts, and whose share of it is not fair: what mending and evening out go by."""

from collections.abc import Iterable, Iterator
from math import ceil, floor

import numpy as np

from qiaomen.shifts.draft import Ints
from qiaomen.shifts.problem import Cell, Frame
from qiaomen.shifts.standing import Standing


def lacks(
    frame: Frame, people: dict[int, list[int]], cells: Iterable[Cell] | None = None
) -> Iterator[tuple[int, str, int]]:  # fmt: skip
    """(cell, what, how many) of everything that lacks in these cells (or all), with these people by cell."""
    problem = frame.problem
    for cell in frame.cells if cells is None else cells:
        post, here = problem.posts[cell.post], [problem.people[one] for one in people.get(cell.index, [])]
        if len(here) < cell.heads:
            yield cell.index, "", cell.heads - len(here)
        for skill, many in post.skills.items():
            have = sum(skill in one.skills for one in here)
            if have < min(many, cell.heads):
                yield cell.index, skill, min(many, cell.heads) - have
        if problem.rules.local and not any(post.path.startswith(one.path) for one in here):
            yield cell.index, "local", 1
        if problem.rules.mixed and len(here) > 1 and len({one.organisation for one in here}) == 1:
            yield cell.index, "mixed", 1


def people_at(given: Ints) -> dict[int, list[int]]:
    """Who stands there, by cell."""
    found: dict[int, list[int]] = {}
    for person, turn in zip(*np.nonzero(given >= 0), strict=True):
        found.setdefault(int(given[person, turn]), []).append(int(person))
    return found


def fair(standing: Standing, given: Ints, people: Iterable[int] | None = None) -> Ints:
    """By person (of all, or of these), how many shifts and nights lie outside of their fair share."""
    stands = given >= 0
    minutes, nights = stands @ standing.minutes, stands @ standing.is_night.astype(np.int64)
    found = []
    for person in range(len(given)) if people is None else people:
        low, high = standing.band(person)
        few, many = standing.night_band(person)
        hours = max(low - minutes[person], minutes[person] - high, 0) / standing.step
        found.append(ceil(hours) + max(few - nights[person], nights[person] - many, 0))
    return np.array([floor(one) for one in found])
