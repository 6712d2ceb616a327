"""Letters: what residents type is sealed and put by. Nothing is looked up, so every answer is the same.

Whether a door exists, who lives there, and whether name and digits fit, is found out later, by `taking`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.sealing import seal, unseal
from qiaomen.people.names import search_keys
from qiaomen.resident import limits
from qiaomen.resident.models import Letter


class Written(msgspec.Struct, omit_defaults=True):
    """What somebody typed: who they say they are, and what about. `room` is how they name their door."""

    name: str = ""
    tail: str = ""
    phone: str = ""
    room: str = ""
    about: dict[str, Any] = msgspec.field(default_factory=dict)


class Spot(msgspec.Struct, frozen=True):
    """What a code names: a door, or a place, by its id; `text` is the code itself."""

    of_place: bool
    id: UUID
    text: str


def put(spot: Spot, about: Letter.About, written: Written, *, address: str, now: datetime) -> None:
    """Put a letter by. Raises `resident.slow_down`, `outbreak.none_open`."""
    outbreak = Outbreak.objects.current()
    keys = outbreak.keys
    tried = {"address": address}
    if about is not Letter.About.HELP and about is not Letter.About.CLUE:
        # Nobody who asks for help is turned away because a neighbour, or a child, tapped too often.
        claim = f"{spot.text} {search_keys(written.name).plain} {written.tail}"
        at = f"{spot.text} {address}"
        limits.allow_claim({**tried, "door": spot.text}, claim=claim, at=at, keys=keys, now=now)
    else:
        limits.allow(tried, now=now)
    id = new_id()
    Letter(
        id=id, outbreak=outbreak, at=now, about=about, of_place=spot.of_place, at_id=spot.id,
        sealed=seal(keys, msgspec.json.encode(written), row=id),
    ).save(force_insert=True)  # fmt: skip


def opened(letter: Letter, keys: Keys) -> Written:
    """What was typed."""
    return msgspec.json.decode(unseal(keys, bytes(letter.sealed), row=letter.id), type=Written)
