"""What a record's words go with: its photos. One statement for every rule of retention that takes words away."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from qiaomen.base.sql import rows, run

NAMED = "UPDATE ledger_record SET body = body - 'photos' WHERE id = ANY(%b) AND body ? 'photos'"
# A mended record shows the photos of what was refused, however often.
UPLOADS = """
WITH RECURSIVE said(record) AS (
  SELECT own.id FROM ledger_record r, unnest(ARRAY[r.id, r.mends]) AS own(id) WHERE r.id = ANY(%b)
  UNION
  SELECT f.record FROM said s JOIN ledger_refusal f ON f.mended_by = s.record)
DELETE FROM attachments_upload u USING said s WHERE u.record = s.record
RETURNING u.id, u.attachment
"""
# Of what was refused or held; a record that mended it shows them, and they go with that.
REFUSED = """
DELETE FROM attachments_upload u WHERE u.record = ANY(%b)
AND NOT EXISTS (SELECT FROM ledger_record r WHERE r.id = u.record)
AND NOT EXISTS (SELECT FROM ledger_refusal f WHERE f.record = u.record AND f.mended_by IS NOT NULL)
AND NOT EXISTS (SELECT FROM ledger_record r WHERE r.mends = u.record)
RETURNING u.id, u.attachment
"""
PARTS = "DELETE FROM attachments_part WHERE upload_id = ANY(%b)"
# The same photo of another record stays.
UNUSED = """
DELETE FROM attachments_attachment a WHERE a.id = ANY(%b)
AND NOT EXISTS (SELECT FROM attachments_upload u WHERE u.attachment = a.id)
"""


def forget(records: Sequence[UUID]) -> None:
    """Forget the photos of these records, by the ids of the records themselves: corrections have photos of their own.

    The records name them no more; folding again is the caller's.
    """
    if not records:
        return
    wanted = list(records)
    run(NAMED, [wanted])
    _delete(rows(UPLOADS, [wanted]))


def forget_refused(records: Sequence[UUID]) -> None:
    """Forget the photos of records that were refused or held, except where one that mended them shows them."""
    if records:
        _delete(rows(REFUSED, [list(records)]))


def _delete(gone: Sequence[tuple[Any, ...]]) -> None:
    """Their parts, and the photos that nothing else has."""
    if not gone:
        return
    run(PARTS, [[upload for upload, _attachment in gone]])
    if whole := [attachment for _upload, attachment in gone if attachment is not None]:
        run(UNUSED, [whole])
