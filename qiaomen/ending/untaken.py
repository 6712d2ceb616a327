"""What the ledger did not take ends with its kind: a refused or held record is kept no longer than one that counts.

The days of the kind's rule run from its coming: nothing that ends a clue or decides about a pass ever happens to it.
What it said, its door and its photos go. The row stays, so that the same record sent again is refused again; whoever
sent one that was still held is told that it will not count. Uploads that nobody could read, and records of a kind that
nobody knows, have days of their own.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from django.db import transaction

from qiaomen.attachments import retention as photos
from qiaomen.base import changes, retention
from qiaomen.base.sql import rows, run

CHUNK = 1000
CODE = "record.not_kept"
# Under one lock with the transaction that would let a held record go: what somebody has just now is left for later.
HELD: LiteralString = """
SELECT id FROM ledger_held
WHERE kind = ANY(%b) AND received_at <= %b AND (verdict = '' OR door IS NOT NULL)
ORDER BY id LIMIT %b::int
"""
LOCKED: LiteralString = "FOR UPDATE SKIP LOCKED"
REFUSE = """
INSERT INTO ledger_refusal (id, record, content_hash, outbreak, kind, author, device, door, place, device_at,
                            received_at, sealed, code, field, details, change)
SELECT gen_random_uuid(), id, content_hash, outbreak, kind, author, device, NULL, place, NULL, received_at, '', %s, '',
       '{}', %b
FROM ledger_held WHERE id = ANY(%b) AND verdict = ''
ON CONFLICT (record, content_hash) DO NOTHING
RETURNING record
"""
SETTLE = """
UPDATE ledger_held SET verdict = 'rejected', sealed = NULL, needs = '{}', change = %b
WHERE id = ANY(%b) AND verdict = ''
"""
AWAY = "UPDATE ledger_held SET door = NULL WHERE id = ANY(%b)"
REFUSED = """
SELECT id, record FROM ledger_refusal
WHERE (kind = ANY(%b) OR %b AND (kind = '' OR code = 'record.unknown_kind')) AND received_at <= %b AND sealed <> ''
ORDER BY id LIMIT %b::int FOR UPDATE SKIP LOCKED
"""
EMPTY = """
UPDATE ledger_refusal SET sealed = '', door = NULL, code = %s, field = '', details = '{}' WHERE id = ANY(%b)
"""
UNREADABLE = "DELETE FROM ledger_unreadable WHERE received_at <= %b"
COUNTED = """
SELECT count(*), min(received_at) FROM (
  SELECT received_at FROM ledger_held WHERE kind = ANY(%b) AND verdict = ''
  UNION ALL SELECT received_at FROM ledger_refusal WHERE kind = ANY(%b) AND sealed <> '') t
"""
COUNTED_UNREADABLE: LiteralString = """
SELECT count(*), min(received_at) FROM (
  SELECT received_at FROM ledger_unreadable
  UNION ALL SELECT received_at FROM ledger_refusal
  WHERE (kind = '' OR code = 'record.unknown_kind') AND sealed <> '') t
"""


def remove(kinds: Sequence[str], before: datetime) -> int:
    """Empty what came of these kinds until then and was not taken; answers how many. Asked again it finds none."""
    return _refused(list(kinds), before) + _held(list(kinds), before) if kinds else 0


def remove_unreadable(now: datetime) -> int:
    """Forget uploads that nobody could read and refused records of no known kind; answers how many."""
    before = now - retention.kept("unreadable")
    return run(UNREADABLE, [before]).rowcount + _refused([], before, unknown=True)


def held(kinds: Sequence[str]) -> tuple[int, datetime | None]:
    """How many of these kinds were not taken and are kept still, and when the oldest came."""
    [(count, oldest)] = rows(COUNTED, [list(kinds), list(kinds)])
    return count, oldest


def _held(kinds: list[str], before: datetime) -> int:
    count = 0
    while rows(HELD, [kinds, before, 1]):
        with changes.change("retention") as change:
            due: list[UUID] = [row[0] for row in rows(HELD + LOCKED, [kinds, before, CHUNK])]
            if not due:
                break
            waiting = [row[0] for row in rows(REFUSE, [CODE, change.id, due])]
            count += len(waiting)
            photos.forget_refused(waiting)
            run(SETTLE, [change.id, due])
            run(AWAY, [due])
    return count


def _refused(kinds: list[str], before: datetime, *, unknown: bool = False) -> int:
    count = 0
    while True:
        with transaction.atomic():
            due = rows(REFUSED, [kinds, unknown, before, CHUNK])
            if due:
                run(EMPTY, [CODE, [row[0] for row in due]])
                photos.forget_refused([row[1] for row in due])
        count += len(due)
        if len(due) < CHUNK:
            return count
