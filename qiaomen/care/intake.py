"""What care's records refer to, and where an answer belongs."""

from collections.abc import Sequence

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.care.records import NeedStep
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need

STANDING = "SELECT id, place FROM care_need WHERE id = ANY(%b)"


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references["need_step"] = lambda entry: [Need("record", entry.body.need)]
    stages.checks["need_step"] = check_steps


def check_steps(entries: Sequence[Entry]) -> None:
    """An answer is at its need's place: so whoever may not record there does not answer."""
    found = dict(rows(STANDING, [[entry.body.need for entry in entries]]))
    for entry in entries:
        body: NeedStep = entry.body
        if found.get(body.need, entry.envelope.place) != entry.envelope.place:
            entry.decide("rejected", Problem("need.not_here", field="place"))
