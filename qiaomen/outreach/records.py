"""The record kinds of what is handed out and hung up, and of rounds over places."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

Way = Literal["visit", "gate", "drop", "checkpoint", "hung"]
What = Literal["loudspeaker", "poster", "banner", "drop", "check"]
Words = Annotated[str, Meta(max_length=1000)]


@record_kind("handout", subject="place", verb=Verb.RECORD)
class Handout(msgspec.Struct, omit_defaults=True):
    """So many copies of one title, given out at a place (宣传品发放); `door` beside it where it was at a door.

    `way`: on a visit, at a gate, at a checkpoint, left where people pass (`drop`), or `hung` up. `during` is the record
    that it went with: a vehicle's stop, a visit, a place of a round.
    """

    material: UUID
    count: Annotated[int, Meta(ge=1, le=1_000_000)]
    way: Way
    during: UUID | None = None


@record_kind("outreach_round", subject="place", verb=Verb.ASSIGN)
class OutreachRound(msgspec.Struct, omit_defaults=True):
    """Something is said aloud or hung up at each of these `places`, by a time (宣传巡回).

    `copies` of the `material` hang at each place; with `photo` a place counts by a photo only. `words`: what is said.
    """

    title: Annotated[str, Meta(min_length=1, max_length=60)]
    what: What
    due: datetime
    places: Annotated[list[UUID], Meta(min_length=1, max_length=2000)]
    material: UUID | None = None
    copies: Annotated[int, Meta(ge=1, le=1000)] = 1
    photo: bool = False
    words: Sealed[Words] = ""


@record_kind("outreach_round_done", subject="place", verb=Verb.RECORD)
class RoundDone(msgspec.Struct, omit_defaults=True):
    """Somebody was at a place of a round, by a `scan` of its code or a `tap`; photos are sent after it."""

    round: UUID
    how: Literal["scan", "tap"] = "tap"
    photos: Annotated[list[UUID], Meta(max_length=12)] = msgspec.field(default_factory=list)
    note: Sealed[Words] = ""


@record_kind("outreach_round_step", subject="place", verb=Verb.ASSIGN)
class RoundStep(msgspec.Struct, omit_defaults=True):
    """A round is ended: what is missing then stays missing."""

    round: UUID
    step: Literal["ended"] = "ended"
