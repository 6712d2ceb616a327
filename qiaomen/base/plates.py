"""Number plates as they are compared and found again, wherever somebody writes one down (contracts/plates.json)."""

import re
from typing import Final

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import lookup

_NOISE: Final = re.compile(r"[\s·•．.\-—]")


def normal(text: str) -> str:
    """A plate as it is compared: capitals, half-width, without spaces, dots and dashes."""
    narrow = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)
    return _NOISE.sub("", narrow).upper()


def hashed(keys: Keys, plate: str) -> bytes:
    """The keyed hash by which a plate is found."""
    return lookup(keys, "plate", normal(plate))
