"""A photo says nothing of where, when or by what it was taken, and nothing hides in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.attachments.pictures import type_of
from qiaomen.base.problems import Problem
from qiaomen.testing.photos import SCAN, jpeg, segment, webp

EXIF = segment(0xE1, b"Exif\x00\x00MM\x00*\x00\x00\x00\x08GPS")


def code(picture: bytes) -> str:
    try:
        return type_of(picture)
    except Problem as problem:
        return problem.code


@pytest.mark.parametrize(
    "picture",
    [
        jpeg(),
        jpeg(segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile"), segment(0xEE, b"Adobe\x00\x64")),
        jpeg(scan=SCAN + segment(0xC4, b"\x00") + SCAN),
        b"\xff\xd8\xff" + jpeg()[2:],
    ],
    ids=["plain", "with a colour profile", "progressive", "with a fill byte"],
)
def test_a_jpeg_as_a_canvas_writes_it_is_kept(picture: bytes) -> None:
    assert code(picture) == "image/jpeg"


@pytest.mark.parametrize("hidden", [EXIF, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x/>"),
    segment(0xED, b"Photoshop 3.0\x00"), segment(0xFE, b"by 12055557777"), segment(0xE2, b"MPF\x00"),
    segment(0xE0, b"AVI1")], ids=["exif", "xmp", "iptc", "comment", "mpf", "other"])  # fmt: skip
def test_a_jpeg_that_says_more_than_its_picture_is_refused(hidden: bytes) -> None:
    assert code(jpeg(hidden)) == "attachment.metadata"
    assert code(jpeg(scan=SCAN + hidden + SCAN)) == "attachment.metadata"


def test_nothing_hides_behind_the_end_of_a_jpeg() -> None:
    assert code(jpeg() + b"12055557777") == "attachment.no_picture"


def test_a_webp_is_kept_unless_it_carries_metadata() -> None:
    picture = (b"VP8L", b"\x2f\x00\x00\x00\x00")
    assert code(webp()) == code(webp((b"VP8X", bytes(10)), picture)) == "image/webp"
    for name in (b"EXIF", b"XMP ", b"abcd"):
        assert code(webp((b"VP8X", bytes(10)), picture, (name, b"x"))) == "attachment.metadata"
    assert code(webp() + b"more") == "attachment.no_picture"


FLOOD = segment(0xC2, b"\x08\xff\xff\xff\xff\x01\x01\x11\x00")  # 65,535 × 65,535


@pytest.mark.parametrize(
    "picture",
    [
        jpeg(FLOOD),
        jpeg(scan=SCAN + FLOOD + SCAN),
        webp((b"VP8X", b"\0\0\0\0" + b"\xff\xff\xff" * 2)),
        webp((b"VP8 ", b"\x30\x01\x00\x9d\x01\x2a\xff\x3f\xff\x3f")),
        webp((b"VP8L", b"\x2f\xff\xff\xff\x0f")),
        webp((b"VP8X", bytes(10)), (b"ANMF", bytes(6) + b"\xff\xff\xff" * 2 + bytes(4))),
    ],
    ids=["jpeg", "jpeg, a later frame", "webp", "lossy", "lossless", "animated"],
)
def test_a_small_file_of_very_many_pixels_is_refused(picture: bytes) -> None:
    assert code(picture) == "attachment.no_picture"


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8", b"\x89PNG\r\n", b"RIFF\x04\x00\x00\x00WEBP", b"<svg/>", b"GIF89a"]
)
def test_what_is_no_such_picture_is_refused(content: bytes) -> None:
    assert code(content) == "attachment.no_picture"


@given(st.integers(0, len(jpeg())), st.binary(max_size=4))
def test_a_damaged_picture_is_judged_and_never_breaks_the_judge(at: int, put: bytes) -> None:
    whole = jpeg(EXIF)
    assert code(whole[:at] + put) in ("attachment.no_picture", "attachment.metadata", "image/jpeg")
    assert code(whole[:at]) != "image/jpeg"
