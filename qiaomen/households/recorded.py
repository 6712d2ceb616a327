"""Records as they are told of a door or a person: what of each counts now, and who corrected it when."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.ledger import told

# The newest correction of each record; void or not.
CORRECTIONS = """
SELECT DISTINCT ON (c.root) c.root, c.at, coalesce(w.name, '')
FROM ledger_record c LEFT JOIN access_worker w ON w.id = c.author
WHERE c.root = ANY(%b) ORDER BY c.root, c.at DESC, c.id DESC
"""


@dataclass(slots=True)
class Recorded:
    """A record as it counts now. `body` is its newest content, without what is sealed."""

    id: UUID
    kind: str
    at: datetime
    received_at: datetime
    author_id: UUID
    author: str
    organisation: str
    body: dict[str, Any]
    flags: list[str]
    has_words: bool
    """Something was written that is sealed: a name, a note."""
    device_at: datetime
    """What the phone's own clock said."""
    door: UUID | None
    person: UUID | None
    _: KW_ONLY
    counts: bool = True
    corrected_at: datetime | None = None
    corrected_by: str = ""
    record: UUID | None = None
    """The record whose content counts: itself or its newest correction."""

    @classmethod
    def read(cls, row: Sequence[Any]) -> Self:
        """From a row of a statement: columns as the fields, the body as text."""
        return cls(*(*row[:7], msgspec.json.decode(row[7]), *row[8:]))


def settle(found: Sequence[Recorded]) -> dict[UUID, told.Told]:
    """Write into each what counts of it now; answers that by the original's id, without what was taken back."""
    ids = [one.id for one in found]
    counting = told.of_chains(ids)
    corrections = {root: (at, by) for root, at, by in rows(CORRECTIONS, [ids])}
    for one in found:
        one.corrected_at, one.corrected_by = corrections.get(one.id, (None, ""))
        now = counting.get(one.id)
        one.counts = now is not None
        one.record = now.record if now is not None else one.id
        if now is not None and now.record != one.id:
            one.body = msgspec.to_builtins(now.body)
    return counting
