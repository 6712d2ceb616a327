"""What the records of disinfection refer to, and where an answer belongs."""

from collections.abc import Iterable, Sequence

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.threads import beside

STANDING = "SELECT id, place FROM disinfection_asked WHERE id = ANY(%b)"
PRODUCTS = "SELECT id FROM disinfection_product WHERE id = ANY(%b)"


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references["disinfection"] = references
    stages.checks["disinfection"] = check_rounds
    stages.checks["disinfection_asked"] = check_doors


def references(entry: Entry) -> Iterable[Need]:
    """A round may answer a request."""
    return [Need("record", entry.body.asked)] if entry.body.asked is not None else []


def check_doors(entries: Sequence[Entry]) -> None:
    """A door stands at its place."""
    for entry in entries:
        if entry.envelope.door is not None and entry.place_id != entry.envelope.place:
            entry.decide("rejected", Problem("disinfection.not_here", field="door"))


def check_rounds(entries: Sequence[Entry]) -> None:
    """A round answers a request of its own place, with a product of the district's list."""
    check_doors(entries)
    named = [entry.body.asked for entry in entries if entry.body.asked is not None]
    standing = beside(entries, {entry.id: entry.body.asked for entry in entries})
    standing |= dict(rows(STANDING, [named])) if named else {}
    used = [entry.body.product for entry in entries if entry.body.product is not None]
    known = {row[0] for row in rows(PRODUCTS, [used])} if used else set()
    for entry in entries:
        body = entry.body
        if not entry.open:
            continue
        if body.behind_door or body.proofs:
            field = "body.behind_door" if body.behind_door else "body.proofs"
            entry.decide("rejected", Problem("record.invalid", field=field, reason="only the system says it"))
        elif standing.get(body.asked, entry.envelope.place) != entry.envelope.place:
            entry.decide("rejected", Problem("disinfection.not_here", field="place"))
        elif body.product is not None and body.product not in known:
            entry.decide("rejected", Problem("disinfection.no_product", field="body.product"))
