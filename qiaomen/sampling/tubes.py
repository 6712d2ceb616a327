"""Tubes: how their codes are written, and how many people each holds. The rules are those of `contracts/tubes.json`."""

import re
import unicodedata
from typing import Final

from qiaomen.sampling.models import Holds

ROOM: Final[dict[str, int]] = {Holds.SINGLE: 1, Holds.HOUSEHOLD: 0, Holds.POOL_5: 5, Holds.POOL_10: 10}
"""0: as many as the household has."""
MOST: Final = 40
_SPACES = re.compile(r"\s+")


def normal(code: str) -> str:
    """A code as scanners read it: half-width, without blanks, capitals, without the mark that makes Excel keep it."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", code)).upper().lstrip("'’")[:MOST]
