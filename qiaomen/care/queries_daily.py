"""Daily visits as lists show them: what is owed first. The number and the list are one query."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.care import daily
from qiaomen.care.folds import zone

Today = Literal["missed", "due", "later", "seen"]
LISTED = """
SELECT v.id, v.place, p.path, v.door, d.label, v.person, coalesce(h.name, ''), h.birth_year, v.why, v.by, v.worker,
       coalesce(w.name, ''), v.begun_at, v.seen_at, coalesce(s.name, ''), v.how, v.tried_at, v.told_at, v.told_level,
       v.told, v.missed, v.ended_at
FROM care_dailyvisit v JOIN places_place p ON p.id = v.place JOIN places_door d ON d.id = v.door
LEFT JOIN people_person h ON h.id = v.person LEFT JOIN access_worker w ON w.id = v.worker
LEFT JOIN access_worker s ON s.id = v.seen_by
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND (%b::uuid IS NULL OR v.id = %b) AND (v.ended_at IS NULL OR %b::uuid IS NOT NULL)
  AND (%b::uuid IS NULL OR v.worker = %b)
ORDER BY v.by, p.walk, d.walk, v.id
"""


class Row(msgspec.Struct):
    """A daily visit as lists show it; `today` is how it stands."""

    id: UUID
    place: UUID
    path: str
    door: UUID
    label: str
    person: UUID | None
    name: str
    birth_year: int | None
    why: str
    by: str
    worker: UUID | None
    worker_name: str
    begun_at: datetime
    seen_at: datetime | None
    seer: str
    how: str
    tried_at: datetime | None
    told_at: datetime | None
    told_level: int
    told: list[UUID]
    missed: int
    ended_at: datetime | None
    today: Today = "later"
    where: str = ""


class Numbers(msgspec.Struct, frozen=True):
    """How many stand how today."""

    missed: int
    due: int
    later: int
    seen: int

    @property
    def all(self) -> int:
        return self.missed + self.due + self.later + self.seen


ORDER: Sequence[Today] = ("missed", "due", "later", "seen")


def visits(worker: Worker, *, now: datetime, verb: Verb = Verb.SEE) -> list[Row]:
    """The daily visits under way where the worker may do this, what is owed first."""
    return _listed(areas(worker, verb), now)


def of_worker(worker: UUID, paths: Sequence[str], *, now: datetime) -> list[Row]:
    """Those that this worker goes to, at or below these places."""
    return _listed(paths, now, worker=worker)


def visit_for(worker: Worker, visit: UUID, *, now: datetime, verb: Verb = Verb.SEE) -> Row:
    """One. Raises `access.not_found` outside the worker's area, `access.forbidden` where the verb lacks."""
    found = _listed([""], now, visit=visit)
    if not found:
        raise Problem("access.not_found")
    check(worker, verb, found[0].path)
    return found[0]


def numbers(several: Iterable[Row]) -> Numbers:
    """What the list holds."""
    states = [one.today for one in several]
    return Numbers(*(states.count(one) for one in ORDER))


def standing(row: Row, now: datetime) -> Today:
    """How a visit stands today: seen; missed, once those who lead have to know; due, once its hour has come; later."""
    here = zone()
    if daily.is_today(row.seen_at, now, here):
        return "seen"
    level = daily.level(
        by=row.by, begun_at=row.begun_at, seen_at=row.seen_at, tried_at=row.tried_at, now=now, zone=here
    )
    return "missed" if level >= daily.LEADS else "due" if level > daily.NOT_YET else "later"


def _listed(paths: Sequence[str], now: datetime, *, visit: UUID | None = None, worker: UUID | None = None) -> list[Row]:
    found = [Row(*row) for row in rows(LISTED, [list(paths), visit, visit, visit, worker, worker])]
    for one in found:
        one.today = standing(one, now)
    return sorted(found, key=lambda one: ORDER.index(one.today))
