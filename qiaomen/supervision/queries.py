"""Findings as lists show them: what is overdue first, and who is found again and again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import told
from qiaomen.ledger.told import Told
from qiaomen.ledger.words import words_of
from qiaomen.supervision.folds import FINDINGS

Shown = Literal["unsettled", "open", "rectified", "closed"]
SHOWN: tuple[Shown, ...] = ("unsettled", "open", "rectified", "closed")
# How often the same thing was found at the same place within thirty days, this time included.
LISTED = """
SELECT f.id, f.place, p.path, f.door, coalesce(d.label, ''), f.what, f.state, f.organisation, coalesce(o.name, ''),
       f.found_at, f.found_by, coalesce(w.name, ''), f.due_at, f.rectified_at, f.rectified_by, f.looked_at, f.closed_at,
       f.reopened, f.suspension,
       (SELECT count(*) FROM supervision_finding g WHERE g.place = f.place AND g.what = f.what
        AND g.door IS NOT DISTINCT FROM f.door AND g.found_at <= f.found_at
        AND g.found_at > f.found_at - interval '30 days')
FROM supervision_finding f JOIN places_place p ON p.id = f.place
LEFT JOIN places_door d ON d.id = f.door LEFT JOIN access_organisation o ON o.id = f.organisation
LEFT JOIN access_worker w ON w.id = f.found_by
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND (%b::uuid IS NULL OR f.id = %b) AND (%b::uuid IS NULL OR f.door = %b)
ORDER BY f.state = 'closed', coalesce(f.state = 'open' AND f.due_at < %b, false) DESC, f.due_at, f.found_at DESC, f.id
"""
AUTHORS = "SELECT id, name FROM access_worker WHERE id = ANY(%b)"


class Row(msgspec.Struct):
    """A finding as lists show it; `times` is how often it was found there within thirty days."""

    id: UUID
    place: UUID
    path: str
    door: UUID | None
    label: str
    what: str
    state: str
    organisation: UUID | None
    organisation_name: str
    found_at: datetime
    found_by: UUID
    finder: str
    due_at: datetime | None
    rectified_at: datetime | None
    rectified_by: UUID | None
    looked_at: datetime | None
    closed_at: datetime | None
    reopened: int
    suspension: UUID | None
    times: int
    where: str = ""

    def is_overdue(self, now: datetime) -> bool:
        return self.state == "open" and self.due_at is not None and self.due_at < now


class Line(msgspec.Struct):
    """One record of a finding: the finding itself, or a step. `note` is sealed, and opened where keys are given."""

    told: Told
    author: str
    note: str = ""


class Numbers(msgspec.Struct, frozen=True):
    """How many findings are in each state; `overdue` are of the open ones."""

    open: int
    rectified: int
    closed: int
    overdue: int


def findings(worker: Worker, *, now: datetime, verb: Verb = Verb.SEE) -> list[Row]:
    """All findings where the worker may do this: what is overdue first, what is closed last."""
    return _listed(areas(worker, verb), now)


def of(several: Sequence[Row], shown: Shown) -> list[Row]:
    """Those of one view."""
    return [one for one in several if one.state == shown or (shown == "unsettled" and one.state != "closed")]


def numbers(several: Sequence[Row], now: datetime) -> Numbers:
    """What the list's views hold."""
    states = [one.state for one in several]
    return Numbers(
        states.count("open"), states.count("rectified"), states.count("closed"), sum(o.is_overdue(now) for o in several)
    )


def finding_for(worker: Worker, finding: UUID, *, now: datetime, verb: Verb = Verb.SEE) -> Row:
    """One finding. Raises `access.not_found` outside the worker's area."""
    found = _listed(areas(worker, verb), now, finding=finding)
    if not found:
        raise Problem("access.not_found")
    return found[0]


def at_door(door: UUID, *, now: datetime) -> list[Row]:
    """The findings about a door. The caller has checked that it may be seen."""
    return _listed([""], now, door=door)


def thread(finding: UUID, *, keys: Keys | None = None) -> list[Line]:
    """A finding and its steps, in order; what was taken back is not there. With keys the notes are opened."""
    made = told.of_chains([finding]).get(finding)
    lines = [*([made] if made is not None else []), *FINDINGS.steps_of([finding])[finding]]
    names = dict(rows(AUTHORS, [[one.author for one in lines]])) if lines else {}
    said = words_of(keys, [one.record for one in lines]) if keys is not None else {}
    return [Line(one, names.get(one.author, ""), said.get(one.record, {}).get("note", "")) for one in lines]


def _listed(paths: Sequence[str], now: datetime, *, finding: UUID | None = None, door: UUID | None = None) -> list[Row]:
    return [Row(*row) for row in rows(LISTED, [list(paths), finding, finding, door, door, now])]
