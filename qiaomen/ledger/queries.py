"""What the ledger did not take yet: refused records and held ones, as far as somebody may see them.

A record is seen by who sees its place; one whose place is not known, by who sees a place where its author works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem

PAGE = 50

_COLUMNS = """
SELECT f.id, {record}, f.kind, f.code, {field}, {details}, f.author, coalesce(w.name, ''), coalesce(o.name, ''),
       f.door, coalesce(d.label, ''), coalesce(p.path, (
         SELECT min(u.path) FROM access_grant g JOIN places_place u ON u.id = g.place_id WHERE g.worker_id = f.author),
         ''), p.path IS NOT NULL, f.received_at, {done}
"""
_FROM = """
FROM {table} f
LEFT JOIN access_worker w ON w.id = f.author LEFT JOIN access_organisation o ON o.id = w.organisation_id
LEFT JOIN places_door d ON d.id = f.door LEFT JOIN places_place p ON p.id = coalesce(d.place_id, f.place)
WHERE f.outbreak = %(outbreak)s AND {seen}
"""
_SEEN = """
(({inside_p}) OR (p.path IS NULL AND EXISTS (
  SELECT 1 FROM access_grant g JOIN places_place u ON u.id = g.place_id WHERE g.worker_id = f.author AND ({inside_u}))))
"""
REFUSED = _COLUMNS.format(
    record="f.record", field="f.field", details="f.details::text", done="f.mended_by IS NOT NULL OR f.sealed = ''"
)
HELD = _COLUMNS.format(record="f.id", field="''", details="'{}'", done="f.verdict <> ''")
# What nobody has mended, and what is still there to be mended.
OPEN = "f.mended_by IS NULL AND f.sealed <> ''"
ORDER = " ORDER BY f.received_at DESC, f.id DESC LIMIT %(limit)s"
AFTER = " AND (f.received_at, f.id) < (SELECT a.received_at, a.id FROM {table} a WHERE a.id = %(after)s)"


@dataclass(slots=True)
class Kept:
    """A record that the ledger did not take: what, whose, where, when and why. Its content stays sealed."""

    id: UUID
    record: UUID
    kind: str
    code: str
    field: str
    details: str
    author_id: UUID
    author: str
    organisation: str
    door: UUID | None
    label: str
    path: str
    is_placed: bool
    """Whether `path` is the record's own; else it is where its author works."""
    at: datetime
    is_settled: bool
    where: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many records wait for somebody."""

    refused: int
    held: int


def refused(
    worker: Worker, outbreak: UUID, *, after: UUID | None = None, limit: int | None = PAGE, verb: Verb = Verb.SEE
) -> list[Kept]:
    """Refused records that nobody has mended and that are kept still, the newest first."""
    return _page("ledger_refusal", REFUSED, OPEN, worker, outbreak, after, limit, verb)


def held(
    worker: Worker, outbreak: UUID, *, after: UUID | None = None, limit: int | None = PAGE, verb: Verb = Verb.SEE
) -> list[Kept]:
    """Records that wait for a lead's review or for what they refer to, the newest first."""
    return _page("ledger_held", HELD, "f.verdict = ''", worker, outbreak, after, limit, verb)


def numbers(worker: Worker, outbreak: UUID) -> Numbers:
    """How many of both, for the places that the worker sees."""
    seen, parameters = _seen(areas(worker, Verb.SEE))
    counted = [
        f"(SELECT count(*) {_FROM.format(table=table, seen=seen)} AND {still})"
        for table, still in (("ledger_refusal", OPEN), ("ledger_held", "f.verdict = ''"))
    ]
    return Numbers(*_rows(f"SELECT {', '.join(counted)}", {**parameters, "outbreak": outbreak})[0])


def kept_at(door: UUID) -> list[tuple[UUID, str, bool]]:
    """(id, kind, whether it was refused) of what the ledger did not take of a door, where nobody has settled it."""
    refused = f"SELECT id, kind, true, received_at FROM ledger_refusal f WHERE door = %(door)s AND {OPEN}"
    held = "SELECT id, kind, false, received_at FROM ledger_held WHERE door = %(door)s AND verdict = ''"
    found = _rows(f"{refused} UNION ALL {held} ORDER BY received_at DESC LIMIT {PAGE}", {"door": door})
    return [(id, kind, is_refused) for id, kind, is_refused, _at in found]


def refusal_for(worker: Worker, refusal: UUID) -> tuple[Kept, bytes]:
    """One refused record and its sealed content. Raises `access.not_found` outside what the worker sees."""
    return _one("ledger_refusal", REFUSED, worker, refusal)


def held_for(worker: Worker, record: UUID) -> Kept:
    """One held record. Raises `access.not_found` outside what the worker sees."""
    return _one("ledger_held", HELD, worker, record)[0]


def _page(
    table: str,
    columns: str,
    still: str,
    worker: Worker,
    outbreak: UUID,
    after: UUID | None,
    limit: int | None,
    verb: Verb,
) -> list[Kept]:
    seen, parameters = _seen(areas(worker, verb))
    statement = columns + _FROM.format(table=table, seen=seen) + f" AND {still}"
    statement += (AFTER.format(table=table) if after else "") + ORDER
    return [
        Kept(*row) for row in _rows(statement, {**parameters, "outbreak": outbreak, "after": after, "limit": limit})
    ]


def _one(table: str, columns: str, worker: Worker, id: UUID) -> tuple[Kept, bytes]:
    seen, parameters = _seen(areas(worker, Verb.SEE))
    source = _FROM.format(table=table, seen=seen).replace("f.outbreak = %(outbreak)s", "f.id = %(id)s")
    found = _rows(f"{columns}, f.sealed {source}", {**parameters, "id": id})
    if not found:
        raise Problem("access.not_found")
    *row, sealed = found[0]
    return Kept(*row), bytes(sealed or b"")


def _seen(paths: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """The rule above in SQL, and its parameters."""
    parameters: dict[str, Any] = {f"area{n}": path for n, path in enumerate(paths)}

    def inside(table: str) -> str:
        return " OR ".join(f"starts_with({table}.path, %({name})s)" for name in parameters) or "false"

    return _SEEN.format(inside_p=inside("p"), inside_u=inside("u")), parameters


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
