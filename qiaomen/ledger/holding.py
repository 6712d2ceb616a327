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

# The same record held twice keeps the time of its first receipt, and what was sent then, its own offset in it. An id
# whose former content got its verdict is free.
HOLD = """
INSERT INTO ledger_held AS h (id, content_hash, outbreak, kind, author, device, enrolment, received_at, offset_ms,
                              door, place, sealed, code, needs, verdict, change)
SELECT n.id, n.content_hash, n.outbreak, n.kind, n.author, n.device, n.enrolment, n.received_at, n.offset_ms,
       n.door, n.place, n.sealed, n.code, coalesce(string_to_array(nullif(n.needs, ''), ',')::uuid[], '{}'), '', %b
FROM unnest(%b::uuid[], %b::bytea[], %b::uuid[], %b::text[], %b::uuid[], %b::uuid[], %b::uuid[], %b::timestamptz[],
            %b::int8[], %b::uuid[], %b::uuid[], %b::bytea[], %b::text[], %b::text[])
  AS n(id, content_hash, outbreak, kind, author, device, enrolment, received_at, offset_ms, door, place, sealed, code,
       needs)
ON CONFLICT (id) DO UPDATE SET
  content_hash = excluded.content_hash, kind = excluded.kind, author = excluded.author, device = excluded.device,
  enrolment = excluded.enrolment, door = excluded.door, place = excluded.place,
  sealed = CASE WHEN h.verdict = '' THEN h.sealed ELSE excluded.sealed END,
  received_at = CASE WHEN h.verdict = '' THEN h.received_at ELSE excluded.received_at END,
  offset_ms = CASE WHEN h.verdict = '' THEN h.offset_ms ELSE excluded.offset_ms END,
  needs = excluded.needs, code = excluded.code, verdict = '', change = excluded.change
WHERE h.verdict <> '' OR h.content_hash = excluded.content_hash
RETURNING id
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
WANTED = "SELECT DISTINCT unnest(needs) FROM ledger_held WHERE verdict = ''"
WAITING = COLUMNS + "WHERE h.needs && %b::uuid[] AND h.verdict = '' ORDER BY h.id FOR UPDATE OF h"
ONE = COLUMNS + "WHERE h.id = %b AND h.verdict = '' AND h.code = 'record.needs_review' FOR UPDATE OF h"


def awaited(ids: Iterable[UUID]) -> bool:
    """Whether any held record waits for any of these."""
    wanted = list(ids)
    return bool(wanted and rows(AWAITED, [wanted]))


def wanted() -> set[UUID]:
    """Everything that held records wait for."""
    return {row[0] for row in rows(WANTED)}


def waiting_for(ids: Iterable[UUID], keys: Keys) -> list[Entry]:
    """The held records that wait for any of these, read again as they were sent."""
    brought = list(ids)
    if not awaited(brought):
        return []
    return [_entry(row, keys) for row in rows(WAITING, [brought])]


def take(record: UUID, keys: Keys) -> Entry:
    """One record that waits for a lead's review. Raises `access.not_found`."""
    found = rows(ONE, [record])
    if not found:
        raise Problem("access.not_found")
    return _entry(found[0], keys)


def settle(entries: Sequence[Entry], keys: Keys, change: UUID) -> None:
    """Keep what is held now; give what was held its later verdict."""
    held = sorted((entry for entry in entries if entry.verdict == "held"), key=lambda entry: entry.id.bytes)
    if held:
        columns = [list(column) for column in zip(*(_row(entry, keys) for entry in held), strict=True)]
        kept = {row[0] for row in rows(HOLD, [change, *columns])}
        for entry in held:
            if entry.id not in kept:  # another content was held under this id a moment ago
                entry.decide("rejected", Problem("record.id_reused", field="id"))
    settled = [entry for entry in entries if entry.was_held and entry.verdict != "held"]
    if settled:
        verdicts = ["rejected" if entry.verdict == "rejected" else "accepted" for entry in settled]
        run(SETTLE, [change, [entry.id for entry in settled], verdicts])


def _row(entry: Entry, keys: Keys) -> tuple[object, ...]:
    author, envelope = entry.author, entry.envelope
    code = entry.problem.code if entry.problem else "record.waiting"
    needs = ",".join(str(need.id) for need in entry.needs) if code == "record.waiting" else ""
    return (
        entry.id, entry.content_hash, author.outbreak, entry.kind.name, author.worker, author.device, author.enrolment,
        entry.received_at, entry.offset_ms, envelope.door, entry.place_id, seal(keys, entry.raw, row=entry.id), code,
        needs,
    )  # fmt: skip


def _entry(row: tuple[object, ...], keys: Keys) -> Entry:
    record, sealed, worker, outbreak, device, enrolment, received_at, offset_ms, since, revoked_at = row
    author = Author(worker, outbreak, device, enrolment, since, revoked_at)  # type: ignore[arg-type]
    raw = unseal(keys, sealed, row=record)  # type: ignore[arg-type]
    entry = Entry(0, raw, author, received_at, offset_ms, was_held=True)  # type: ignore[arg-type]
    read(entry, keys)
    return entry
