"""The record kinds of sweeps: what is seen at doors, claimed of them, and found to be missing from the register."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind

Outcome = Literal["answered", "absent", "vacant", "refused", "inaccessible", "wrong_address", "phone", "online"]
PresenceName = Literal["seen", "stated", "elsewhere", "moved", "died", "unaccounted"]
DoorKindName = Literal["dwelling", "shop", "restaurant", "hotel", "venue", "dormitory", "office", "school", "other"]
Answer = str | int | float | bool | list[str] | None
Answers = dict[Annotated[str, Meta(max_length=40)], Answer]
ShortText = Annotated[str, Meta(max_length=60)]
Texts = dict[Annotated[str, Meta(max_length=40)], Annotated[str, Meta(max_length=2000)]]
NoteText = Annotated[str, Meta(max_length=2000)]


class NewPerson(msgspec.Struct, omit_defaults=True):
    """Somebody at the door whom the register lacks."""

    name: Sealed[ShortText] = ""
    sex: Annotated[int, Meta(ge=0, le=9)] = 0
    birth_year: Annotated[int, Meta(ge=1900, le=2100)] | None = None
    relation: Annotated[str, Meta(max_length=20)] = ""
    id_number: Sealed[ShortText] = ""
    phones: Sealed[list[ShortText]] = msgspec.field(default_factory=list)


class Seen(msgspec.Struct, omit_defaults=True):
    """How one member of the household is accounted for."""

    person: UUID
    presence: PresenceName
    answers: Answers = msgspec.field(default_factory=dict)
    new: NewPerson | None = None
    texts: Sealed[Texts] = msgspec.field(default_factory=dict)
    note: Sealed[NoteText] = ""


@record_kind("visit", subject="door", verb=Verb.RECORD)
class Visit(msgspec.Struct, omit_defaults=True):
    """One knock and what came of it."""

    campaign: UUID
    edition: UUID
    outcome: Outcome
    people: Annotated[list[Seen], Meta(max_length=200)] = msgspec.field(default_factory=list)
    answers: Answers = msgspec.field(default_factory=dict)
    texts: Sealed[Texts] = msgspec.field(default_factory=dict)
    confirmed_by: Literal["", "neighbour", "manager"] = ""
    verified: bool = False
    seconds: Annotated[int, Meta(ge=0)] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    accuracy_m: Annotated[float, Meta(ge=0)] | None = None
    photos: Annotated[list[UUID], Meta(max_length=12)] = msgspec.field(default_factory=list)
    note: Sealed[NoteText] = ""


@record_kind("self_report", subject="door", verb=Verb.RECORD, of_residents=True)
class SelfReport(msgspec.Struct, omit_defaults=True):
    """What a household says of itself. Never verified by itself, and never more than a reason to phone."""

    campaign: UUID
    edition: UUID
    people: Annotated[list[Seen], Meta(max_length=200)] = msgspec.field(default_factory=list)
    answers: Answers = msgspec.field(default_factory=dict)
    texts: Sealed[Texts] = msgspec.field(default_factory=dict)
    note: Sealed[NoteText] = ""


@record_kind("claim_review", subject="door", verb=Verb.DECIDE)
class ClaimReview(msgspec.Struct, omit_defaults=True):
    """Whether a claim ("cannot get in", "does not exist") stands; a denial reopens the door."""

    campaign: UUID
    claim: UUID
    accepted: bool
    reason: Sealed[NoteText] = ""


@record_kind("place_added", subject="place", verb=Verb.RECORD, amendable=False)
class PlaceAdded(msgspec.Struct, omit_defaults=True):
    """A building, stairwell or alley that the register lacks."""

    parent: UUID
    kind: Literal["compound", "urban_village", "resident_group", "building", "stairwell", "alley"]
    name: Annotated[str, Meta(min_length=1, max_length=80)]


@record_kind("door_added", subject="door", verb=Verb.RECORD, amendable=False)
class DoorAdded(msgspec.Struct, omit_defaults=True):
    """A door that the register lacks."""

    place: UUID
    label: Annotated[str, Meta(min_length=1, max_length=60)]
    kind: DoorKindName = "dwelling"


@record_kind("door_changed", subject="door", verb=Verb.RECORD, amendable=False)
class DoorChanged(msgspec.Struct, omit_defaults=True):
    """A door is labelled otherwise, is of another kind, or is in use no longer; names the version that was seen."""

    version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    label: Annotated[str, Meta(min_length=1, max_length=60)] | None = None
    kind: DoorKindName | None = None
    is_open: bool | None = None
