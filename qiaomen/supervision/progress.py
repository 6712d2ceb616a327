"""How far a finding is, from what its records say: pure. The order is that of the records, (at, id)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.supervision import limits
from qiaomen.supervision.models import State
from qiaomen.supervision.records import FindingMade, FindingStep


class Progress(msgspec.Struct):
    """A finding as it stands; fields as `models.Finding` has them."""

    state: State
    organisation: UUID | None
    due_at: datetime
    due_set_at: datetime
    worker: UUID | None = None
    stand_in: UUID | None = None
    told_level: int = limits.NOT_YET
    told: list[UUID] = msgspec.field(default_factory=list)
    rectified_at: datetime | None = None
    rectified_by: UUID | None = None
    rectifiers: list[UUID] = msgspec.field(default_factory=list)
    looked_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int = 0


def progress(finding: Told, steps: Sequence[Told]) -> Progress:
    """Fold the steps of a finding, in their order, over what it said when it was made."""
    made: FindingMade = finding.body
    found = Progress(State.OPEN, made.organisation, made.due or limits.due(made.what, finding.at), finding.at)
    for step in steps:
        _apply(found, step, made.what)
    return found


def _apply(found: Progress, told: Told, what: str) -> None:
    step: FindingStep = told.body
    match step.step:
        case "named":
            _name(found, step)
            return
        case "told":
            _tell(found, step)
            return
        case "rectified" if found.state != State.CLOSED:
            found.state, found.rectified_at, found.rectified_by = State.RECTIFIED, told.at, told.author
            found.rectifiers += [told.author] if told.author not in found.rectifiers else []
        case "looked_again" if step.is_right and told.author in found.rectifiers:
            return  # what they put right came later than their look: somebody else looks
        case "looked_again":
            found.looked_at = told.at
            _close(found, told.at) if step.is_right else _reopen(found, what, told.at)
        case "closed":
            _close(found, told.at)
        case "reopened":
            _reopen(found, what, told.at)
    found.organisation = step.organisation or found.organisation
    if step.worker is not None:
        found.worker, found.stand_in = step.worker, step.stand_in
    if step.due is not None:
        _date(found, step.due, told.at)


def _name(found: Progress, step: FindingStep) -> None:
    """Whom the system found in the chain; somebody to whom it was handed by name stays."""
    if found.worker is None:
        found.worker, found.stand_in = step.worker, step.stand_in


def _tell(found: Progress, step: FindingStep) -> None:
    if step.due != found.due_at:
        return  # about a date that is not the one in force any more
    found.told_level = max(found.told_level, step.level or 0)
    found.told += [one for one in step.workers if one not in found.told]


def _close(found: Progress, at: datetime) -> None:
    if found.state != State.CLOSED:
        found.state, found.closed_at = State.CLOSED, at


def _reopen(found: Progress, what: str, at: datetime) -> None:
    """Open again: the time to put it right runs anew, as long as for a new one."""
    if found.state != State.OPEN:
        found.reopened += 1
        _date(found, limits.due(what, at), at)
    found.state, found.rectified_at, found.rectified_by, found.closed_at = State.OPEN, None, None, None
    found.rectifiers = []


def _date(found: Progress, due: datetime, at: datetime) -> None:
    if due != found.due_at:
        found.due_at, found.due_set_at, found.told_level, found.told = due, at, limits.NOT_YET, []
