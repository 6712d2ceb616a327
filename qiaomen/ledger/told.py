"""What people's records say now: of whole chains, and of a person, with amendments and voids applied.

As `effective` does for doors: the newest amendment by (at, id) wins and keeps the place in time of what it corrects.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.kinds import KINDS
from qiaomen.base.sql import rows

ROOTS = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record
WHERE person = ANY(%b) AND (kind = ANY(%b) OR root IS NOT NULL)
"""
CHAINS = """
SELECT id, kind, at, received_at, author, door, place, person, body::text, root, device
FROM ledger_record WHERE id = ANY(%b) OR root = ANY(%b)
"""


class Told(msgspec.Struct):
    """A record as it counts now: `id` and `at` of the original, content of its newest correction, `record`.

    Sealed fields are empty; `received_at` is that of the newest correction, `known_at` that of the first version that
    said the same, and `entered_at` that of the original. `device` is the phone that sent the original; a desk is none.
    """

    id: UUID
    kind: str
    at: datetime
    received_at: datetime
    author: UUID
    door: UUID | None
    place: UUID | None
    person: UUID | None
    body: Any
    record: UUID
    known_at: datetime
    entered_at: datetime
    device: UUID | None = None


def of_chains(roots: Collection[UUID]) -> dict[UUID, Told]:
    """What these records say now, by the id of the original. What was taken back is not there."""
    chains: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    wanted = list(roots)
    for row in rows(CHAINS, [wanted, wanted]) if wanted else ():
        chains[row[9] or row[0]].append(row)
    told = {root: _apply(root, chain) for root, chain in chains.items()}
    return {root: one for root, one in told.items() if one is not None}


def of_people(people: Collection[UUID], kinds: Collection[str]) -> dict[UUID, list[Told]]:
    """What the records of these kinds say of these people (under the ids that the records name), in order."""
    roots = [row[0] for row in rows(ROOTS, [list(people), list(kinds)])] if people else []
    found: dict[UUID, list[Told]] = defaultdict(list)
    for told in in_order(of_chains(roots).values()):
        if told.person is not None and told.person in people and told.kind in kinds:
            found[told.person].append(told)
    return found


def in_order(several: Iterable[Told]) -> list[Told]:
    """By time, and by id where two happened at once."""
    return sorted(several, key=lambda told: (told.at, told.id.bytes))


def _apply(root: UUID, chain: Sequence[tuple[Any, ...]]) -> Told | None:
    first = next((row for row in chain if row[0] == root), None)
    if first is None:
        return None
    newest = max((row for row in chain if row[9] is not None), key=lambda row: (row[2], row[0].bytes), default=first)
    if newest[1] == "void":
        return None
    door, place, person = newest[5:8] if any(newest[5:8]) else first[5:8]
    body = KINDS[newest[1]].decode(newest[8].encode())
    known_at = _known_at(sorted(chain, key=lambda row: (row[9] is not None, row[2], row[0].bytes)))
    return Told(
        root, newest[1], first[2], newest[3], first[4], door, place, person, body, newest[0], known_at, first[3],
        first[10],
    )  # fmt: skip


def _known_at(versions: Sequence[tuple[Any, ...]]) -> datetime:
    """Since when it is known what the last version says: to correct its words, which are sealed, changes nothing."""
    *before, last = versions
    known_at: datetime = last[3]
    for version in reversed(before):
        if version[1] != last[1] or version[8] != last[8] or (any(version[5:8]) and version[5:8] != last[5:8]):
            break
        known_at = min(known_at, version[3])
    return known_at
