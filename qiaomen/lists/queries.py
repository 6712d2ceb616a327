"""Reads of lists' rows: which rows, counted and listed by one definition, with what is sealed opened for a page.

A row is seen by who sees the place whose task it is, the place that it names, or the home of the person it means.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec
from django.db import connection
from django.utils import timezone

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import unseal
from qiaomen.base.sql import rows as sql_rows
from qiaomen.lists.lines import CategoryLine, ListLine, Opened, RowLine
from qiaomen.lists.models import OF_HEALTH, OPEN

CHUNK = 1_000
SORTS = {
    "due": "r.next_at NULLS LAST, r.ended_at DESC, t.path, r.line",
    "line": "l.received_at DESC, r.list_id, r.line",
    "place": "coalesce(h.path, s.path, t.path), r.line",
    "arrived": "r.arrived DESC NULLS LAST, r.line",
}
_COLUMNS = """
SELECT r.id, r.list_id, l.title, l.dated, r.line, r.category, r.state, r.certainty, r.person, r.candidates, r.origin,
       r.arrived, r.transport, r.tries, r.last_at, r.next_at, r.ended_at, r.received_at, r.removed_at, r.worker,
       coalesce(w.name, ''), coalesce(m.name, ''), m.home_door_id, coalesce(d.label, ''), coalesce(h.path, ''),
       coalesce(s.path, ''), t.path, t.id, t.name
"""
_FROM = """
FROM lists_row r
JOIN lists_list l ON l.id = r.list_id
JOIN places_place t ON t.id = r.place
LEFT JOIN places_place s ON s.id = r.spot
LEFT JOIN people_alias a ON a.id = r.person
LEFT JOIN people_person m ON m.id = coalesce(a.canonical, r.person)
LEFT JOIN places_door d ON d.id = m.home_door_id LEFT JOIN places_place h ON h.id = d.place_id
LEFT JOIN access_worker w ON w.id = r.worker
"""
SEALED = """
SELECT DISTINCT ON (coalesce(root, id)) coalesce(root, id), id, sealed, coalesce((body->>'sex')::int, 0),
  (body->>'birth_year')::int
FROM ledger_record
WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind = 'list_row'
ORDER BY coalesce(root, id), root IS NOT NULL DESC, at DESC, id DESC
"""
BY_STATE = "SELECT r.state, count(*)"
BY_LIST = """
SELECT r.list_id, l.title, l.source, l.category, l.dated, l.received_at, count(*),
       count(*) FILTER (WHERE r.state = ANY(%(open)s)), count(*) FILTER (WHERE r.state = 'doubtful'),
       count(*) FILTER (WHERE r.state = 'unknown'), count(*) FILTER (WHERE r.next_at < %(now)s)
"""
BY_CATEGORY = """
SELECT r.category, count(*), count(*) FILTER (WHERE r.state = ANY(%(open)s)),
       count(*) FILTER (WHERE r.next_at < %(now)s)
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: at and below these paths; of a list, a category, some states, a worker; those overdue.

    `without`: categories that the reader may not know.
    """

    paths: tuple[str, ...]
    list_id: UUID | None = None
    category: str = ""
    states: tuple[str, ...] = ()
    worker: UUID | None = None
    overdue_at: datetime | None = None
    row: UUID | None = None
    person: UUID | None = None
    without: tuple[str, ...] = ()

    def where(self) -> tuple[str, dict[str, Any]]:
        """The one definition in SQL, with its parameters."""
        said: dict[str, Any] = {f"path{n}": path for n, path in enumerate(self.paths)}
        ends = {f"end{n}": path + "g" for n, path in enumerate(self.paths)}
        inside = [
            f"{table}.path >= %(path{n})s AND {table}.path < %(end{n})s"
            for n in range(len(self.paths))
            for table in ("t", "s", "h")
        ]
        kept = [f"({' OR '.join(inside) or 'false'})"]
        for name, test in _TESTS.items():
            if value := getattr(self, name):
                kept.append(test)
                said[name] = list(value) if isinstance(value, tuple) else value
        return " WHERE " + " AND ".join(kept), said | ends


_TESTS = {
    "list_id": "r.list_id = %(list_id)s",
    "category": "r.category = %(category)s",
    "states": "r.state = ANY(%(states)s)",
    "worker": "r.worker = %(worker)s",
    "overdue_at": "r.next_at < %(overdue_at)s",
    "row": "r.id = %(row)s",
    "person": "coalesce(a.canonical, r.person) = %(person)s",
    "without": "r.category <> ALL(%(without)s)",
}


class Rows(Sequence[RowLine]):
    """The rows wanted, sorted; read a slice at a time, for a paginator."""

    def __init__(self, wanted: Wanted, *, sort: str = "due") -> None:
        self.wanted, self.order = wanted, SORTS[sort]
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = sum(numbers(self.wanted).values())
        return self._count

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._read(index.start or 0, (index.stop or len(self)) - (index.start or 0))
        return self._read(index, 1)[0]

    def chunks(self) -> Iterator[list[RowLine]]:
        """All of them, for an export."""
        for start in range(0, len(self), CHUNK):
            yield self._read(start, CHUNK)

    def _read(self, start: int, count: int) -> list[RowLine]:
        where, said = self.wanted.where()
        statement = f"{_COLUMNS}{_FROM}{where} ORDER BY {self.order}, r.id LIMIT %(count)s OFFSET %(start)s"
        return [_line(row) for row in _ask(statement, said | {"count": count, "start": start})]


def wanted_by(worker: Worker, verb: Verb = Verb.SEE, *, path: str = "", **more: Any) -> Wanted:
    """The rows that a worker may see (or do more with); `path` narrows them, and was checked by the caller.

    A police member sees none of lists that tell of health.
    """
    without = tuple(map(str, OF_HEALTH)) if worker.is_police else ()
    return Wanted(paths=(path,) if path else tuple(areas(worker, verb)), without=without, **more)


def numbers(wanted: Wanted) -> dict[str, int]:
    """How many rows in each state."""
    where, said = wanted.where()
    return dict(_ask(f"{BY_STATE}{_FROM}{where} GROUP BY r.state", said))


def lists(wanted: Wanted, *, now: datetime | None = None) -> list[ListLine]:
    """The lists of which somebody sees rows, the newest first."""
    where, said = wanted.where()
    order = " GROUP BY r.list_id, l.id ORDER BY l.received_at DESC, l.id"
    return [ListLine(*row) for row in _ask(f"{BY_LIST}{_FROM}{where}{order}", said | _open_at(now))]


def categories(wanted: Wanted, *, now: datetime | None = None) -> list[CategoryLine]:
    """The categories of outside lists, the largest first."""
    where, said = wanted.where()
    order = " GROUP BY r.category ORDER BY count(*) DESC, r.category"
    return [CategoryLine(*row) for row in _ask(f"{BY_CATEGORY}{_FROM}{where}{order}", said | _open_at(now))]


def row_for(worker: Worker, row: UUID, verb: Verb = Verb.SEE) -> RowLine:
    """One row. Raises `access.not_found` where the worker may not see it, `access.forbidden` without the verb there."""
    for found in Rows(wanted_by(worker, verb, row=row))[0:1]:
        return found  # type: ignore[no-any-return]
    around = tuple(worker.grants.in_force().values_list("place__path", flat=True))
    raise Problem("access.forbidden" if len(Rows(Wanted(around, row=row))) else "access.not_found")


def of_person(worker: Worker, person: UUID) -> list[RowLine]:
    """The rows that are taken for a person (by the canonical id), as far as the worker sees them."""
    return list(Rows(wanted_by(worker, person=person))[0:100])


def open_tasks(worker: Worker, *, verb: Verb = Verb.RECORD) -> Rows:
    """What is still to be done in the places where the worker knocks, the most urgent first: also for the phone."""
    return Rows(wanted_by(worker, verb, states=OPEN))


def open_rows(keys: Keys, found: Sequence[RowLine]) -> None:
    """Fill `said` of these rows. Who calls has checked the right to see the rows; numbers and phones need more."""
    ids = [row.id for row in found]
    kept = {root: line for root, *line in sql_rows(SEALED, [ids, ids])} if ids else {}
    for row in found:
        record, secret, sex, year = kept.get(row.id, (row.id, None, 0, None))
        if secret is not None:
            row.said = msgspec.json.decode(unseal(keys, bytes(secret), row=record), type=Opened)
        row.said.sex, row.said.birth_year = sex, year


class Followed(Protocol):
    """Something that somebody follows up; `worker_name` is who has taken it over."""

    worker_name: str
    follower: str

    @property
    def path(self) -> str: ...


def add_followers(found: Collection[Followed]) -> None:
    """Fill `follower`: who has taken it over, else who answers most closely for where it belongs."""
    duties = _duties({row.path for row in found if not row.worker_name})
    for row in found:
        row.follower = row.worker_name or next((name for path, name in duties if row.path.startswith(path)), "")


_DUTIES = """
SELECT p.path, w.name
FROM duty_duty y JOIN places_place p ON p.id = y.place_id JOIN access_worker w ON w.id = y.worker_id
WHERE y.since <= now() AND (y.until IS NULL OR y.until > now()) AND EXISTS (
  SELECT 1 FROM unnest(%(paths)s::text[]) AS x(path) WHERE starts_with(x.path, p.path))
ORDER BY length(p.path) DESC, y.role = 'grid_worker' DESC, w.name
"""


def _duties(paths: Collection[str]) -> list[tuple[str, str]]:
    """Who answers for the places on the way to these paths, the innermost first."""
    return [(path, name) for path, name in _ask(_DUTIES, {"paths": list(paths)})] if paths else []


def _open_at(now: datetime | None) -> dict[str, Any]:
    return {"open": list(OPEN), "now": now or timezone.now()}


def _line(row: tuple[Any, ...]) -> RowLine:
    one = RowLine(*row)
    one.candidates = msgspec.json.decode(one.candidates) if isinstance(one.candidates, str) else one.candidates
    return one


def _ask(statement: str, said: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
