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
_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}


def type_of(picture: bytes) -> str:
    """`image/jpeg` or `image/webp`. Raises `attachment.no_picture`, `attachment.metadata`."""
    if picture[:2] == b"\xff\xd8":
        for marker, content in _segments(picture):
            if marker == _COMMENT or (0xE0 <= marker <= 0xEF and not content.startswith(_HARMLESS.get(marker, ()))):
                raise Problem("attachment.metadata")
        return "image/jpeg"
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        for name in _chunks(picture):
            if name not in _WEBP:
                raise Problem("attachment.metadata")
        return "image/webp"
    raise Problem("attachment.no_picture")


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


def _chunks(picture: bytes) -> Iterator[bytes]:
    """The names of a WebP's chunks; they must fill the file exactly."""
    at, end = 12, int.from_bytes(picture[4:8], "little") + 8
    if end != len(picture):
        raise Problem("attachment.no_picture")
    while at + 8 <= end:
        length = int.from_bytes(picture[at + 4 : at + 8], "little")
        yield picture[at : at + 4]
        at += 8 + length + length % 2
    if at != end or end <= 12:
        raise Problem("attachment.no_picture")
