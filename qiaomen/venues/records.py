"""The record kinds of shops and venues: orders that suspend them, and scans at their door."""

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
Photos = Annotated[list[UUID], Meta(max_length=12)]
Ground = Literal["kind_of_venue", "case_here", "crowding", "not_measured", "staff_untested", "area_closed", "other"]
Body = Literal["community", "street", "cdc", "police", "headquarters", "other"]
Served = Literal["", "in_person", "left", "message", "refused"]
HealthCode = Literal["", "green", "yellow", "red", "none"]
TravelCode = Literal["", "clear", "risk", "none"]


@record_kind("suspension", subject="door", verb=Verb.DECIDE)
class Suspension(msgspec.Struct, omit_defaults=True):
    """An order that suspends a shop or venue: on what ground, from when until when, by whose order and which paper.

    Without `until` it holds until somebody reopens it. It says how it can be objected to.
    """

    ground: Ground
    since: Moment
    until: Moment | None = None
    ordered_by: Body = "headquarters"
    document: ShortText = ""
    remedy: Literal["", "objection", "reconsideration", "court"] = "objection"
    note: Sealed[NoteText] = ""


@record_kind("suspension_step", subject="door", verb=Verb.RECORD, or_verb=Verb.SEE)
class SuspensionStep(msgspec.Struct, omit_defaults=True):
    """A step of an order, at its door.

    `served`: the notice was handed over. `looked`: a second look, which finds it closed as ordered, open though
    suspended, or ready to reopen. `extended` until a later moment and `reopened` are for those who decide.
    """

    suspension: UUID
    step: Literal["served", "looked", "extended", "reopened"]
    finds: Literal["", "closed", "open", "ready"] = ""
    until: Moment | None = None
    how: Served = ""
    document: ShortText = ""
    photos: Photos = msgspec.field(default_factory=list)
    to: Sealed[ShortText] = ""
    note: Sealed[NoteText] = ""


class Stated(msgspec.Struct, omit_defaults=True):
    """What somebody of a household says of themselves: codes, vaccinations, last test. `person` if known by name."""

    person: UUID | None = None
    health_code: HealthCode = ""
    travel_code: TravelCode = ""
    doses: Annotated[int, Meta(ge=0, le=9)] | None = None
    tested: date | None = None
    result: Literal["", "negative", "positive", "waiting"] = ""
    name: Sealed[ShortText] = ""


@record_kind("venue_scan", subject="door", verb=Verb.RECORD, of_residents=True)
class VenueScan(msgspec.Struct, omit_defaults=True):
    """A scan at a door. `by` staff: one person's pass, temperature (°C) and both codes, in or out, with the verdict.

    `by` a household: what its members state through the code that a worker holds out to them; `worker` is whose.
    `problem` and `colour_seen` are what the phone read in the pass; `list_age_s` how old its list of suspensions was.
    """

    by: Literal["staff", "household"] = "staff"
    direction: Literal["in", "out"] = "in"
    verdict: Literal["passed", "provisional", "refused", "kept_apart", "emergency"] = "passed"
    emergency: Literal["", "illness", "birth", "fire"] = ""
    reason: Annotated[str, Meta(pattern="^[a-z_]{0,24}$")] = ""
    # `pass` is a word of Python's; on the wire it is this one's name.
    pass_id: UUID | None = msgspec.field(default=None, name="pass")
    issued_at: int | None = msgspec.field(default=None, name="iat")
    expires_at: int | None = msgspec.field(default=None, name="exp")
    key: Annotated[str, Meta(max_length=16)] = msgspec.field(default="", name="kid")
    colour_seen: Literal["", "green", "yellow", "red", "grey"] = ""
    problem: Annotated[str, Meta(pattern="^[a-z_]{0,24}$")] = ""
    temperature: Celsius | None = None
    second_temperature: Celsius | None = None
    second_at: Moment | None = None
    health_code: HealthCode = ""
    travel_code: TravelCode = ""
    list_age_s: Annotated[int, Meta(ge=0)] | None = None
    offline: bool = False
    worker: UUID | None = None
    people: Annotated[list[Stated], Meta(max_length=12)] = msgspec.field(default_factory=list)
    note: Sealed[NoteText] = ""
