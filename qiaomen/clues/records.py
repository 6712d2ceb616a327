"""The record kinds of clues: hearsay, what is done about it, and the one way by which it touches somebody's file."""

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
What = Literal["person", "vehicle", "gathering", "venue", "other"]
Source = Literal["", "resident", "volunteer", "hotline", "agency"]
StepName = Literal[
    "dispatched", "seen", "verified", "unfounded", "elsewhere", "reopened", "joined", "parted", "distinct", "told",
    "rewarded", "collected",
]  # fmt: skip
ENDS: frozenset[StepName] = frozenset({"verified", "unfounded", "elsewhere"})
DECIDES: frozenset[StepName] = frozenset({"dispatched", "reopened", "joined", "parted", "distinct", "collected"})
"""Steps of those who decide at the clue's place."""
SYSTEMS: frozenset[StepName] = frozenset({"told", "rewarded"})
"""Steps that nobody but the system writes."""


@record_kind("clue", subject="place", verb=Verb.RECORD, of_residents=True)
class ClueTold(msgspec.Struct, omit_defaults=True):
    """Somebody tells of something that is to be looked at (线索): what, and in sealed words where and what about.

    Who told it is protected: the record names no door and no person, and its place is no smaller than a compound.
    `source` says by which way it came; `organisation` which agency told, or in sealed words `agency`. A plate, or where
    somebody comes from, is no fact about anybody.
    """

    what: What
    source: Source = ""
    organisation: UUID | None = None
    words: Sealed[NoteText] = ""
    where: Sealed[ShortText] = ""
    plate: Sealed[ShortText] = ""
    agency: Sealed[ShortText] = ""
    reporter: Sealed[ShortText] = ""
    phone: Sealed[ShortText] = ""


@record_kind("clue_step", subject="place", verb=Verb.RECORD)
class ClueStep(msgspec.Struct, omit_defaults=True):
    """What is done about a clue, at its place.

    `dispatched` to a `worker` until it is `due`; `seen`: somebody went there, with photos. It ends `verified`,
    `unfounded`, or `elsewhere`: handed on to an `organisation`, or in sealed words `to`. `joined` `into` another clue
    of the same thing, `parted` from it again, or `distinct` from it. `told` (the system's): that it is late was told to
    these workers; `rewarded` (the system's): so many of something for who told it, under a number; then `collected`.
    """

    clue: UUID
    step: StepName
    worker: UUID | None = None
    due: Moment | None = None
    into: UUID | None = None
    organisation: UUID | None = None
    level: Annotated[int, Meta(ge=0, le=99)] | None = None
    workers: list[UUID] = msgspec.field(default_factory=list)
    last: bool = False
    what: Annotated[str, Meta(max_length=40)] = ""
    count: Annotated[int, Meta(ge=1, le=9999)] | None = None
    number: Annotated[int, Meta(ge=1)] | None = None
    photos: Photos = msgspec.field(default_factory=list)
    to: Sealed[ShortText] = ""
    signed: Sealed[ShortText] = ""
    note: Sealed[NoteText] = ""


@record_kind("clue_person", subject="person", verb=Verb.DECIDE)
class CluePerson(msgspec.Struct, omit_defaults=True):
    """A verified `clue` is about this person, from now on a source in their file.

    `fact` `stay`: they were somewhere else, a `region` outside or a `place`, from `first` until `last`. It counts once
    another person has verified it, as every stay that somebody states.
    """

    clue: UUID
    fact: Literal["", "stay"] = ""
    first: Moment | None = None
    last: Moment | None = None
    region: Annotated[str, Meta(max_length=12)] = ""
    place: UUID | None = None
    note: Sealed[NoteText] = ""
