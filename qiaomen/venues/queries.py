"""Which shops and venues are suspended, and what was scanned at their doors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.sql import rows

Shown = Literal["in_force", "to_come", "over", "reopened", "all"]
SHOWN: tuple[Shown, ...] = ("in_force", "to_come", "over", "reopened", "all")
PLACES_OF_WORK = ("shop", "restaurant", "hotel", "venue", "office", "other")
"""Kinds of door that can be suspended, in the order of the list."""

STATE = """
CASE WHEN o.reopened_at IS NOT NULL THEN 'reopened'
     WHEN o.until_at IS NOT NULL AND o.until_at <= %b THEN 'over'
     WHEN o.since_at > %b THEN 'to_come' ELSE 'in_force' END
"""
LISTED = f"""
SELECT o.id, o.door_id, d.label, d.kind, p.id, p.path, {STATE}, o.ground, o.since_at, o.until_at, o.ordered_at,
       o.ordered_by, coalesce(w.name, ''), o.document, o.remedy, o.extended, o.served_at, o.served_how, o.looked_at,
       o.finds, o.found_open, o.reopened_at
FROM venues_orderedsuspension o JOIN places_door d ON d.id = o.door_id JOIN places_place p ON p.id = d.place_id
LEFT JOIN access_worker w ON w.id = o.author
WHERE EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND (%b::uuid IS NULL OR o.door_id = %b)
ORDER BY o.finds <> 'open', p.path, d.walk, o.since_at DESC, o.id
"""
# The newest correction counts. A day's scans of one door are few; whoever is inside came in last without going out.
SCANS = """
SELECT n.body ->> 'direction', coalesce(n.body ->> 'verdict', 'passed'), count(*)
FROM (SELECT * FROM ledger_record WHERE door = %b AND kind = 'venue_scan' AND root IS NULL AND at >= %b) r
CROSS JOIN LATERAL (
  SELECT c.kind, c.body FROM ledger_record c
  WHERE c.id = r.id OR c.root = r.id ORDER BY c.root IS NULL, c.at DESC, c.id DESC LIMIT 1) n
WHERE n.kind = 'venue_scan' AND coalesce(n.body ->> 'by', 'staff') = 'staff'
GROUP BY 1, 2
"""
LET_IN = ("passed", "provisional", "emergency")


class Suspended(msgspec.Struct):
    """An order as lists show it. `state`: to_come, in_force, over (its period) or reopened."""

    id: UUID
    door: UUID
    label: str
    kind: str
    place: UUID
    path: str
    state: str
    ground: str
    since: datetime
    until: datetime | None
    ordered_at: datetime
    ordered_by: str
    entered_by: str
    document: str
    remedy: str
    extended: int
    served_at: datetime | None
    served_how: str
    looked_at: datetime | None
    finds: str
    found_open: int
    reopened_at: datetime | None
    where: str = ""

    @property
    def holds(self) -> bool:
        return self.state == "in_force"


class Numbers(msgspec.Struct, frozen=True):
    """How many orders are in each state; `found_open` are of those in force."""

    in_force: int
    to_come: int
    over: int
    reopened: int
    found_open: int


class ScansToday(msgspec.Struct, frozen=True):
    """What staff scanned at a door since a moment. `inside`: let in less gone out, and never below none."""

    let_in: int
    turned_back: int
    out: int

    @property
    def inside(self) -> int:
        return max(0, self.let_in - self.out)


def suspended(
    worker: Worker,
    *,
    now: datetime,
    shown: Shown = "in_force",
    below: str = "",
    verb: Verb = Verb.SEE,
) -> list[Suspended]:
    """The orders where the worker may do this, those found open first; `below` keeps those of one place."""
    found = [one for one in _listed(areas(worker, verb), now) if one.path.startswith(below)]
    return found if shown == "all" else [one for one in found if one.state == shown]


def numbers(several: Sequence[Suspended]) -> Numbers:
    """What the list's views hold."""
    states = [one.state for one in several]
    return Numbers(
        in_force=states.count("in_force"),
        to_come=states.count("to_come"),
        over=states.count("over"),
        reopened=states.count("reopened"),
        found_open=sum(one.holds and one.finds == "open" for one in several),
    )


def orders_of(door: UUID, *, now: datetime) -> list[Suspended]:
    """All orders about a door, the newest first. The caller has checked that it may be seen."""
    return sorted(_listed([""], now, door), key=lambda one: one.since, reverse=True)


def in_force_at(door: UUID, *, now: datetime) -> Suspended | None:
    """The order that suspends a door now."""
    return next((one for one in orders_of(door, now=now) if one.holds), None)


def count_below(path: str, *, now: datetime) -> int:
    """How many shops and venues of a place an order suspends now. The caller has checked that it may be seen."""
    return len({one.door for one in _listed([path], now) if one.holds})


def scans_since(door: UUID, since: datetime) -> ScansToday:
    """What staff scanned at this door since a moment."""
    counts = {(direction or "in", verdict): count for direction, verdict, count in rows(SCANS, [door, since])}
    into = {verdict: count for (direction, verdict), count in counts.items() if direction == "in"}
    return ScansToday(
        let_in=sum(count for verdict, count in into.items() if verdict in LET_IN),
        turned_back=sum(count for verdict, count in into.items() if verdict not in LET_IN),
        out=sum(count for (direction, _verdict), count in counts.items() if direction == "out"),
    )


def _listed(paths: Sequence[str], now: datetime, door: UUID | None = None) -> list[Suspended]:
    return [Suspended(*row) for row in rows(LISTED, [now, now, list(paths), door, door])]
