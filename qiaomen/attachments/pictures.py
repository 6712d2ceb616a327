"""What may be kept as a photo: JPEG or WebP that says nothing of where, when or by what it was taken. Pure.

The phone draws a photo anew before it sends it, which leaves all that out; here it is checked, for a client may be
another's. JPEG: ITU-T T.81, annex B; WebP: RFC 9649, section 2.
"""

from collections.abc import Iterator

from qiaomen.base.problems import Problem

# JPEG markers without a length: TEM, and those within a scan.
_BARE = {0x01, *range(0xD0, 0xD8)}
_END, _SCAN = 0xD9, 0xDA
# What a decoder needs to show colours right: JFIF (APP0), an ICC profile (APP2), Adobe's colour transform (APP14).
_HARMLESS = {0xE0: (b"JFIF\0", b"JFXX\0"), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}
_COMMENT = 0xFE
# Frames: baseline, extended, progressive, lossless and their kin; not tables (C4, C8, CC).
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
# More than any phone draws. A picture of 2 MB may say that it is far larger; whoever opened it would run out of memory.
MOST_PIXELS = 50_000_000
_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


def type_of(picture: bytes) -> str:
    """`image/jpeg` or `image/webp`. Raises `attachment.no_picture`, `attachment.metadata`."""
    if picture[:2] == b"\xff\xd8":
        for marker, content in _segments(picture):
            if marker == _COMMENT or (0xE0 <= marker <= 0xEF and not content.startswith(_HARMLESS.get(marker, ()))):
                raise Problem("attachment.metadata")
            if marker in _FRAMES:
                _check_size(int.from_bytes(content[3:5]), int.from_bytes(content[1:3]))
        return "image/jpeg"
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        for name, data in _chunks(picture):
            if name not in _WEBP:
                raise Problem("attachment.metadata")
            _check_size(*_webp_size(name, data))
        return "image/webp"
    raise Problem("attachment.no_picture")


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Problem("attachment.no_picture")


def _webp_size(name: bytes, data: bytes) -> tuple[int, int]:
    """Width and height that a chunk gives (RFC 9649, sections 2.5 to 2.7); 0 by 0 for chunks that give none."""
    if name == b"VP8X":
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if name == b"VP8 ":
        return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF
    if name == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"ANMF":
        return int.from_bytes(data[6:9], "little") + 1, int.from_bytes(data[9:12], "little") + 1
    return 0, 0


def _segments(picture: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG up to its end, which must be the end of the file: nothing may hide behind it."""
    at = 2
    while picture[at : at + 1] == b"\xff" and at + 1 < len(picture):
        marker = picture[at + 1]
        at += 1 if marker == 0xFF else 2
        if marker == _END and at == len(picture):
            return
        if marker in _BARE or marker == 0xFF:
            continue
        length = int.from_bytes(picture[at : at + 2])
        if length < 2 or at + length > len(picture):
            break
        yield marker, picture[at + 2 : at + length]
        at = _after_scan(picture, at + length) if marker == _SCAN else at + length
    raise Problem("attachment.no_picture")


def _after_scan(picture: bytes, at: int) -> int:
    """Where the next marker stands behind entropy-coded data, in which 0xFF is followed by 0 or a restart marker."""
    while (at := picture.find(b"\xff", at)) >= 0 and at + 1 < len(picture):
        if picture[at + 1] != 0 and picture[at + 1] not in _BARE:
            return at
        at += 2
    raise Problem("attachment.no_picture")


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The names of a WebP's chunks and how they begin; they must fill the file exactly."""
    at, end = 12, int.from_bytes(picture[4:8], "little") + 8
    if end != len(picture):
        raise Problem("attachment.no_picture")
    while at + 8 <= end:
        length = int.from_bytes(picture[at + 4 : at + 8], "little")
        yield picture[at : at + 4], picture[at + 8 : at + 8 + min(length, 16)]
        at += 8 + length + length % 2
    if at != end or end <= 12:
        raise Problem("attachment.no_picture")
