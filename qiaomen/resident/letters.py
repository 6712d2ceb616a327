"""Putting a letter by. Nothing is looked up, so every answer is the same.

Whether a door exists, who lives there, and whether name and digits fit, is found out later, by `taking`.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.models import Outbreak
from qiaomen.care import letters
from qiaomen.care.letters import Written
from qiaomen.care.models import Letter
from qiaomen.people.names import search_keys
from qiaomen.resident import limits


class Spot(msgspec.Struct, frozen=True):
    """What a code names: a door, or a place, by its id; `text` is the code itself."""

    of_place: bool
    id: UUID
    text: str


def put(spot: Spot, about: Letter.About, written: Written, *, address: str, now: datetime) -> None:
    """Put a letter by. Raises `resident.slow_down`, `outbreak.none_open`."""
    outbreak = Outbreak.objects.current()
    if about in (Letter.About.HELP, Letter.About.CLUE):
        # Nobody who asks for help is turned away because a neighbour, or a child, tapped too often.
        limits.allow({"address": address}, now=now)
    else:
        claim = f"{spot.text} {search_keys(written.name).plain} {written.tail}"
        tried = {"address": address, "door": spot.text}
        limits.allow_claim(tried, claim=claim, at=f"{spot.text} {address}", keys=outbreak.keys, now=now)
    letters.keep(written, about, of_place=spot.of_place, at_id=spot.id, outbreak=outbreak, now=now)
