"""The list behind a number: its members with the words that people know them by, a page at a time."""

from collections.abc import Iterable, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.campaigns.queries.names import locate
from qiaomen.campaigns.queries.walking import walk
from qiaomen.reports import corrections, levels, queries
from qiaomen.reports.members import Member
from qiaomen.reports.models import Report

DOORS = """
SELECT d.id, d.label, p.path FROM places_door d JOIN places_place p ON p.id = d.place_id WHERE d.id = ANY(%b)
"""
WALKS = "SELECT id, walk FROM places_door WHERE id = ANY(%b)"
PEOPLE = "SELECT id, name FROM people_person WHERE id = ANY(%b)"

Show = Literal["all", "new", "gone", "came", "taken"]


class Row(msgspec.Struct):
    """A member: where, behind which door, and who, as far as it is about a person."""

    subject: UUID
    door: UUID | None
    path: str
    amount: int
    label: str = ""
    person: UUID | None = None
    name: str = ""
    where: str = ""


def members(report: Report, figure: str, paths: Iterable[str], show: Show = "all") -> list[Member]:
    """Members of a figure at and below these paths, in walking order.

    `new` and `gone` compare with the report before as it was sent; `came` and `taken` are its corrections: what came
    late, what was taken back. Raises `report.no_figure`.
    """
    wanted = tuple(paths)
    found = _corrected(report, figure, show) if show in ("came", "taken") else _compared(report, figure, show)
    stand = levels.paths({member.place for member in found})
    kept = [member for member in found if stand.get(member.place, "").startswith(wanted)] if wanted else []
    ranks, doors = walk().ranks, dict(rows(WALKS, [[member.door for member in kept if member.door]]))
    last = len(ranks)
    return sorted(kept, key=lambda one: (ranks.get(one.place, last), doors.get(one.door, ""), one.subject))


def told(several: Sequence[Member]) -> list[Row]:
    """The members as rows, by four statements however many they are. Names are plain: who shows them masks them."""
    doors = {id: (label, path) for id, label, path in rows(DOORS, [[one.door for one in several if one.door]])}
    people = dict(rows(PEOPLE, [[one.subject for one in several]]))
    stand = levels.paths({one.place for one in several})
    found = []
    for one in several:
        label, path = (
            doors.get(one.door, ("", stand.get(one.place, ""))) if one.door else ("", stand.get(one.place, ""))
        )
        person = one.subject if one.subject in people else None
        found.append(Row(one.subject, one.door, path, one.amount, label, person, people.get(one.subject, "")))
    locate(found)
    return found


def _compared(report: Report, figure: str, show: Show) -> list[Member]:
    now = queries.members_of(report, figure)
    if show == "all":
        return now
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
