"""Letters: what residents typed by a code, sealed. Pages put them by, a job takes them in, and some wait for a call."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base import retention
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.sealing import seal, unseal
from qiaomen.care.models import Letter


class Written(msgspec.Struct, omit_defaults=True):
    """What somebody typed: who they say they are, and what about. `room` is how they name their door."""

    name: str = ""
    tail: str = ""
    phone: str = ""
    room: str = ""
    about: dict[str, Any] = msgspec.field(default_factory=dict)


def keep(
    written: Written, about: Letter.About, *, of_place: bool, at_id: UUID, outbreak: Outbreak, now: datetime
) -> None:
    """Seal a letter and put it by, from the code of a door or place that may exist or not."""
    id = new_id()
    sealed = seal(outbreak.keys, msgspec.json.encode(written), row=id)
    Letter(
        id=id, outbreak=outbreak, at=now, about=about, of_place=of_place, at_id=at_id, sealed=sealed
    ).save(force_insert=True)  # fmt: skip


def opened(letter: Letter, keys: Keys) -> Written:
    """What was typed."""
    return msgspec.json.decode(unseal(keys, bytes(letter.sealed), row=letter.id), type=Written)


def forget(now: datetime) -> int:
    """Forget letters that fitted nobody, and those that were called back; answers how many."""
    return Letter.objects.filter(at__lt=now - retention.kept("letters")).delete()[0]
