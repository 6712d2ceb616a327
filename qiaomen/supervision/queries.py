"""Findings as lists show them: what is overdue first, how old, and who is found again and again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger.lines import Line, lines_of
from qiaomen.supervision import limits
from qiaomen.supervision.folds import FINDINGS

Shown = Literal["unsettled", "open", "overdue", "rectified", "closed", "all"]
SHOWN: tuple[Shown, ...] = ("unsettled", "open", "overdue", "rectified", "closed", "all")
OF_HEALTH = ("not_followed", "not_disinfected")
"""Kinds that tell of whoever lives behind the door: who may not see health is told of the place only."""
# How often the same thing was found at the same place within thirty days, this time included.
LISTED = """
SELECT f.id, f.place, p.path, f.door, coalesce(d.label, ''), f.what, f.state, f.organisation, coalesce(o.name, ''),
       f.found_at, f.found_by, coalesce(w.name, ''), f.due_at, f.rectified_at, f.rectifiers, f.looked_at, f.closed_at,
       f.reopened, f.suspension,
       (SELECT count(*) FROM supervision_finding g WHERE g.place = f.place AND g.what = f.what
        AND g.door IS NOT DISTINCT FROM f.door AND g.found_at <= f.found_at
        AND g.found_at > f.found_at - interval '30 days'),
       f.duty, coalesce(u.role, ''), f.worker, coalesce(r.name, ''), f.stand_in, coalesce(s.name, ''), f.told
FROM supervision_finding f JOIN places_place p ON p.id = f.place
LEFT JOIN places_door d ON d.id = f.door LEFT JOIN access_organisation o ON o.id = f.organisation
LEFT JOIN access_worker w ON w.id = f.found_by LEFT JOIN access_worker r ON r.id = f.worker
LEFT JOIN access_worker s ON s.id = f.stand_in LEFT JOIN duty_duty u ON u.id = f.duty
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND (%b::uuid IS NULL OR f.id = %b) AND (%b::uuid IS NULL OR f.door = %b)
ORDER BY f.state = 'closed', coalesce(f.state = 'open' AND f.due_at < %b, false) DESC, f.due_at, f.found_at DESC, f.id
"""


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
    rectifiers: list[UUID]
    looked_at: datetime | None
    closed_at: datetime | None
    reopened: int
    suspension: UUID | None
    times: int
    duty: UUID | None
    duty_role: str
    worker: UUID | None
    worker_name: str
    stand_in: UUID | None
    stand_in_name: str
    told: list[UUID]
    where: str = ""

    def is_overdue(self, now: datetime) -> bool:
        return self.state == "open" and self.due_at is not None and self.due_at < now


class Numbers(msgspec.Struct, frozen=True):
    """How many findings are in each state; `overdue` are of the open ones, `ages` of those not closed."""

    open: int
    rectified: int
    closed: int
    overdue: int
    ages: dict[limits.Age, int]


class Narrowed(msgspec.Struct, frozen=True):
    """What a view of the list is narrowed to, beside its state; what is None narrows nothing."""

    age: limits.Age | None = None
    what: str = ""
    place: UUID | None = None
    organisation: UUID | None = None
    worker: UUID | None = None
    days: int | None = None

    def takes(self, one: Row, now: datetime) -> bool:
        """Whether a finding stands in that view."""
        return (
            (self.age is None or (one.state != "closed" and limits.age(one.found_at, now) == self.age))
            and self.what in ("", one.what)
            and self.place in (None, one.place)
            and self.organisation in (None, one.organisation)
            and self.worker in (None, one.worker)
            and (self.days is None or one.found_at > now - timedelta(days=self.days))
        )


EVERY = Narrowed()


def findings(worker: Worker, *, now: datetime, shows_health: bool, verb: Verb = Verb.SEE) -> list[Row]:
    """All findings where the worker may do this: what is overdue first, what is closed last."""
    return below(areas(worker, verb), now=now, shows_health=shows_health)


def below(paths: Sequence[str], *, now: datetime, shows_health: bool) -> list[Row]:
    """All findings at and below these paths."""
    return [_masked(one, shows_health) for one in _listed(paths, now)]


def of(several: Sequence[Row], shown: Shown, now: datetime, narrowed: Narrowed = EVERY) -> list[Row]:
    """Those of one view."""
    return [one for one in several if _is(one, shown, now) and narrowed.takes(one, now)]


def numbers(several: Sequence[Row], now: datetime) -> Numbers:
    """What the list's views hold."""
    states = [one.state for one in several]
    ages = [limits.age(one.found_at, now) for one in several if one.state != "closed"]
    return Numbers(
        states.count("open"), states.count("rectified"), states.count("closed"),
        sum(one.is_overdue(now) for one in several),
        {age: ages.count(age) for age in limits.AGES},
    )  # fmt: skip


def finding_for(worker: Worker, finding: UUID, *, now: datetime, shows_health: bool, verb: Verb = Verb.SEE) -> Row:
    """One finding. Raises `access.not_found` outside the worker's area."""
    found = _listed(areas(worker, verb), now, finding=finding)
    if not found:
        raise Problem("access.not_found")
    return _masked(found[0], shows_health)


def at_door(door: UUID, *, now: datetime, shows_health: bool) -> list[Row]:
    """The findings about a door, for who may see it: those that tell of health to who may see that, too."""
    return [one for one in _listed([""], now, door=door) if shows_health or one.what not in OF_HEALTH]


def thread(finding: UUID, *, keys: Keys | None = None) -> list[Line]:
    """A finding and its steps, in order; what was taken back is not there. With keys the notes are opened."""
    return lines_of(FINDINGS, finding, keys=keys)


def _masked(one: Row, shows_health: bool) -> Row:
    """A finding as whoever may, or may not, see health is told of it."""
    if not shows_health and one.what in OF_HEALTH:
        one.door, one.label = None, ""
    return one


def _is(one: Row, shown: Shown, now: datetime) -> bool:
    if shown == "all":
        return True
    if shown == "unsettled":
        return one.state != "closed"
    return one.is_overdue(now) if shown == "overdue" else one.state == shown


def _listed(paths: Sequence[str], now: datetime, *, finding: UUID | None = None, door: UUID | None = None) -> list[Row]:
    return [Row(*row) for row in rows(LISTED, [list(paths), finding, finding, door, door, now])]
