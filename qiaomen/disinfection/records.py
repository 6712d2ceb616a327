"""The record kinds of disinfection (消毒): that a place needs it, and that it was done."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
Moment = Annotated[datetime, Meta(tz=True)]
Photos = Annotated[list[UUID], Meta(max_length=12)]
MgPerLitre = Annotated[int, Meta(ge=1, le=100_000)]
SquareMetres = Annotated[int, Meta(ge=1, le=1_000_000)]
Why = Literal["case", "transfer", "fever", "other"]


@record_kind("disinfection_asked", subject="place", verb=Verb.RECORD)
class DisinfectionAsked(msgspec.Struct, omit_defaults=True):
    """A place, or one `door` of it, needs disinfection beside its regular rounds: why, and by when.

    The system asks for it after a case, after somebody was fetched, and after a fever. Why is nobody's business who may
    not see health.
    """

    why: Why = "other"
    due: Moment | None = None
    note: Sealed[NoteText] = ""


@record_kind("disinfection", subject="place", verb=Verb.RECORD)
class Disinfected(msgspec.Struct, omit_defaults=True):
    """A round: a place, or one `door` of it, was disinfected; with which product, mg of it a litre, how many m².

    `asked` is the request that it answers, where it answers one. Photos are sent after it, as its proof. What stays
    when the door and the photos are forgotten is the system's own: that it was `behind_door`, and how many `proofs`.
    """

    asked: UUID | None = None
    product: UUID | None = None
    concentration: MgPerLitre | None = None
    area: SquareMetres | None = None
    photos: Photos = msgspec.field(default_factory=list)
    behind_door: bool = False
    proofs: Annotated[int, Meta(ge=0, le=12)] = 0
    note: Sealed[NoteText] = ""
