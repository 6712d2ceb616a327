"""How far a finding is, from what its records say: pure. The order is that of the records, (at, id)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.supervision.models import State
from qiaomen.supervision.records import FindingMade, FindingStep


class Progress(msgspec.Struct):
    """A finding as it stands; fields as `models.Finding` has them."""

    state: State
    organisation: UUID | None
    due_at: datetime | None
    rectified_at: datetime | None = None
    rectified_by: UUID | None = None
    looked_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int = 0


def progress(finding: Told, steps: Sequence[Told]) -> Progress:
    """Fold the steps of a finding, in their order, over what it said when it was made."""
    made: FindingMade = finding.body
    found = Progress(State.OPEN, made.organisation, made.due)
    for step in steps:
        _apply(found, step)
    return found


def _apply(found: Progress, told: Told) -> None:
    step: FindingStep = told.body
    found.organisation = step.organisation or found.organisation
    found.due_at = step.due or found.due_at
    match step.step:
        case "rectified" if found.state != State.CLOSED:
            found.state, found.rectified_at, found.rectified_by = State.RECTIFIED, told.at, told.author
        case "looked_again":
            found.looked_at = told.at
            _close(found, told.at) if step.is_right else _reopen(found)
        case "closed":
            _close(found, told.at)
        case "reopened":
            _reopen(found)


def _close(found: Progress, at: datetime) -> None:
    if found.state != State.CLOSED:
        found.state, found.closed_at = State.CLOSED, at


def _reopen(found: Progress) -> None:
    if found.state != State.OPEN:
        found.reopened += 1
    found.state, found.rectified_at, found.rectified_by, found.closed_at = State.OPEN, None, None, None
