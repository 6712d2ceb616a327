"""Pictures for tests, as cameras and canvases make them; and one kept at a door of the small world."""

from struct import pack

from qiaomen.attachments.models import Attachment, Upload
from qiaomen.base.sealing import seal
from qiaomen.ledger.models import Record
from qiaomen.places.models import Door
from qiaomen.testing.world import World, fixed


def segment(marker: int, content: bytes) -> bytes:
    """A JPEG segment with its length."""
    return bytes([0xFF, marker]) + pack(">H", len(content) + 2) + content


SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\xff\x00\x56\xff\xd0\x78" + b"\x9a" * 40


def jpeg(*extra: bytes, scan: bytes = SCAN) -> bytes:
    """A JPEG as a canvas writes it, as far as its segments go; `extra` ones stand behind the JFIF header."""
    head = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    tables = segment(0xDB, b"\x00" + bytes(64)) + segment(0xC0, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00")
    return b"\xff\xd8" + head + b"".join(extra) + tables + scan + b"\xff\xd9"


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP of these chunks, or of one lossy picture."""
    body = b"WEBP"
    for name, content in chunks or ((b"VP8 ", b"\x30\x01\x00\x9d\x01\x2a\x08\x00\x08\x00"),):
        body += name + pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)
    return b"RIFF" + pack("<I", len(body)) + body


def photographed(world: World, door: Door) -> Attachment:
    """A photo that the field worker's visit of a door has, made when first asked for."""
    made = Attachment(id=fixed(f"photo {door.id}"), outbreak=world.outbreak.id, type="image/jpeg", size=len(jpeg()))
    made.sealed = seal(world.outbreak.keys, jpeg(), row=made.id)
    if Attachment.objects.filter(pk=made.id).exists():
        return made
    made.save(force_insert=True)
    author, record = world.workers["field"].id, fixed(f"photographed {door.id}")
    Record.objects.create(
        id=record, content_hash=b"", outbreak=world.outbreak.id, kind="door_changed", at=world.now, device_at=world.now,
        received_at=world.now, author=author, door=door.id, body={"version": 1}, change=world.change,
    )  # fmt: skip
    Upload.objects.create(
        id=fixed(f"upload {door.id}"), outbreak=world.outbreak.id, record=record, author=author, size=made.size,
        received=made.size, attachment=made.id,
    )  # fmt: skip
    return made
