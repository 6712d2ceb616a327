"""A picture under a plan says nothing of when, where and by what it was taken."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.atlas import plans
from qiaomen.atlas.pictures import read_picture
from qiaomen.atlas.tests.plan import small_plan
from qiaomen.base.problems import Problem
from qiaomen.testing.world import World


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def png(*more: bytes) -> bytes:
    head = (4).to_bytes(4, "big") + (2).to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(b"\0\0\0\0\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(b"IHDR", head), *more, chunk(b"IDAT", rows), chunk(b"IEND", b"")])


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data


def jpeg(*more: bytes) -> bytes:
    frame = segment(0xC0, b"\x08" + (30).to_bytes(2, "big") + (40).to_bytes(2, "big") + b"\x01\x01\x11\0")
    return b"\xff\xd8" + b"".join(more) + frame + segment(0xDA, b"\x01\x01\0\0?\0") + b"picture\xff\xd9"


def webp(*more: bytes) -> bytes:
    def part(name: bytes, data: bytes) -> bytes:
        return name + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)

    body = b"WEBP" + part(b"VP8X", bytes([0b1100, 0, 0, 0, 39, 0, 0, 29, 0, 0])) + part(b"VP8L", b"\x2f\0\0\0\0")
    return b"RIFF" + len(body + b"".join(more)).to_bytes(4, "little") + body + b"".join(more)


def test_what_is_not_the_picture_is_left_out() -> None:
    place = b"30.51N 114.39E"
    assert read_picture(png(chunk(b"tEXt", place), chunk(b"eXIf", place))).content == png()
    assert read_picture(jpeg(segment(0xE1, b"Exif\0\0" + place), segment(0xFE, place))).content == jpeg()
    assert place not in read_picture(jpeg() + place).content
    exif = b"EXIF" + len(place).to_bytes(4, "little") + place
    cleaned = read_picture(webp(exif))
    assert place not in cleaned.content
    assert cleaned.content[20] & 0b1100 == 0
    sizes = [read_picture(one)[:3] for one in (png(), jpeg(), webp())]
    assert sizes == [("image/png", 4, 2), ("image/jpeg", 40, 30), ("image/webp", 40, 30)]


def problem_of(content: bytes) -> str:
    try:
        read_picture(content)
    except Problem as problem:
        return problem.code
    return ""


@given(st.sampled_from([png(), jpeg(), webp()]), st.integers(0, 90), st.binary(max_size=4))
def test_a_damaged_picture_is_refused_or_read_but_never_a_crash(whole: bytes, at: int, spoilt: bytes) -> None:
    assert problem_of(whole[:at] + spoilt + whole[at + len(spoilt) :]) in ("", "attachment.no_picture")


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(Problem, match=r"atlas\.picture_too_large"):
        read_picture(b"\xff\xd8" + bytes(4_000_001))


def test_a_picture_becomes_the_frame_and_the_plan_is_scaled_to_it(world: World) -> None:
    place = world.places["compound"]
    plans.save(place=place, plan=small_plan(), by=None, after=0)
    made = plans.put_picture(place=place, content=jpeg(), by=None, after=1)
    assert (made.document.frame.width, made.document.frame.height) == (40, 30)
    assert made.document.of_kind("building")[0].points[0] == (4, 12)
    assert made.picture is not None
    assert plans.picture(place, made.picture) == (jpeg(), "image/jpeg")
