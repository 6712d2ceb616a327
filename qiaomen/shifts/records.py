"""The record kinds of shifts: a shift as it was published, what came of it, swaps, and what is handed over."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

Moment = Annotated[datetime, Meta(tz=True)]
NoteText = Annotated[str, Meta(max_length=2000)]
Minutes = Annotated[int, Meta(ge=0, le=240)]
Rule = Literal[
    "rest", "week_hours", "nights_in_row", "nights", "slot", "kind", "away", "heads", "skill", "local", "mixed"
]


@record_kind("shift", subject="place", verb=Verb.ASSIGN, amendable=False)
class ShiftGiven(msgspec.Struct, omit_defaults=True):
    """A worker's shift as its roster was published (排班), at the post's place. `late` minutes until it is missed."""

    roster: UUID
    post: UUID
    slot: UUID
    worker: UUID
    begins: Moment
    ends: Moment
    late: Minutes = 15


@record_kind("shift_step", subject="place", verb=Verb.RECORD)
class ShiftStep(msgspec.Struct, omit_defaults=True):
    """Whoever stands it came, or left. `how`: by the code at the post, or a tap."""

    shift: UUID
    step: Literal["came", "left"]
    how: Literal["scan", "tap"] = "tap"


@record_kind("shift_change", subject="place", verb=Verb.ASSIGN, amendable=False)
class ShiftChange(msgspec.Struct, omit_defaults=True):
    """Who leads has somebody else stand it (`worker`), cancels it, or has it in hand that nobody came.

    `despite`: rules that are broken knowingly, since somebody has to stand there.
    """

    shift: UUID
    change: Literal["replaced", "cancelled", "answered"]
    worker: UUID | None = None
    despite: list[Rule] = msgspec.field(default_factory=list)
    note: Sealed[NoteText] = ""


@record_kind("shift_swap", subject="place", verb=Verb.RECORD, amendable=False)
class SwapAsked(msgspec.Struct, omit_defaults=True):
    """Whoever stands `shift` asks `to` to take it (换班), for their `other` shift, or as a favour."""

    shift: UUID
    to: UUID
    other: UUID | None = None
    note: Sealed[NoteText] = ""


@record_kind("shift_swap_step", subject="place", verb=Verb.RECORD, amendable=False)
class SwapStep(msgspec.Struct, omit_defaults=True):
    """What came of a swap of `shift` (and `other`): who was asked accepts or declines, who asked withdraws."""

    swap: UUID
    shift: UUID
    step: Literal["accepted", "declined", "withdrawn"]
    other: UUID | None = None


@record_kind("shift_handover", subject="place", verb=Verb.RECORD)
class ShiftHandedOver(msgspec.Struct, omit_defaults=True):
    """What a shift tells the next one at its post (交接班)."""

    post: UUID
    shift: UUID | None = None
    note: Sealed[NoteText] = ""


@record_kind("shift_handover_step", subject="place", verb=Verb.RECORD)
class HandoverStep(msgspec.Struct, omit_defaults=True):
    """Somebody of the next shift has read what was handed over."""

    handover: UUID
    step: Literal["read"] = "read"


@record_kind("shift_told", subject="place", verb=Verb.ASSIGN, amendable=False)
class MissingTold(msgspec.Struct, omit_defaults=True):
    """The system's: that nobody came to a shift was told to these workers, as so many before."""

    shift: UUID
    level: Annotated[int, Meta(ge=0, le=20)]
    workers: list[UUID] = msgspec.field(default_factory=list)
    last: bool = False
