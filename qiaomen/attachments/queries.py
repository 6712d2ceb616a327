"""Which photos a door's records have, and opening one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qiaomen.attachments.models import Attachment
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import unseal
from qiaomen.base.sql import rows

# A corrected record shows the photos of all its corrections, and a mended one those of what was refused, however often.
_OF = """
WITH RECURSIVE said(root, record) AS (
  SELECT coalesce(r.root, r.id), own.id FROM ledger_record r, unnest(ARRAY[r.id, r.mends]) AS own(id)
  WHERE {which} AND own.id IS NOT NULL
  UNION
  SELECT s.root, f.record FROM said s JOIN ledger_refusal f ON f.mended_by = s.record)
SELECT s.root, u.attachment, u.begun_at, u.id FROM said s JOIN attachments_upload u ON u.record = s.record
ORDER BY u.begun_at, u.id
"""
OF_DOOR = _OF.format(which="r.door = %b")
OF_RECORDS = _OF.format(which="(r.id = ANY(%b) OR r.root = ANY(%b))")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a record; `id` is None while it is still on its way."""

    id: UUID | None
    at: datetime
    upload: UUID


def photos_of(door: UUID) -> dict[UUID, list[Photo]]:
    """The photos of a door's records, by the record that they began with, in the order of their sending."""
    found: dict[UUID, list[Photo]] = defaultdict(list)
    for record, attachment, at, upload in rows(OF_DOOR, [door]):
        found[record].append(Photo(attachment, at, upload))
    return found


def photos_of_records(records: Collection[UUID]) -> dict[UUID, list[Photo]]:
    """The photos of these records (by their originals), as `photos_of`."""
    found: dict[UUID, list[Photo]] = defaultdict(list)
    wanted = list(records)
    for record, attachment, at, upload in rows(OF_RECORDS, [wanted, wanted]) if wanted else ():
        found[record].append(Photo(attachment, at, upload))
    return found


def picture_of(keys: Keys, door: UUID, photo: UUID) -> tuple[bytes, str]:
    """A photo's bytes and type. Raises `access.not_found` when it belongs to no record of this door.

    The caller has checked the right to see it there, and logs it.
    """
    return _picture(keys, photos_of(door), photo)


def picture_of_records(keys: Keys, records: Collection[UUID], photo: UUID) -> tuple[bytes, str]:
    """The same of a photo of one of these records."""
    return _picture(keys, photos_of_records(records), photo)


def _picture(keys: Keys, among: dict[UUID, list[Photo]], photo: UUID) -> tuple[bytes, str]:
    if photo not in {one.id for several in among.values() for one in several}:
        raise Problem("access.not_found")
    kept = Attachment.objects.get(pk=photo)
    return unseal(keys, bytes(kept.sealed), row=kept.id), kept.type
