"""Rules of findings' records beyond their types, and what they refer to."""

from collections.abc import Iterable, Sequence

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.supervision.records import FindingMade, FindingStep

STANDING = "SELECT id, place, rectified_by FROM supervision_finding WHERE id = ANY(%b)"


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references["finding"] = finding_references
    stages.references["finding_step"] = lambda entry: [Need("record", entry.body.finding)]
    stages.checks["finding_step"] = check_steps


def finding_references(entry: Entry) -> Iterable[Need]:
    """A finding may name the order that was not kept."""
    body: FindingMade = entry.body
    if body.suspension is not None:
        yield Need("record", body.suspension)


def check_steps(entries: Sequence[Entry]) -> None:
    """A step is at its finding's place; whoever put it right does not look again; to close unseen takes a decider."""
    found = {row[0]: row[1:] for row in rows(STANDING, [[entry.body.finding for entry in entries]])}
    for entry in entries:
        body: FindingStep = entry.body
        place, rectified_by = found.get(body.finding, (entry.envelope.place, None))
        if entry.envelope.place != place:
            entry.decide("rejected", Problem("finding.not_here", field="place"))
        elif body.step == "looked_again" and entry.author.worker == rectified_by:
            entry.decide("rejected", Problem("finding.other_looks", field="body.step"))
        elif body.step == "closed" and not entry.may_decide:
            entry.decide("rejected", Problem("record.forbidden_kind", field="body.step"))
