"""Codes that are drawn are read back, whatever their length, from what stands in the picture's file."""

import zlib

import pytest
from zxingcpp import read_barcodes

from qiaomen.paper import qr

# 240 letters, as a pass has.
PASS = "QM1:6BF-FDOPJ $CV K2$D$VK3ETWEEIE%CMD6PUW5V3EZ6L0%6846VA7X JQKEOCCI/EOPCJPCSD%EX" * 3


def pixels(png: bytes) -> memoryview:
    """A picture of one bit a pixel without a palette or filters, as a byte for each pixel."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    side = int.from_bytes(png[16:20], "big")
    packed = zlib.decompress(png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8])
    row = 1 + -(-side // 8)
    lit = [f"{int.from_bytes(packed[at + 1 : at + row], 'big'):0{row * 8 - 8}b}" for at in range(0, len(packed), row)]
    return memoryview(bytes(255 * int(one) for line in lit for one in line[:side])).cast("B", (side, side))


@pytest.mark.parametrize("text", ["1", "https://qiaomen.example/d/AZqP", PASS])
def test_a_code_is_read_back_from_its_picture(text: str) -> None:
    [read] = read_barcodes(pixels(qr.png(text, level="M")))
    assert (read.text, read.ec_level) == (text, "M")


def test_a_pass_needs_no_larger_code_than_its_letters_ask_for() -> None:
    side, quiet = len(pixels(qr.png(PASS, level="M")).tolist()), 2 * 4
    assert (side - quiet - 17) / 4 == 9  # at level M version 8 holds 221 letters and digits, version 9 262
