"""Pictures under a plan: JPEG, PNG or WebP, without what says when, where and by what they were taken. Pure.

The editor draws a picture anew before it sends it; here everything that is no picture is left out once more.
JPEG: ITU-T T.81, annex B; PNG: ISO/IEC 15948, section 5; WebP: RFC 9649, section 2.
"""

from typing import NamedTuple

from qiaomen.base.problems import Problem

MOST_BYTES = 4_000_000
MOST_PIXELS = 40_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
# What a decoder needs; text, time and Exif chunks are none of it.
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP"}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
_EXIF_AND_XMP = 0b1100
# JPEG: start of frame (baseline, extended, progressive), and segments that are not part of the picture.
_FRAMES = {0xC0, 0xC1, 0xC2}
_SCAN = 0xDA
_KEPT_APPS = {0xE0: (b"JFIF\0",), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}
_COMMENT = 0xFE


class Read(NamedTuple):
    """A picture, cleaned."""

    type: str
    width: int
    height: int
    content: bytes


def read_picture(content: bytes) -> Read:
    """Clean a picture and take its size (pixels). Raises `attachment.no_picture`, `atlas.picture_too_large`."""
    if len(content) > MOST_BYTES:
        raise Problem("atlas.picture_too_large", most=MOST_BYTES // 1_000_000)
    try:
        if content[:2] == b"\xff\xd8":
            read = _jpeg(content)
        elif content[:8] == _PNG:
            read = _png(content)
        elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            read = _webp(content)
        else:
            raise Problem("attachment.no_picture")
    except IndexError:
        raise Problem("attachment.no_picture") from None
    if not 0 < read.width * read.height <= MOST_PIXELS:
        raise Problem("attachment.no_picture")
    return read


def _jpeg(content: bytes) -> Read:
    kept, at, size = [content[:2]], 2, (0, 0)
    while True:
        if content[at] != 0xFF:
            raise Problem("attachment.no_picture")
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        segment = content[at : at + 2 + length]
        if length < 2 or len(segment) != 2 + length:
            raise Problem("attachment.no_picture")
        if marker in _FRAMES:
            size = int.from_bytes(segment[7:9]), int.from_bytes(segment[5:7])
        if marker == _SCAN:
            break
        if marker != _COMMENT and (not 0xE0 <= marker <= 0xEF or segment[4:].startswith(_KEPT_APPS.get(marker, ()))):
            kept.append(segment)
        at += 2 + length
    # Scans run to the end mark; what stands behind it is no picture.
    end = content.rfind(b"\xff\xd9")
    if end < at:
        raise Problem("attachment.no_picture")
    return Read("image/jpeg", *size, b"".join([*kept, content[at : end + 2]]))


def _png(content: bytes) -> Read:
    kept, at = [_PNG], 8
    while at < len(content):
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        chunk = content[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise Problem("attachment.no_picture")
        if name in _PNG_KEPT:
            kept.append(chunk)
        at += 12 + length
        if name == b"IEND":
            break
    if len(kept) < 4 or kept[1][4:8] != b"IHDR" or kept[-1][4:8] != b"IEND":
        raise Problem("attachment.no_picture")
    head = kept[1][8:]
    return Read("image/png", int.from_bytes(head[:4]), int.from_bytes(head[4:8]), b"".join(kept))


def _webp(content: bytes) -> Read:
    kept, at, size = [], 12, (0, 0)
    while at + 8 <= len(content):
        name, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        chunk = bytearray(content[at : at + 8 + length + length % 2])
        if len(chunk) < 8 + length:
            raise Problem("attachment.no_picture")
        if name == b"VP8X":
            chunk[8] &= ~_EXIF_AND_XMP
        size = size if any(size) else _webp_size(name, bytes(chunk[8:]))
        if name in _WEBP_KEPT:
            kept.append(bytes(chunk))
        at += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return Read("image/webp", *size, b"RIFF" + len(body).to_bytes(4, "little") + body)


def _webp_size(name: bytes, data: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if name == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF
    if name == b"VP8L" and data[:1] == b"\x2f":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 0, 0
