"""Held records: kept sealed and indexed by what they wait for; released by the transaction that brings it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.base.sql import rows, run
from qiaomen.ledger.entries import Author, Entry, read

# After this long somebody should ask what became of the missing piece.
OVERDUE = timedelta(days=5)

HOLD = """
INSERT INTO ledger_held (id, content_hash, outbreak, kind, author, device, enrolment, received_at, offset_ms,
                         door, place, sealed, code, needs, verdict, change)
VALUES (%b, %b, %b, %s, %b, %b, %b, %b, %b, %b, %b, %b, %s, %b::uuid[], '', %b)
ON CONFLICT (id) DO UPDATE SET needs = excluded.needs, code = excluded.code
"""
SETTLE = """
UPDATE ledger_held h SET verdict = s.verdict, sealed = NULL, needs = '{}', change = %b
FROM unnest(%b::uuid[], %b::text[]) AS s(id, verdict) WHERE h.id = s.id
"""
COLUMNS = """
SELECT h.id, h.sealed, h.author, h.outbreak, h.device, h.enrolment, h.received_at, h.offset_ms, e.since, e.revoked_at
FROM ledger_held h LEFT JOIN access_enrolment e ON e.id = h.enrolment
"""
AWAITED = "SELECT 1 FROM ledger_held WHERE needs && %b::uuid[] LIMIT 1"
WAITING = COLUMNS + "WHERE h.needs && %b::uuid[] ORDER BY h.id FOR UPDATE OF h"
ONE = COLUMNS + "WHERE h.id = %b AND h.verdict = '' AND h.code = 'record.needs_review' FOR UPDATE OF h"


def awaited(ids: Iterable[UUID]) -> bool:
    """Whether any held record waits for any of these."""
    wanted = list(ids)
    return bool(wanted and rows(AWAITED, [wanted]))


def waiting_for(ids: Iterable[UUID], keys: Keys) -> list[Entry]:
    """The held records that wait for any of these, read again as they were sent."""
    wanted = list(ids)
    if not awaited(wanted):
        return []
    return [_entry(row, keys) for row in rows(WAITING, [wanted])]


def take(record: UUID, keys: Keys) -> Entry:
    """One record that waits for a lead's review. Raises `access.not_found`."""
    found = rows(ONE, [record])
    if not found:
        raise Problem("access.not_found")
    return _entry(found[0], keys)


def settle(entries: Sequence[Entry], keys: Keys, change: UUID) -> None:
    """Keep what is held now; give what was held its later verdict."""
    for entry in entries:
        if entry.verdict == "held":
            _hold(entry, keys, change)
    settled = [entry for entry in entries if entry.was_held and entry.verdict != "held"]
    if settled:
        run(SETTLE, [change, [entry.id for entry in settled], [str(entry.verdict) for entry in settled]])


def _hold(entry: Entry, keys: Keys, change: UUID) -> None:
    author, envelope = entry.author, entry.envelope
    code = entry.problem.code if entry.problem else "record.waiting"
    run(
        HOLD,
        [
            entry.id,
            entry.content_hash,
            author.outbreak,
            entry.kind.name,
            author.worker,
            author.device,
            author.enrolment,
            entry.received_at,
            entry.offset_ms,
            envelope.door,
            entry.place_id,
            seal(keys, entry.raw, row=entry.id),
            code,
            [need.id for need in entry.needs] if code == "record.waiting" else [],
            change,
        ],
    )


def _entry(row: tuple[object, ...], keys: Keys) -> Entry:
    record, sealed, worker, outbreak, device, enrolment, received_at, offset_ms, since, revoked_at = row
    author = Author(worker, outbreak, device, enrolment, since, revoked_at)  # type: ignore[arg-type]
    raw = unseal(keys, sealed, row=record)  # type: ignore[arg-type]
    entry = Entry(0, raw, author, received_at, offset_ms, was_held=True)  # type: ignore[arg-type]
    read(entry, keys)
    return entry
