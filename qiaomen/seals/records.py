"""The record kinds of seals (封条): one is put on, and what happens to it. A seal tells; it never locks."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=120)]
Moment = Annotated[datetime, Meta(tz=True)]
Photos = Annotated[list[UUID], Meta(max_length=12)]
Phone = Annotated[str, Meta(pattern=r"^[0-9][0-9 -]{2,19}$")]
Why = Literal["", "illness", "birth", "fire", "doctor", "delivery", "rubbish", "test", "accident", "other"]
Finds = Literal["", "well", "needs", "nobody"]
Happened = Literal["opened", "broken", "intact", "resealed", "explained", "asked", "removed", "told", "ended"]


class Ground(msgspec.Struct):
    """An episode under way of somebody who lives behind the door."""

    episode: UUID
    person: UUID


@record_kind("seal", subject="place", verb=Verb.RECORD)
class SealPut(msgspec.Struct, omit_defaults=True):
    """A seal was put on: a household's `door`, or a road or compound (a place without a door); of paper or a sensor.

    Its ground is either `people` under a measure behind that door, and then it ends with the last of their episodes; or
    an order of a place, by its paper `document`, with an end (`until`). `emergency` is the number printed on it.
    """

    emergency: Phone
    form: Literal["paper", "sensor"] = "paper"
    people: Annotated[list[Ground], Meta(max_length=20)] = msgspec.field(default_factory=list)
    document: ShortText = ""
    until: Moment | None = None
    note: Sealed[NoteText] = ""


@record_kind("seal_event", subject="place", verb=Verb.RECORD, or_verb=Verb.SEE)
class SealEvent(msgspec.Struct, omit_defaults=True):
    """Something that happens to a seal, at its place.

    `opened`: somebody went through, and `why`; nobody needs leave for it. `broken`, `intact`: what a round saw.
    `resealed`: a new strip. `explained`: why an `opening` was, said afterwards. `asked`: somebody knocked and asked
    whether all is well, and `finds` how it is: only `well` settles it. `removed`: it was taken off. The system's own:
    `told`, whom it asked to knock, and what was found before (`finds`); `ended`, since its ground has ended. What a
    sensor reports `by` itself names its `source`.
    """

    seal: UUID
    event: Happened
    why: Why = ""
    opening: UUID | None = None
    finds: Finds = ""
    by: Literal["", "household", "worker", "sensor"] = ""
    source: UUID | None = None
    workers: list[UUID] = msgspec.field(default_factory=list)
    photos: Photos = msgspec.field(default_factory=list)
    note: Sealed[NoteText] = ""
