"""QR codes as pictures of a pixel a module: drawn by the library whose scanner the phones carry, too.

Any of the eight masks can be read, so one is given: looking for the prettiest takes four fifths of the time.
"""

import zlib
from struct import pack
from typing import Literal

from zxingcpp import BarcodeFormat, create_barcode

Level = Literal["L", "M", "Q", "H"]
"""How much of a code may be torn or dirty: 7, 15, 25 or 30 in a hundred of its bytes."""
MASK = 4
# A pixel of 8 bits as the digit of one bit: light is 1.
_BITS = bytes(ord("1") if light > 127 else ord("0") for light in range(256))
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(text: str, *, level: Level) -> bytes:
    """The code with the quiet zone that scanners ask for, as a PNG of one bit a pixel. The version fits the length."""
    made = create_barcode(text, BarcodeFormat.QRCode, ec_level=level, dataMask=MASK)
    drawn = made.to_image(scale=1, add_quiet_zones=True)
    side, pixels = drawn.shape[0], bytes(memoryview(drawn)).translate(_BITS)  # type: ignore[arg-type]
    # A row is filled up to whole bytes, and says before them that nothing filters it.
    fill = b"0" * (-side % 8)
    rows = b"".join(b"0" * 8 + pixels[at : at + side] + fill for at in range(0, side * side, side))
    header = pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = zlib.compress(int(rows, 2).to_bytes(len(rows) // 8, "big"))
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
