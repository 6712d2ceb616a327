"""Appending to the ledger: lock the touched containers, then one insert for the whole batch."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry
from qiaomen.ledger.stages import Beside, Touched

# State is folded a door at a time and counted a container at a time. The lock is on the containers, in key order:
# two batches at one stairwell follow each other, and the second one's statements see what the first one wrote.
LOCK = "SELECT id FROM places_place WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"

# What is kept by record or by person is locked by no container: while a rebuild folds some of it, nobody else folds.
SHARED: LiteralString = "pg_advisory_xact_lock_shared(hashtext('fold'), hashtext(current_schema()))"
FOLDING: LiteralString = "SELECT " + SHARED
ALONE = "SELECT pg_advisory_xact_lock(hashtext('fold'), hashtext(current_schema()))"

STANDING = "SELECT id, place_id FROM places_door WHERE id = ANY(%b)"
CHAIN = """
SELECT DISTINCT r.door, d.place_id FROM ledger_record r JOIN places_door d ON d.id = r.door
WHERE r.id = ANY(%b) OR r.root = ANY(%b)
"""

INSERT = """
INSERT INTO ledger_record (id, content_hash, outbreak, kind, at, device_at, received_at, author, device,
                           place, door, person, body, sealed, amends, root, mends, flags, change)
SELECT id, content_hash, outbreak, kind, at, device_at, received_at, author, device,
       place, door, person, body::jsonb, sealed, amends, root, mends,
       coalesce(string_to_array(nullif(flags, ''), ','), '{}'), %b
FROM unnest(%b::uuid[], %b::bytea[], %b::uuid[], %b::text[], %b::timestamptz[], %b::timestamptz[], %b::timestamptz[],
            %b::uuid[], %b::uuid[], %b::uuid[], %b::uuid[], %b::uuid[], %b::text[], %b::bytea[], %b::uuid[],
            %b::uuid[], %b::uuid[], %b::text[])
  AS r(id, content_hash, outbreak, kind, at, device_at, received_at, author, device,
       place, door, person, body, sealed, amends, root, mends, flags)
ON CONFLICT (id) DO NOTHING RETURNING id
"""
CHAIN_PEOPLE = """
SELECT DISTINCT person FROM ledger_record WHERE (id = ANY(%b) OR root = ANY(%b)) AND person IS NOT NULL
"""
STORED = "SELECT id, content_hash FROM ledger_record WHERE id = ANY(%b)"


def append(entries: Sequence[Entry], keys: Keys, change: UUID) -> list[Entry]:
    """Append entries; answers those that are new here. Others get the verdict duplicate, or are rejected."""
    if not entries:
        return []
    _lock(entries)
    entries = sorted(entries, key=lambda entry: entry.id.int)  # two batches with the same ids insert in one order
    columns = list(zip(*(_row(entry, keys) for entry in entries), strict=True))
    new = {row[0] for row in rows(INSERT, [change, *(list(column) for column in columns)])}
    if len(new) < len(entries):
        stored = dict(rows(STORED, [[entry.id for entry in entries if entry.id not in new]]))
        for entry in entries:
            if entry.id not in new:
                _judge(entry, bytes(stored[entry.id]))
    accepted = [entry for entry in entries if entry.open]
    for entry in accepted:
        entry.decide("accepted")
    return accepted


def touched(accepted: Sequence[Entry], beside: Beside) -> Touched:
    """The subjects that these records, and what they amend, are about; and what is `beside` them, doors locked late."""
    found = Touched(doors=set(beside.doors), people=set(beside.people))
    if found.doors:
        run(LOCK, [[place for _door, place in rows(STANDING, [list(found.doors)])]])
    for entry in accepted:
        source = stages.facts.get(entry.kind.name)
        if entry.root is not None or (source is not None and source.speaks(entry)):
            found.records.add(entry.root or entry.id)
        found.kinds.add(entry.kind.name)
        if entry.envelope.door is not None:
            found.doors.add(entry.envelope.door)
            found.fresh.setdefault(entry.envelope.door, []).append(entry)
        if entry.envelope.person is not None:
            found.people.add(entry.envelope.person)
    found.doors |= {door for door, _place in _chain(accepted)}
    if roots := [entry.root for entry in accepted if entry.root is not None]:
        found.people |= {row[0] for row in rows(CHAIN_PEOPLE, [roots, roots])}
    return found


def _row(entry: Entry, keys: Keys) -> tuple[object, ...]:
    envelope, author = entry.envelope, entry.author
    body, sealed = entry.stored(keys)
    return (
        entry.id, entry.content_hash, author.outbreak, entry.kind.name, entry.at, envelope.device_at,
        entry.received_at, author.worker, author.device, envelope.place, envelope.door, envelope.person,
        body, sealed, envelope.amends, entry.root, envelope.mends, ",".join(entry.flags),
    )  # fmt: skip


def _lock(entries: Sequence[Entry]) -> None:
    """Lock every container that the entries, or what they amend, are about.

    Chains are looked at again under the locks: what another batch amended meanwhile may stand elsewhere.
    """
    places = {entry.place_id for entry in entries if entry.place_id}
    locked: set[UUID] = set()
    while wanted := (places | {place for _door, place in _chain(entries)}) - locked:
        run(LOCK, [list(wanted)])
        locked |= wanted
        if not any(entry.root for entry in entries):
            break


def _chain(entries: Sequence[Entry]) -> list[tuple[UUID, UUID]]:
    """Doors (with their containers) of all records in the chains that these entries amend."""
    roots = [entry.root for entry in entries if entry.root is not None]
    found: list[tuple[UUID, UUID]] = rows(CHAIN, [roots, roots]) if roots else []
    return found


def _judge(entry: Entry, stored: bytes) -> None:
    if stored == entry.content_hash:
        entry.decide("duplicate")
    else:
        entry.decide("rejected", Problem("record.id_reused", field="id"))
