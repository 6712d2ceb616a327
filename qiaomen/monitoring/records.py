"""The record kinds of following people up: checks, calls and what they leave open, orders, transfers, care, release.

`together` joins records that were made in one go for several people (one call with a mother about her daughter too), so
that a family's thread shows them once.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

NoteText = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=120)]
Moment = Annotated[datetime, Meta(tz=True)]
Celsius = Annotated[float, Meta(ge=30, le=45)]
Symptom = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,23}$")]
Body = Literal[
    "community", "street", "cdc", "hotel", "hospital", "property", "police", "school", "headquarters", "other"
]
Site = Literal["central", "station", "hospital", "away", "home"]

FEVER_ABOVE = 37.3
"""°C; RULES: above it is a fever."""


@record_kind("check", subject="person", verb=Verb.RECORD)
class Check(msgspec.Struct, omit_defaults=True):
    """A person under a measure was checked: seen, or what was stated at the door or by phone; °C, symptoms."""

    how: Literal["seen", "stated", "phone"]
    slot: Literal["", "am", "pm"] = ""
    temperature: Celsius | None = None
    symptoms: Annotated[list[Symptom], Meta(max_length=20)] = msgspec.field(default_factory=list)
    together: UUID | None = None
    note: Sealed[NoteText] = ""


class Question(msgspec.Struct, omit_defaults=True):
    """Something that a family asks: in their words, who is to answer, and by when."""

    id: UUID
    to: Annotated[list[Body], Meta(min_length=1)]
    topic: Literal[
        "other", "rules", "rubbish", "food", "medicine", "disinfection", "cost", "room", "transport", "work", "school"
    ] = "other"
    due: Moment | None = None
    text: Sealed[NoteText] = ""


@record_kind("call", subject="person", verb=Verb.RECORD)
class Call(msgspec.Struct, omit_defaults=True):
    """A call or message to somebody under a measure, or from them: what came of it, was promised, and was asked."""

    outcome: Literal["talked", "not_answered", "wavering", "agreed", "refused", "promised", "wrong_number"]
    way: Literal["phone", "message", "voice", "visit"] = "phone"
    incoming: bool = False
    promise_due: Moment | None = None
    settles: list[UUID] = msgspec.field(default_factory=list)
    questions: Annotated[list[Question], Meta(max_length=20)] = msgspec.field(default_factory=list)
    together: UUID | None = None
    promise: Sealed[NoteText] = ""
    note: Sealed[NoteText] = ""


@record_kind("answer", subject="person", verb=Verb.RECORD)
class Answer(msgspec.Struct, omit_defaults=True):
    """A body answers a question. A `final` one settles it, whoever else was asked."""

    question: UUID
    body: Body
    says: Literal["yes", "no", "partly", "text"]
    final: bool = False
    together: UUID | None = None
    text: Sealed[NoteText] = ""


@record_kind("decision", subject="person", verb=Verb.DECIDE)
class Decision(msgspec.Struct, omit_defaults=True):
    """A person who may decide overrides the rules for one person, on a ground: the only way by which we prolong."""

    overrides: Literal["prolong", "release", "exempt"]
    ground: Literal["medical", "dependant", "hardship", "error", "new_evidence", "order", "objection"]
    until: Moment | None = None
    document: ShortText = ""
    consent: bool = False
    together: UUID | None = None
    text: Sealed[NoteText] = ""


@record_kind("measure_order", subject="person", verb=Verb.RECORD)
class MeasureOrder(msgspec.Struct, omit_defaults=True):
    """How a person came under a measure: of their own accord or by whose order, by which paper, served when."""

    voluntary: bool
    body: Body = "community"
    document: ShortText = ""
    served_at: Moment | None = None
    served_how: Literal["", "in_person", "left", "message", "refused"] = ""
    receipt: bool = False
    remedy: Literal["", "objection", "reconsideration", "court"] = ""
    together: UUID | None = None
    served_to: Sealed[ShortText] = ""
    note: Sealed[NoteText] = ""


@record_kind("transfer", subject="person", verb=Verb.RECORD)
class Transfer(msgspec.Struct, omit_defaults=True):
    """A person is to be taken somewhere: to where, when and where the car waits, and what the driver is told.

    `carer` goes along with a minor or dependant; without one it takes a medical ground and consent.
    """

    to: Site
    pick_up_at: Moment
    site: UUID | None = None
    carer: UUID | None = None
    medical_ground: bool = False
    consent: bool = False
    together: UUID | None = None
    site_name: Sealed[ShortText] = ""
    vehicle: Sealed[ShortText] = ""
    pick_up_place: Sealed[NoteText] = ""
    driver: Sealed[NoteText] = ""
    dignity: Sealed[NoteText] = ""
    pack: Sealed[NoteText] = ""


@record_kind("transfer_step", subject="person", verb=Verb.RECORD)
class TransferStep(msgspec.Struct, omit_defaults=True):
    """How a transfer goes on. Who arrived lives apart from the household until `back_at`, which a correction adds."""

    transfer: UUID
    step: Literal["left", "arrived", "not_met", "cancelled"]
    to: Site = "central"
    site: UUID | None = None
    back_at: Moment | None = None
    together: UUID | None = None
    note: Sealed[NoteText] = ""


@record_kind("referral", subject="person", verb=Verb.RECORD)
class Referral(msgspec.Struct, omit_defaults=True):
    """A person is sent to medical care (上报送医): to whom and how. The system opens one for a symptom at a door."""

    to: Literal["fever_clinic", "hospital", "community_doctor", "cdc", "emergency"]
    how: Literal["", "ambulance", "closed_transport", "own_car", "on_foot", "doctor_comes"] = ""
    symptoms: list[Symptom] = msgspec.field(default_factory=list)
    temperature: float | None = None
    source: UUID | None = None
    together: UUID | None = None
    facility: Sealed[ShortText] = ""
    note: Sealed[NoteText] = ""


@record_kind("referral_step", subject="person", verb=Verb.RECORD)
class ReferralStep(msgspec.Struct, omit_defaults=True):
    """Somebody takes a referral on, the person arrives, or it ends with what came of it."""

    referral: UUID
    step: Literal["acknowledged", "on_the_way", "arrived", "ended"]
    outcome: Literal["", "sent_home", "admitted", "discharged", "died", "unfounded"] = ""
    note: Sealed[NoteText] = ""


@record_kind("release", subject="person", verb=Verb.RECORD)
class Release(msgspec.Struct, omit_defaults=True):
    """Steps of a release: the community has checked; the written notice (解除通知书) was given."""

    step: Literal["checked", "notice"]
    document: ShortText = ""
    how: Literal["", "in_person", "left", "message"] = ""
    together: UUID | None = None
    given_to: Sealed[ShortText] = ""
    note: Sealed[NoteText] = ""


@record_kind("episode_need", subject="person", verb=Verb.RECORD)
class EpisodeNeed(msgspec.Struct, omit_defaults=True):
    """What somebody who may not go out needs; or, where it names a `need`, that it was met or cannot be."""

    what: Literal["groceries", "rubbish", "medicine", "doctor", "care", "pets", "work", "school", "clothes", "other"]
    need: UUID | None = None
    met: bool = False
    due: Moment | None = None
    together: UUID | None = None
    text: Sealed[NoteText] = ""


class Companion(msgspec.Struct, omit_defaults=True):
    """One of the five: a worker whom the register knows, or somebody by name and phone."""

    role: Literal["cadre", "grid_worker", "doctor", "police", "volunteer"]
    worker: UUID | None = None
    name: Sealed[ShortText] = ""
    phone: Sealed[ShortText] = ""


@record_kind("companions", subject="person", verb=Verb.RECORD)
class Companions(msgspec.Struct, omit_defaults=True):
    """Who looks after a person under a measure, five to one (五包一); each such record replaces the one before."""

    people: Annotated[list[Companion], Meta(min_length=1, max_length=10)]
    together: UUID | None = None


@record_kind("escalation", subject="person", verb=Verb.ADMINISTER, amendable=False)
class Escalation(msgspec.Struct, omit_defaults=True):
    """The system tells the leads that something is overdue. `about`: the referral or question, `on`: the day."""

    what: Literal["check_missed", "not_seen", "referral_waiting", "question_overdue", "promise_overdue"]
    leads: list[UUID] = msgspec.field(default_factory=list)
    about: UUID | None = None
    on: date | None = None
    slot: int = 0


@record_kind("escalation_seen", subject="person", verb=Verb.ASSIGN)
class EscalationSeen(msgspec.Struct, omit_defaults=True):
    """A lead takes notice of what is overdue, and says what is done about it."""

    escalation: UUID
    note: Sealed[NoteText] = ""
