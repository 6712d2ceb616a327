"""The list behind a number: its members with the words that people know them by, a page at a time."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal, overload
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.campaigns.queries.names import locate
from qiaomen.campaigns.queries.walking import walk
from qiaomen.reports import corrections, levels, queries
from qiaomen.reports.members import Group, Member, grouped
from qiaomen.reports.models import Report

DOORS = """
SELECT d.id, d.label, p.path FROM places_door d JOIN places_place p ON p.id = d.place_id WHERE d.id = ANY(%b)
"""
WALKS = "SELECT id, walk FROM places_door WHERE id = ANY(%b)"
WHO = """
SELECT id, name, true FROM people_person WHERE id = ANY(%b)
UNION ALL SELECT id, name, false FROM access_worker WHERE id = ANY(%b)
"""

CHUNK = 5_000

Show = Literal["all", "new", "gone", "came", "taken"]


class Row(msgspec.Struct):
    """A member: where, behind which door, and who, as far as it is about somebody; `person` where they have a file."""

    subject: UUID
    door: UUID | None
    path: str
    amount: int
    label: str = ""
    person: UUID | None = None
    name: str = ""
    where: str = ""


class Listed(Sequence[Member]):
    """The members of these groups in walking order, made as far as they are looked at: a page of a million is a page.

    `amount` is what they add up to.
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        ranks = walk().ranks
        last = len(ranks)
        self._groups = sorted(groups, key=lambda group: (ranks.get(group.place, last), group.place.bytes))
        self._ends = list(accumulate(map(len, self._groups)))
        self.amount = sum(group.amount for group in self._groups)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, at: int) -> Member: ...
    @overload
    def __getitem__(self, at: slice) -> list[Member]: ...
    def __getitem__(self, at: int | slice) -> Member | list[Member]:
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            return self._between(start, stop)[::step]
        index = range(len(self))[at]
        return self._between(index, index + 1)[0]

    def __iter__(self) -> Iterator[Member]:
        for start in range(0, len(self), CHUNK):
            yield from self._between(start, start + CHUNK)

    def _between(self, start: int, stop: int) -> list[Member]:
        """The members of these positions, by reading the doors of their places only."""
        first, end = bisect_right(self._ends, start), bisect_left(self._ends, stop) + 1
        groups = [list(group.members()) for group in self._groups[first:end]]
        doors = dict(rows(WALKS, [[one.door for group in groups for one in group if one.door]]))
        found = [
            one for group in groups for one in sorted(group, key=lambda one: (doors.get(one.door, ""), one.subject))
        ]
        before = self._ends[first - 1] if first else 0
        return found[start - before : stop - before]


def members(report: Report, figure: str, paths: Iterable[str], show: Show = "all") -> Listed:
    """Members of a figure at and below these paths, in walking order.

    `new` and `gone` compare with the report before as it was sent; `came` and `taken` are its corrections: what came
    late, what was taken back. Raises `report.no_figure`.
    """
    wanted = tuple(paths)
    if show == "all":
        groups = queries.groups_of(report, figure)
    else:
        found = _corrected(report, figure, show) if show in ("came", "taken") else _compared(report, figure, show)
        groups = grouped(found)
    return Listed(queries.below(groups, wanted))


def told(several: Sequence[Member]) -> list[Row]:
    """The members as rows, by four statements however many they are. Names are plain: who shows them masks them."""
    doors = {id: (label, path) for id, label, path in rows(DOORS, [[one.door for one in several if one.door]])}
    subjects = [one.subject for one in several]
    who = {id: (name, has_file) for id, name, has_file in rows(WHO, [subjects, subjects])}
    stand = levels.paths({one.place for one in several})
    found = []
    for one in several:
        label, path = (
            doors.get(one.door, ("", stand.get(one.place, ""))) if one.door else ("", stand.get(one.place, ""))
        )
        name, has_file = who.get(one.subject, ("", False))
        found.append(Row(one.subject, one.door, path, one.amount, label, one.subject if has_file else None, name))
    locate(found)
    return found


def _compared(report: Report, figure: str, show: Show) -> list[Member]:
    now = queries.members_of(report, figure)
    earlier = queries.before(report)
    before = queries.members_of(earlier, figure) if earlier is not None and figure in earlier.numbers else []
    left, right = (now, before) if show == "new" else (before, now)
    known = {one.subject for one in right}
    return [one for one in left if one.subject not in known]


def _corrected(report: Report, figure: str, show: Show) -> list[Member]:
    for one in corrections.of(report):
        if one.figure == figure:
            return one.came if show == "came" else one.taken
    return []
