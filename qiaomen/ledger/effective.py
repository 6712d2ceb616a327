"""The effective records of a door: amendments and voids applied first, then in order of (at, id).

Among the amendments of one record the newest by (at, id) wins, whatever the order of their arrival. It keeps the place
in time of the record that it corrects.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.kinds import KINDS
from qiaomen.base.sql import rows
from qiaomen.ledger.entries import Entry

OF_DOORS = """
SELECT id, kind, at, author, door, body::text, root FROM ledger_record
WHERE door = ANY(%b) AND id <> ALL(%b) AND (kind = ANY(%b) OR root IS NOT NULL)
"""
CHAINS = """
SELECT id, kind, at, author, door, body::text, root FROM ledger_record WHERE id = ANY(%b) OR root = ANY(%b)
"""


class Effective(msgspec.Struct):
    """A record as it counts now: `id` and `at` of the original, content of its newest correction, `record`.

    `chain` are the ids of all its corrections: a review or resolution may name the record by any of them.
    """

    id: UUID
    at: datetime
    kind: str
    author: UUID
    door: UUID
    body: Any
    record: UUID
    chain: frozenset[UUID] = frozenset()

    def goes_by(self, id: UUID) -> bool:
        """Whether `id` is this record's, or that of one of its corrections."""
        return id == self.id or id in self.chain


def of_doors(
    doors: Collection[UUID], kinds: Collection[str], fresh: dict[UUID, list[Entry]] | None = None
) -> dict[UUID, list[Effective]]:
    """The effective records of these kinds at these doors, by door and in order.

    `fresh` are entries that were appended in this transaction: their bodies need not be read again.
    """
    new = [e for entries in (fresh or {}).values() for e in entries if e.root is None and e.envelope.door in doors]
    stored = rows(OF_DOORS, [list(doors), [e.id for e in new], list(kinds)])
    originals = {row[0]: row for row in stored if row[6] is None}
    amended = {row[6] for row in stored if row[6] is not None}
    chains = _chains(amended, list(originals))
    found: dict[UUID, list[Effective]] = defaultdict(list)
    for record in originals.keys() | chains.keys():
        effective = _apply(record, originals.get(record), chains.get(record, ()))
        if effective is not None and effective.door in doors and effective.kind in kinds:
            found[effective.door].append(effective)
    for entry in new:
        if entry.kind.name in kinds and entry.id not in chains:
            door = entry.envelope.door
            assert door is not None
            found[door].append(
                Effective(entry.id, entry.at, entry.kind.name, entry.author.worker, door, entry.body, entry.id)
            )
    for several in found.values():
        if len(several) > 1:
            several.sort(key=lambda one: (one.at, one.id.int))
    return found


def _chains(roots: set[UUID], originals: Sequence[UUID]) -> dict[UUID, list[tuple[Any, ...]]]:
    """Whole chains by root: those that a door's amendments belong to, and those of its originals."""
    wanted = list(roots.union(originals))
    if not wanted:
        return {}
    chains: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows(CHAINS, [list(roots), wanted]):
        chains[row[6] or row[0]].append(row)
    return chains


def _apply(root: UUID, original: tuple[Any, ...] | None, chain: Sequence[tuple[Any, ...]]) -> Effective | None:
    first = original or next((row for row in chain if row[0] == root), None)
    if first is None:
        return None
    amendments = [row for row in chain if row[6] is not None]
    newest = max(amendments, key=lambda row: (row[2], row[0].bytes), default=first)
    if newest[1] == "void":
        return None
    body = KINDS[newest[1]].decode(newest[5].encode())
    ids = frozenset(row[0] for row in amendments)
    return Effective(root, first[2], newest[1], first[3], newest[4], body, newest[0], ids)
