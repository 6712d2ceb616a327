"""Quarantine: what was rejected is kept sealed, seen by its author and lead, and mended by a new record."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal
from qiaomen.base.sql import rows, run
from qiaomen.ledger.entries import Entry

KNOWN = """
SELECT id, 'duplicate', content_hash, '', '', '{}' FROM ledger_record WHERE id = ANY(%b)
UNION ALL
SELECT record, 'rejected', content_hash, code, field, details::text FROM ledger_refusal WHERE record = ANY(%b)
UNION ALL
SELECT id, 'held', content_hash, code, '', '{}' FROM ledger_held WHERE id = ANY(%b) AND verdict = ''
"""
KEEP = """
INSERT INTO ledger_refusal (id, record, content_hash, outbreak, kind, author, device, door, place, device_at,
                            received_at, sealed, code, field, details, change)
VALUES (%b, %b, %b, %b, %s, %b, %b, %b, %b, %b, %b, %b, %s, %s, %s::jsonb, %b)
ON CONFLICT (record, content_hash) DO NOTHING
"""
MEND = """
UPDATE ledger_refusal f SET mended_by = m.id
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[]) AS m(id, mends, author) WHERE f.record = m.mends
"""


def repeat(entries: Sequence[Entry]) -> None:
    """Give entries that were here before the verdict that they had: sending twice is a silent success."""
    first: dict[UUID, Entry] = {}
    for entry in entries:
        if entry.envelope is not None:
            twin = first.setdefault(entry.id, entry)
            entry.twin = twin if twin is not entry else None
    ids = list(first)
    for record, verdict, content_hash, code, field, details in rows(KNOWN, [ids, ids, ids]):
        entry = first[record]
        if bytes(content_hash) == entry.content_hash:
            # What is in the ledger counts, whatever else was once said of it.
            if entry.verdict != "duplicate":
                problem = Problem(code, field=field, **msgspec.json.decode(details)) if code else None
                entry.decide(verdict, problem)
        elif entry.open and verdict != "rejected":
            entry.decide("rejected", Problem("record.id_reused", field="id"))
    for entry in entries:
        if entry.twin is not None and entry.content_hash != entry.twin.content_hash:
            entry.twin = None
            entry.decide("rejected", Problem("record.id_reused", field="id"))
        elif entry.twin is not None:
            entry.decide("duplicate")


def repeat_twins(entries: Sequence[Entry]) -> None:
    """A record that stands twice in one batch gets the verdict of its twin."""
    for entry in entries:
        if entry.twin is not None and entry.twin.verdict in ("held", "rejected"):
            entry.decide(entry.twin.verdict, entry.twin.problem)


def keep(entries: Sequence[Entry], keys: Keys, change: UUID) -> None:
    """Store every rejected entry, sealed as it was sent."""
    for entry in entries:
        if entry.verdict == "rejected" and entry.problem is not None:
            _keep(entry, entry.problem, keys, change)


def refuse_reviewed(entry: Entry, keys: Keys, change: UUID) -> None:
    """A lead did not let a record in that needed review."""
    entry.decide("rejected", Problem("record.review_refused"))
    keep([entry], keys, change)
    run("UPDATE ledger_held SET verdict = 'rejected', sealed = NULL, change = %b WHERE id = %b", [change, entry.id])


def mark_mended(accepted: Sequence[Entry]) -> None:
    """A refused record is settled by the accepted one that mends it."""
    mending = [entry for entry in accepted if entry.envelope.mends is not None]
    if mending:
        columns = [[e.id for e in mending], [e.envelope.mends for e in mending], [e.author.worker for e in mending]]
        run(MEND, columns)


def _keep(entry: Entry, problem: Problem, keys: Keys, change: UUID) -> None:
    envelope, author = entry.envelope, entry.author
    # What cannot even be read has no id of its own; its content's keyed hash serves: sent twice, it is kept once.
    record = envelope.id if envelope else UUID(bytes=entry.content_hash[:16])
    refusal = new_id()
    run(
        KEEP,
        [
            refusal,
            record,
            entry.content_hash,
            author.outbreak,
            envelope.kind if envelope else "",
            author.worker,
            author.device,
            envelope.door if envelope else None,
            entry.place_id,
            envelope.device_at if envelope else None,
            entry.received_at,
            seal(keys, entry.raw, row=refusal),
            problem.code,
            problem.field,
            msgspec.json.encode({k: str(v) for k, v in problem.details.items()}).decode(),
            change,
        ],
    )
