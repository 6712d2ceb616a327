"""Uploads that cannot be read: their first 64 kB are kept sealed for inspection, so many a phone and day."""

from qiaomen.base.ids import new_id
from qiaomen.base.keys import of
from qiaomen.base.sealing import seal
from qiaomen.base.sql import run
from qiaomen.ledger.entries import Author

KEPT_BYTES = 64 * 1024
QUOTA_PER_DAY = 20

KEEP = """
INSERT INTO ledger_unreadable (id, outbreak, enrolment, received_at, sealed, reason)
SELECT %b::uuid, %b::uuid, %b::uuid, now(), %b::bytea, %s
WHERE (SELECT count(*) FROM ledger_unreadable u
       WHERE u.enrolment = %b AND u.received_at > now() - interval '1 day') < %b
"""


def keep(body: bytes, *, author: Author, reason: str) -> None:
    """Keep the beginning of an unreadable upload, unless this phone has used up its day's quota."""
    kept = new_id()
    sealed = seal(of(author.outbreak), body[:KEPT_BYTES], row=kept)
    run(KEEP, [kept, author.outbreak, author.enrolment, sealed, reason[:200], author.enrolment, QUOTA_PER_DAY])
