"""Records that the system itself submits: what follows from others, kept as a fact and never worked out again.

They go into the ledger under ids that follow from their content, so that working the same thing out twice adds nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.ids import SYSTEM
from qiaomen.base.keys import Keys
from qiaomen.base.kinds import KINDS
from qiaomen.base.sealing import keyed_hash
from qiaomen.ledger import append
from qiaomen.ledger.entries import Author, Entry
from qiaomen.ledger.wire import Envelope


class Draft(msgspec.Struct):
    """A record to be: `at` is when what it says takes effect."""

    id: UUID
    kind: str
    at: datetime
    body: msgspec.Struct
    person: UUID | None = None
    door: UUID | None = None
    place: UUID | None = None


class Correction(Draft, kw_only=True):
    """A record that corrects an earlier one of the system's, or takes it back: `amends` is the original."""

    amends: UUID


def submit(drafts: Sequence[Draft], *, outbreak: UUID, keys: Keys, change: UUID, now: datetime) -> list[Draft]:
    """Append these in the change under way; answers those that are new. Nothing is authorised, nothing folded."""
    author = Author(SYSTEM, outbreak)
    entries = [_entry(index, draft, author, keys, now) for index, draft in enumerate(drafts)]
    return [drafts[entry.index] for entry in append.append(entries, keys, change)]


def _entry(index: int, draft: Draft, author: Author, keys: Keys, now: datetime) -> Entry:
    raw = msgspec.json.encode(draft)
    envelope = Envelope(draft.id, draft.kind, draft.at, msgspec.Raw(b"{}"), draft.door, draft.place, draft.person)
    entry = Entry(index, raw, author, now, envelope=envelope, kind=KINDS[draft.kind], body=draft.body, at=draft.at)
    if isinstance(draft, Correction):
        envelope.amends = entry.root = draft.amends
    entry.content_hash = keyed_hash(keys, raw)
    return entry
