"""Rules of lists' records beyond their types, and what they refer to."""

from collections.abc import Iterable, Sequence

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger.entries import Entry, Need
from qiaomen.lists.records import ListRow, ListRowStep

DECISIONS = frozenset({"link", "unlike", "hand_on", "reopen"})
# Where each row's task stands, and what kind of place that is.
STANDING = """
SELECT r.id, b.author, r.removed_at, p.path, p.parent_id IS NULL, coalesce(s.path, p.path), h.path
FROM lists_row r LEFT JOIN ledger_record b ON b.id = r.id
JOIN places_place p ON p.id = r.place LEFT JOIN places_place s ON s.id = r.spot
LEFT JOIN people_person m ON m.id = r.person LEFT JOIN places_door d ON d.id = m.home_door_id
LEFT JOIN places_place h ON h.id = d.place_id
WHERE r.id = ANY(%b)
"""


def row_references(entry: Entry) -> Iterable[Need]:
    """A row belongs to a list, and may speak of people and a place."""
    body: ListRow = entry.body
    yield Need("list", body.list_id)
    if body.link is not None:
        yield Need("person", body.link)
    if body.spot is not None:
        yield Need("place", body.spot)


def step_references(entry: Entry) -> Iterable[Need]:
    """A step is about a row, and may name a person and a place."""
    body: ListRowStep = entry.body
    yield Need("record", body.row)
    if body.person is not None:
        yield Need("person", body.person)
    if body.to is not None:
        yield Need("place", body.to)


def check_rows(entries: Sequence[Entry]) -> None:
    """A link says why."""
    for entry in entries:
        body: ListRow = entry.body
        if (body.link is None) != (body.certainty == ""):
            entry.decide("rejected", Problem("record.invalid", field="body.certainty", reason="a link says why"))


def check_steps(entries: Sequence[Entry]) -> None:
    """Who decides may; and a step is about a row of the place for which its author may speak.

    That is the place whose task it is or one around it, the place that the row names or the home of its person and
    those around them; a row of a whole community is also the business of whoever knocks in it. That a row is verified
    says one who decides there, and somebody else than who brought the list: nobody alone colours people by a list.
    """
    found = rows(STANDING, [[entry.body.row for entry in entries]])
    standing = {row[0]: row[3:] for row in found}
    brought_by = {row[0]: row[1] for row in found}
    removed = {row[0] for row in found if row[2] is not None}
    for entry in entries:
        body: ListRowStep = entry.body
        if body.action == "remove" or (body.action in DECISIONS and not entry.may_decide):
            entry.decide("rejected", Problem("record.forbidden_kind", field="body.action"))
        elif body.row in removed:
            entry.decide("rejected", Problem("lists.removed", field="body.row"))
        elif body.row not in standing:
            entry.decide("rejected", Problem("lists.not_a_row", field="body.row"))
        elif not _reaches(entry.place_path or "", *standing[body.row]):
            entry.decide("rejected", Problem("record.outside_grant", field="body.row"))
        elif body.outcome == "verified" and not entry.may_decide:
            entry.decide("rejected", Problem("fact.needs_decider", field="body.outcome"))
        elif body.outcome == "verified" and entry.author.worker == brought_by[body.row]:
            entry.decide("rejected", Problem("lists.other_verifies", field="body.outcome"))


def _reaches(path: str, task: str, is_district: bool, spot: str, home: str | None) -> bool:
    around = any(place.startswith(path) for place in (task, spot, home) if place)
    return around or (path.startswith(task) and not is_district and spot == task)
