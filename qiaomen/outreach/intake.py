"""What handouts refer to."""

from collections.abc import Iterable

from qiaomen.ledger.entries import Entry, Need
from qiaomen.outreach.records import Handout


def references(entry: Entry) -> Iterable[Need]:
    """A title of the district's list; a handout that comes before its title waits for it."""
    body: Handout = entry.body
    yield Need("material", body.material)
