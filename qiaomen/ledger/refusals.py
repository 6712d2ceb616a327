"""Quarantine: what was rejected is kept sealed, seen by its author and lead, and mended by a new record."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal
from qiaomen.base.sql import rows, run
from qiaomen.ledger import authority
from qiaomen.ledger.entries import Entry, word

# In the ledger, refused, or held. What is in the ledger counts, whatever else was once said of it.
KNOWN = """
SELECT 1, id, content_hash, '', '', '{}' FROM ledger_record WHERE id = ANY(%b)
UNION ALL
SELECT 2, record, content_hash, code, field, details::text FROM ledger_refusal WHERE record = ANY(%b)
UNION ALL
SELECT 3, id, content_hash, code, '', '{}' FROM ledger_held WHERE id = ANY(%b) AND verdict = ''
ORDER BY 1
"""
IN_LEDGER, REFUSED, HELD = 1, 2, 3
KEEP = """
INSERT INTO ledger_refusal (id, record, content_hash, outbreak, kind, author, device, door, place, device_at,
                            received_at, sealed, code, field, details, change)
SELECT n.id, n.record, n.content_hash, n.outbreak, n.kind, n.author, n.device, n.door, n.place, n.device_at,
       n.received_at, n.sealed, n.code, n.field, n.details::jsonb, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::bytea[], %b::uuid[], %b::text[], %b::uuid[], %b::uuid[], %b::uuid[], %b::uuid[],
            %b::timestamptz[], %b::timestamptz[], %b::bytea[], %b::text[], %b::text[], %b::text[])
  AS n(id, record, content_hash, outbreak, kind, author, device, door, place, device_at, received_at, sealed, code,
       field, details)
ON CONFLICT (record, content_hash) DO NOTHING
"""
# One's own, or any at a place where one decides.
MEND = """
UPDATE ledger_refusal f SET mended_by = m.id
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::bool[]) AS m(id, mends, author, decides)
WHERE f.record = m.mends AND f.mended_by IS NULL AND m.id <> m.mends AND (f.author = m.author OR m.decides)
"""


def repeat(entries: Sequence[Entry]) -> None:
    """Give entries that were here before the verdict that they had: sending twice is a silent success."""
    several: dict[UUID, list[Entry]] = {}
    for entry in entries:
        if entry.envelope is not None:
            several.setdefault(entry.id, []).append(entry)
    ids = list(several)
    for where, record, content_hash, code, field, details in rows(KNOWN, [ids, ids, ids]) if ids else ():
        for entry in several[record]:
            _compare(entry, where, bytes(content_hash), code, field, details)
    for alike in several.values():
        if len(alike) > 1:
            _pair(alike)


def repeat_twins(entries: Sequence[Entry]) -> None:
    """A record that stands twice in one batch gets the verdict of its twin."""
    for entry in entries:
        if entry.twin is not None and entry.twin.verdict in ("held", "rejected"):
            entry.decide(entry.twin.verdict, entry.twin.problem)


def keep(entries: Sequence[Entry], keys: Keys, change: UUID) -> None:
    """Store every rejected entry, sealed as it was sent."""
    refused = [entry for entry in entries if entry.verdict == "rejected" and entry.twin is None]
    if not refused:
        return
    authority.locate([entry for entry in refused if entry.envelope is not None and entry.place_id is None], {})
    kept = {(row[1], row[2]): row for row in (_row(entry, keys) for entry in refused)}
    columns = zip(*(kept[key] for key in sorted(kept)), strict=True)
    run(KEEP, [change, *(list(column) for column in columns)])
    mark_mended([entry for entry in refused if entry.envelope is not None])


def refuse_reviewed(entry: Entry, keys: Keys, change: UUID) -> None:
    """A lead did not let a record in that needed review."""
    entry.decide("rejected", Problem("record.review_refused"))
    keep([entry], keys, change)
    run("UPDATE ledger_held SET verdict = 'rejected', sealed = NULL, change = %b WHERE id = %b", [change, entry.id])


def mark_mended(entries: Sequence[Entry]) -> None:
    """A refused record is settled by the one that mends it: which counts, or was refused and stands in its place."""
    mending = [(e.id, e.envelope.mends, e.author.worker, e.may_decide) for e in entries if e.envelope.mends]
    if mending:
        run(MEND, [list(column) for column in zip(*mending, strict=True)])


def _compare(entry: Entry, where: int, content_hash: bytes, code: str, field: str, details: str) -> None:
    """Judge an entry by one row that stands under its id."""
    if content_hash == entry.content_hash:
        if where == IN_LEDGER:
            entry.decide("duplicate")
        elif entry.verdict != "duplicate":
            problem = Problem(code, field=field, **msgspec.json.decode(details))
            entry.decide("rejected" if where == REFUSED else "held", problem)
    elif entry.open and where != REFUSED:
        entry.decide("rejected", Problem("record.id_reused", field="id"))


def _pair(alike: Sequence[Entry]) -> None:
    """Entries of one batch with one id: the same content is taken once, another content is refused."""
    first: dict[bytes, Entry] = {}
    taken: Entry | None = None
    for entry in alike:
        twin = first.setdefault(entry.content_hash, entry)
        if twin is not entry:
            entry.twin = twin
            entry.decide("duplicate")
        elif entry.open and taken is not None:
            entry.decide("rejected", Problem("record.id_reused", field="id"))
        elif entry.open:
            taken = entry


def _row(entry: Entry, keys: Keys) -> tuple[object, ...]:
    envelope, author, problem = entry.envelope, entry.author, entry.problem
    assert problem is not None
    # What cannot even be read has no id of its own; its content's keyed hash serves: sent twice, it is kept once.
    record = envelope.id if envelope else UUID(bytes=entry.content_hash[:16])
    refusal = new_id()
    return (
        refusal, record, entry.content_hash, author.outbreak, word(envelope.kind) if envelope else "",
        author.worker, author.device, envelope.door if envelope else None, entry.place_id,
        envelope.device_at if envelope else None, entry.received_at, seal(keys, entry.raw, row=refusal),
        problem.code, problem.field,
        msgspec.json.encode({key: str(value) for key, value in problem.details.items()}).decode(),
    )  # fmt: skip
