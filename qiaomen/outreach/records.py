"""The record kind of what is handed out, hung up or said aloud."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import record_kind

Way = Literal["visit", "gate", "drop", "checkpoint"]


@record_kind("handout", subject="place", verb=Verb.RECORD)
class Handout(msgspec.Struct, omit_defaults=True):
    """So many copies of one title, given out at a place (宣传品发放); `door` beside it where it was at a door.

    `way`: on a visit, at a gate, at a checkpoint, or left where people pass (`drop`). `during` is the record that it
    went with: a vehicle's stop, a visit.
    """

    material: UUID
    count: Annotated[int, Meta(ge=1, le=1_000_000)]
    way: Way
    during: UUID | None = None
