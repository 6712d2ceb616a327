"""Which photos a door's records have, and opening one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qiaomen.attachments.models import Attachment
from qiaomen.base.keys import Keys
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import unseal
from qiaomen.base.sql import rows

# A corrected record shows the photos of all its corrections, and a mended one those of what was refused.
OF_DOOR = """
SELECT coalesce(r.root, r.id), u.attachment, u.begun_at, u.id
FROM ledger_record r JOIN attachments_upload u ON u.record IN (r.id, r.mends)
WHERE r.door = %b ORDER BY u.begun_at, u.id
"""


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


def picture_of(keys: Keys, door: UUID, photo: UUID) -> tuple[bytes, str]:
    """A photo's bytes and type. Raises `access.not_found` when it belongs to no record of this door.

    The caller has checked the right to see it there, and logs it.
    """
    if photo not in {one.id for several in photos_of(door).values() for one in several}:
        raise Problem("access.not_found")
    kept = Attachment.objects.get(pk=photo)
    return unseal(keys, bytes(kept.sealed), row=kept.id), kept.type
