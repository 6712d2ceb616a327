"""Cutting one walk into contiguous parts: the longest as short as possible, few of them in two buildings or alleys.

All arithmetic is in whole seconds. `docs/planner.md` proves what is exact: the optimum of the longest part, and the
fewest parts that span containers under a bound on the longest.
"""

from bisect import bisect_right
from fractions import Fraction

from qiaomen.campaigns.planner.even import even_out
from qiaomen.campaigns.planner.work import Walk

TOLERANCE = Fraction(1, 20)
REFINE_UP_TO = 500_000
"""Table cells beyond which the bound is not tightened further; only zones of some ten thousand doors have so many."""


def parts_needed(walk: Walk, limit: int) -> int | None:
    """The fewest contiguous parts of at most `limit` seconds each; None when a single door takes longer."""
    parts = start = 0
    while start < walk.doors:
        stop = bisect_right(walk.prefix, walk.prefix[start] + limit) - 1
        if stop <= start:
            return None
        start = stop
        parts += 1
    return parts


def shortest_longest(walk: Walk, parts: int) -> int:
    """The least possible seconds of the longest of `parts` contiguous parts: exact."""
    if parts <= 0:
        raise ValueError("at least one part")
    heaviest, total = walk.heaviest(), walk.prefix[-1]
    low = max(heaviest, -(-total // parts))
    high = low + heaviest
    while low < high:
        middle = (low + high) // 2
        needed = parts_needed(walk, middle)
        if needed is not None and needed <= parts:
            high = middle
        else:
            low = middle + 1
    return low


def cut(walk: Walk, parts: int, *, tolerance: Fraction = TOLERANCE, ceiling: int | None = None) -> list[int]:
    """`parts` + 1 cuts from 0 to the last door; parts beyond the number of doors are empty and come last.

    The longest part is at most (1 + tolerance) × the optimum, and at most `ceiling` seconds where the optimum is;
    under that bound as few parts as possible span two containers, then the longest is as short as that allows, then
    neighbours are evened out.
    """
    used = min(parts, walk.doors)
    if used == 0:
        return [0] * (parts + 1)
    best = shortest_longest(walk, used)
    limit = int(best * (1 + tolerance))
    if ceiling is not None and best <= ceiling:
        limit = min(limit, ceiling)
    return even_out(walk, _tightest(walk, used, best, limit), used) + [walk.doors] * (parts - used)


def fewest_spanning(walk: Walk, parts: int, limit: int) -> int:
    """The least possible number of parts in more than one container, all parts within `limit` seconds: exact."""
    return len(_Reach(walk, limit).table(parts)) - 1


def _tightest(walk: Walk, parts: int, low: int, high: int) -> list[int]:
    """Cuts with the fewest spanning parts under `high`, and the smallest bound from `low` on that allows as few."""
    reach = _Reach(walk, high)
    rows = reach.table(parts)
    if len(rows) * parts > REFINE_UP_TO:
        return reach.cuts(rows)
    spanning = len(rows) - 1
    while low < high:
        middle = (low + high) // 2
        tighter = _Reach(walk, middle)
        found = tighter.table(parts, most=spanning)
        if found:
            high, reach, rows = middle, tighter, found
        else:
            low = middle + 1
    return reach.cuts(rows)


class _Reach:
    """How far one part may reach from each door under a limit: in any case, and without leaving the container.

    `rows[s][p]` is the farthest position that p parts can cover when at most s of them span containers. Going
    farther is never worse: what is left is covered by the same parts, shortened. So each cell needs the two cells
    before it only.
    """

    __slots__ = ("doors", "far", "inside", "rest")

    def __init__(self, walk: Walk, limit: int) -> None:
        prefix, doors = walk.prefix, walk.doors
        self.doors = doors
        self.far: list[int] = []
        stop = 0
        for before in prefix:
            room = before + limit
            while stop < doors and prefix[stop + 1] <= room:
                stop += 1
            self.far.append(stop)
        self.inside = [far if far < end else end for far, end in zip(self.far, walk.end, strict=True)]
        self.rest = [0] * (doors + 1)
        """The fewest parts that cover what is left after a position."""
        for position in range(doors - 1, -1, -1):
            self.rest[position] = 1 + self.rest[self.far[position]]

    def table(self, parts: int, most: int | None = None) -> list[list[int]]:
        """Rows until one covers all doors; empty when none with at most `most` spanning parts does.

        A row ends where even spanning parts without number could not cover the rest.
        """
        rows: list[list[int]] = []
        most = parts if most is None else most
        while len(rows) <= most:
            rows.append(self.row(rows[-1] if rows else [], parts))
            if rows[-1][-1] == self.doors:
                return rows
        return []

    def row(self, above: list[int], parts: int) -> list[int]:
        """The positions that 0, 1, 2 … parts reach, one more of which may span than in the row above."""
        far, inside, rest = self.far, self.inside, self.rest
        row, reached = [0], 0
        for used, position in enumerate(above, start=1):
            within, across = inside[reached], far[position]
            reached = within if within > across else across
            if used + rest[reached] > parts:
                return row
            row.append(reached)
        while reached < self.doors:
            reached = inside[reached]
            if len(row) + rest[reached] > parts:
                return row
            row.append(reached)
        return row

    def cuts(self, rows: list[list[int]]) -> list[int]:
        """The cuts behind the last row's first cell that covers all doors."""
        spanning = len(rows) - 1
        part = rows[-1].index(self.doors)
        cuts = [self.doors]
        while part > 0:
            part -= 1
            if self.inside[rows[spanning][part]] < cuts[-1]:
                spanning -= 1
            cuts.append(rows[spanning][part])
        return cuts[::-1]
