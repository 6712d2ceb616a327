"""The record kinds of policy: cases, exposures, samples and results, statuses, reds by hand, objections."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
Moment = Annotated[datetime, Meta(tz=True)]
Word = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,23}$")]


@record_kind("case", subject="person", verb=Verb.DECIDE)
class Case(msgspec.Struct, omit_defaults=True):
    """A person is ill with the outbreak's disease, or is no longer. Health staff state it."""

    status: Literal["suspected", "probable", "confirmed", "asymptomatic", "discarded"]
    onset: Moment | None = None
    reported: Moment | None = None
    recovered: Moment | None = None
    origin: Literal["", "local", "imported"] = ""
    rooms: Literal["", "own", "shared"] = ""
    source: UUID | None = None
    note: Sealed[NoteText] = ""


@record_kind("exposure", subject="person", verb=Verb.RECORD)
class Exposure(msgspec.Struct, omit_defaults=True):
    """A person's contact with a case (or with a case's contact) or stay at a place of risk: first and last.

    `verified` says health staff, by a record that is `evidence`; what anybody else states, another person verifies.
    """

    closeness: Literal["close", "secondary", "shared"]
    first: Moment
    last: Moment | None = None
    ongoing: bool = False
    other: UUID | None = None
    place: UUID | None = None
    verified: bool = False
    evidence: UUID | None = None
    how: Literal["", "home", "work", "school", "care", "transport", "venue", "geometry"] = ""
    note: Sealed[NoteText] = ""


@record_kind("stay", subject="person", verb=Verb.RECORD)
class Stay(msgspec.Struct, omit_defaults=True):
    """A person was somewhere else: a region by its division code, or a place of the district; arrived, left."""

    first: Moment
    last: Moment | None = None
    region: Annotated[str, Meta(max_length=12)] = ""
    place: UUID | None = None
    transport: Annotated[str, Meta(max_length=24)] = ""
    verified: bool = False
    evidence: UUID | None = None
    note: Sealed[NoteText] = ""


@record_kind("fact_verified", subject="person", verb=Verb.DECIDE)
class FactVerified(msgspec.Struct, omit_defaults=True):
    """Another person than who stated it has checked what a `record` (the version that they saw) says of the person.

    A correction that says something else is to be verified anew. Taken back by a `void`.
    """

    record: UUID
    note: Sealed[NoteText] = ""


@record_kind("trait", subject="person", verb=Verb.RECORD)
class Trait(msgspec.Struct, omit_defaults=True):
    """What kind of person, for lists: alone, pregnant, dialysis, works in the cold chain …"""

    trait: Word
    since: Moment | None = None
    until: Moment | None = None


@record_kind("sample", subject="person", verb=Verb.RECORD)
class Sample(msgspec.Struct, omit_defaults=True):
    """A sample was taken: in which `tube`, whose samples that `holds`, and in which `round` of testing."""

    taken: Moment
    tube: Annotated[str, Meta(max_length=40)] = ""
    method: Literal["pcr", "antigen", "serology", "culture", "other"] = "pcr"
    holds: Literal["single", "household", "pool_5", "pool_10"] = "single"
    round: UUID | None = None


@record_kind("result", subject="person", verb=Verb.DECIDE)
class Result(msgspec.Struct, omit_defaults=True):
    """What came of a sample. It counts from when the sample was taken."""

    taken: Moment
    result: Literal["negative", "positive", "invalid"]
    sample: UUID | None = None
    method: Literal["pcr", "antigen", "serology", "culture", "other"] = "pcr"
    ct: float | None = None


class Reason(msgspec.Struct, omit_defaults=True):
    """One rule that matched: why, since which day 0, until when. `until` empty: not settled yet."""

    edition: UUID | None
    rule: str
    fact: UUID | None
    day0: str
    phase: int
    measure: str
    colour: str
    since: datetime
    until: datetime | None
    category: str = ""
    other: UUID | None = None
    kept: bool = False


@record_kind("status", subject="person", verb=Verb.ADMINISTER, amendable=False)
class Status(msgspec.Struct, omit_defaults=True):
    """A person's measure or colour changes, or why. The system submits it; `at` is when it took effect.

    `number` counts the person's statuses in their order; `digest` is that of the reasons (empty: none).
    """

    edition: UUID | None
    colour: Literal["green", "yellow", "red", "grey"]
    measure: str = ""
    isolates: bool = False
    categories: list[str] = msgspec.field(default_factory=list)
    until: datetime | None = None
    due_end: datetime | None = None
    reasons: list[Reason] = msgspec.field(default_factory=list)
    number: int = 1
    digest: str = ""


@record_kind("red_by_hand", subject="person", verb=Verb.DECIDE)
class RedByHand(msgspec.Struct, omit_defaults=True):
    """Somebody asks for a red by hand: on a ground of the closed health list, with an evidence record."""

    ground: Literal["test_positive_elsewhere", "symptoms_and_exposure", "order_of_health_authority", "fled_isolation"]
    evidence: UUID
    note: Sealed[NoteText] = ""


@record_kind("red_confirmed", subject="person", verb=Verb.DECIDE)
class RedConfirmed(msgspec.Struct, omit_defaults=True):
    """A second person agrees (one of the two is health staff); it lasts 24 h from now. Confirmed again, 24 h more."""

    proposal: UUID


@record_kind("objection", subject="person", verb=Verb.RECORD, of_residents=True)
class ObjectionMade(msgspec.Struct, omit_defaults=True):
    """A person objects to their status, in their words."""

    status: UUID | None = None
    words: Sealed[NoteText] = ""


@record_kind("objection_answer", subject="person", verb=Verb.DECIDE)
class ObjectionAnswered(msgspec.Struct, omit_defaults=True):
    """Another person answers it. An upheld one is followed by the correction of the fact that was wrong."""

    objection: UUID
    upheld: bool
    words: Sealed[NoteText] = ""
