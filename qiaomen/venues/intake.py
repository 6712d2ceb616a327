"""Rules of venues' records beyond their types, and what they refer to."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from qiaomen.base.ids import RESIDENT
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import effective, stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.venues.folds import KINDS
from qiaomen.venues.orders import Order, orders, overlapping
from qiaomen.venues.records import Suspension, SuspensionStep, VenueScan

HOMES = "SELECT id FROM places_door WHERE id = ANY(%b) AND kind IN ('dwelling', 'dormitory')"


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references["suspension_step"] = lambda entry: [Need("record", entry.body.suspension)]
    stages.references["venue_scan"] = scan_references
    stages.checks["suspension"] = check_suspensions
    stages.checks["suspension_step"] = check_steps
    stages.checks["venue_scan"] = check_scans


def scan_references(entry: Entry) -> Iterable[Need]:
    """A household's scan may name people."""
    body: VenueScan = entry.body
    return [Need("person", one.person) for one in body.people if one.person is not None]


def check_suspensions(entries: Sequence[Entry]) -> None:
    """Nobody's home is suspended, a period ends after it begins, and one order holds at a time: it is extended.

    One that has still to begin, and one of the same batch, are in the way as well: sent twice it would close twice.
    """
    homes = {row[0] for row in rows(HOMES, [[entry.envelope.door for entry in entries]])}
    standing = _standing(entries)
    for entry in entries:
        body: Suspension = entry.body
        others = [one for one in standing.get(entry.envelope.door, ()) if one.id != entry.root]
        starts = max(body.since, entry.at) if body.until is None or body.until > entry.at else body.since
        if entry.envelope.door in homes:
            entry.decide("rejected", Problem("suspension.home", field="door"))
        elif body.until is not None and body.until <= body.since:
            entry.decide("rejected", Problem("suspension.period", field="body.until"))
        elif overlapping(others, starts, body.until) is not None:
            entry.decide("rejected", Problem("suspension.in_force", field="door"))
        elif entry.root is None:
            standing.setdefault(entry.envelope.door, []).append(_given(entry))


def check_steps(entries: Sequence[Entry]) -> None:
    """Extending and reopening are decisions; before its period is over a venue is looked at and found ready."""
    standing = _standing(entries)
    for entry in entries:
        body: SuspensionStep = entry.body
        order = next((one for one in standing.get(entry.envelope.door, ()) if one.id == body.suspension), None)
        if problem := _step_problem(body, order, entry.at, may_decide=entry.may_decide):
            entry.decide("rejected", problem)


def check_scans(entries: Sequence[Entry]) -> None:
    """What a household states comes from its own page only, and nothing else does."""
    for entry in entries:
        body: VenueScan = entry.body
        if (body.by == "household") != (entry.author.worker == RESIDENT):
            entry.decide("rejected", Problem("record.forbidden_kind", field="body.by"))


def _step_problem(body: SuspensionStep, order: Order | None, at: datetime, *, may_decide: bool) -> Problem | None:
    if order is None:
        return Problem("suspension.not_here", field="body.suspension")
    if body.step in ("extended", "reopened") and not may_decide:
        return Problem("record.forbidden_kind", field="body.step")
    if body.step == "looked" and not body.finds:
        return Problem("record.invalid", field="body.finds", reason="a second look says what it finds")
    if body.step == "extended" and (
        body.until is None or (order.until_at is not None and body.until <= order.until_at)
    ):
        return Problem("suspension.period", field="body.until")
    if body.step == "reopened" and order.holds(at) and order.finds != "ready":
        return Problem("suspension.look_first", field="body.step")
    return None


def _given(entry: Entry) -> Order:
    """An order as it is given in this very batch."""
    said: Suspension = entry.body
    assert entry.envelope.door is not None
    return Order(
        id=entry.id, door_id=entry.envelope.door, ground=said.ground, since_at=said.since, until_at=said.until,
        ordered_at=entry.at, author=entry.author.worker, ordered_by=said.ordered_by, document=said.document,
        remedy=said.remedy,
    )  # fmt: skip


def _standing(entries: Sequence[Entry]) -> dict[UUID | None, list[Order]]:
    """The orders of these doors as the ledger has them."""
    doors: Collection[UUID] = {entry.envelope.door for entry in entries if entry.envelope.door is not None}
    return {door: orders(records) for door, records in effective.of_doors(doors, KINDS).items()}
