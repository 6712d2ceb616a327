"""Taking photos in, piece by piece. A photo goes after its record and never holds it up; it may stop and go on."""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from qiaomen.attachments.models import Attachment, Part, Upload
from qiaomen.attachments.pictures import type_of
from qiaomen.base import scanning
from qiaomen.base.keys import Keys, of
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import seal, unseal
from qiaomen.base.sql import rows
from qiaomen.ledger.entries import Author

MOST_BYTES = 2_000_000
MOST_PIECE = 512 * 1024
MOST_A_RECORD = 12
MOST_A_DAY = 300
# A photo may go with whatever its author wrote, also with what waits or was refused: mending that brings it along.
IS_AUTHOR = """
SELECT 1 FROM ledger_record WHERE id = %b AND author = %b
UNION ALL SELECT 1 FROM ledger_held WHERE id = %b AND author = %b
UNION ALL SELECT 1 FROM ledger_refusal WHERE record = %b AND author = %b LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a photo is here, in bytes; `done` when that is all of it."""

    received: int = 0
    size: int = 0
    done: bool = False


def progress(upload: UUID, *, author: Author) -> Progress:
    """How much of one's own photo is here; nothing of one that never began, and nothing of another's."""
    found = Upload.objects.filter(pk=upload, author=author.worker, outbreak=author.outbreak).first()
    return _progress(found) if found else Progress()


def take(upload: UUID, *, record: UUID, author: Author, size: int, start: int, piece: bytes) -> Progress:
    """Take in the bytes of a photo from `start` on; sent twice is harmless. `size` is the whole photo's.

    Raises `attachment.no_record` before the record is here, `attachment.offset` with the bytes that are here,
    `attachment.too_large`, `attachment.too_many`, and for the whole photo `attachment.no_picture`, `.metadata` or
    `file.malicious`: then nothing of it is kept. `server.no_scanner`: its last piece has to come again.
    """
    if size > MOST_BYTES or len(piece) > MOST_PIECE:
        raise Problem("attachment.too_large", limit=MOST_BYTES)
    keys = of(author.outbreak)
    with transaction.atomic():
        under_way = _under_way(upload, record, author, size)
        if under_way.attachment is not None or start + len(piece) <= under_way.received:
            return _progress(under_way)
        if start != under_way.received or start + len(piece) > size:
            raise Problem("attachment.offset", received=under_way.received)
        Part.objects.create(upload_id=upload, start=start, sealed=seal(keys, piece, row=_row(upload, start)))
        under_way.received += len(piece)
        problem = _complete(under_way, keys) if under_way.received == size else None
        if problem is None:
            under_way.save()
        else:
            under_way.delete()
    if problem is not None:
        raise problem
    return _progress(under_way)


def keep(upload: UUID, *, record: UUID, author: Author, picture: bytes) -> Progress:
    """Take in a whole photo at once, as a desk has it; raises as `take`."""
    found = Progress()
    for start in range(0, len(picture), MOST_PIECE):
        piece = picture[start : start + MOST_PIECE]
        found = take(upload, record=record, author=author, size=len(picture), start=start, piece=piece)
    return found


def _under_way(upload: UUID, record: UUID, author: Author, size: int) -> Upload:
    """The upload's row, locked; made at its first piece."""
    found = Upload.objects.select_for_update().filter(pk=upload).first()
    if found is None:
        _check_author(record, author)
        _check_number(record, author)
        fresh = {"outbreak": author.outbreak, "record": record, "author": author.worker, "size": size}
        Upload.objects.bulk_create([Upload(id=upload, **fresh)], ignore_conflicts=True)
        found = Upload.objects.select_for_update().get(pk=upload)
    if found.author != author.worker or found.outbreak != author.outbreak:
        raise Problem("access.not_found")
    if (found.record, found.size) != (record, size):
        raise Problem("attachment.id_reused")
    return found


def _check_author(record: UUID, author: Author) -> None:
    """Of a record that is not here, and of one that is somebody else's, one learns the same."""
    if not rows(IS_AUTHOR, [record, author.worker] * 3):
        raise Problem("attachment.no_record")


def _check_number(record: UUID, author: Author) -> None:
    today = timezone.now() - timedelta(days=1)
    if Upload.objects.filter(record=record).count() >= MOST_A_RECORD:
        raise Problem("attachment.too_many", limit=MOST_A_RECORD)
    if Upload.objects.filter(author=author.worker, begun_at__gte=today).count() >= MOST_A_DAY:
        raise Problem("attachment.too_many_today", limit=MOST_A_DAY)


def _complete(upload: Upload, keys: Keys) -> Problem | None:
    """Put the pieces together, look at the whole, and keep it; answers why not."""
    parts = Part.objects.filter(upload_id=upload.id).order_by("start")
    picture = b"".join(unseal(keys, bytes(part.sealed), row=_row(upload.id, part.start)) for part in parts)
    parts.delete()
    try:
        kind = type_of(picture)
        scanning.check(picture)
    except Problem as problem:
        if problem.code == "server.no_scanner":
            raise  # the last piece is not taken in, and comes again
        return problem
    id = UUID(bytes=hmac.digest(keys.lookup, b"photo\0" + picture, "sha256")[:16])
    if not Attachment.objects.filter(pk=id).exists():
        sealed = seal(keys, picture, row=id)
        kept = Attachment(id=id, outbreak=upload.outbreak, type=kind, size=len(picture), sealed=sealed)
        Attachment.objects.bulk_create([kept], ignore_conflicts=True)
    upload.attachment = id
    return None


def _row(upload: UUID, start: int) -> UUID:
    """What a piece is sealed to: its place in its photo."""
    return uuid5(upload, str(start))


def _progress(upload: Upload) -> Progress:
    return Progress(upload.received, upload.size, upload.attachment is not None)
