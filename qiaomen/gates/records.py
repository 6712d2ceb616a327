"""The record kinds of gates: who went in or out, visitors, and what is done about an alarm.

A passage says what the guard saw and decided. What was true then is worked out by the server (`truth.py`).
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.access.roles import Verb
from qiaomen.base.kinds import Sealed, record_kind
from qiaomen.monitoring.records import FEVER_ABOVE, Celsius

NoteText = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=120)]
PlateText = Annotated[str, Meta(max_length=16)]
Lane = Annotated[str, Meta(max_length=12)]
Word = Annotated[str, Meta(pattern="^([a-z][a-z_]{0,23})?$")]
KeyId = Annotated[str, Meta(max_length=16)]
Moment = Annotated[datetime, Meta(tz=True)]
Count = Annotated[int, Meta(ge=0, le=10**7)]
UnixTime = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Occupants = Annotated[int, Meta(ge=0, le=99)]
Colour = Literal["", "green", "yellow", "red", "grey"]
HealthCode = Literal["", "green", "yellow", "red", "none"]
TravelCode = Literal["", "clear", "risk", "none"]
PassProblem = Literal[
    "", "unreadable", "too_long", "bad_signature", "unknown_key", "old_key", "expired", "not_yet_valid", "other_area",
    "suspended", "revoked", "list_old",
]  # fmt: skip


class Kept(msgspec.Struct, omit_defaults=True):
    """What was worked out about a passage, kept when its link to a pass, or that of the one before it, is removed.

    `emptied`: its own was removed, 14 days after it; `alarm`: what it was an alarm of.
    """

    emptied: bool = False
    alarm: str = ""
    colour: Colour = ""
    state: Literal["", "active", "suspended", "revoked"] = ""
    missed: bool = False
    twice: bool = False


@record_kind("passage", subject="place", verb=Verb.RECORD)
class Passage(msgspec.Struct, omit_defaults=True):
    """One check at a gate (通行记录). `occupants`: everybody in a vehicle; `list_age_s`: how old the phone's list was.

    `kept` is written by retention only.
    """

    direction: Literal["in", "out"]
    verdict: Literal["passed", "provisional", "refused", "kept_apart", "emergency"]
    pass_id: UUID | None = msgspec.field(default=None, name="pass")
    iat: UnixTime | None = None
    exp: UnixTime | None = None
    kid: KeyId = ""
    colour_seen: Colour = ""
    problem: PassProblem = ""
    reason: Word = ""
    emergency: Literal["", "illness", "birth", "fire"] = ""
    temperature: Celsius | None = None
    second_temperature: Celsius | None = None
    second_at: Moment | None = None
    way: Literal["walk", "vehicle", "delivery"] = "walk"
    health_code: HealthCode = ""
    travel_code: TravelCode = ""
    lane: Lane = ""
    list_age_s: Count | None = None
    offline: bool = False
    visitor: UUID | None = None
    occupants: Occupants = 0
    plate: Sealed[PlateText] = ""
    note: Sealed[NoteText] = ""
    kept: Kept | None = None


@record_kind("visitor", subject="place", verb=Verb.RECORD, of_residents=True)
class Visitor(msgspec.Struct, omit_defaults=True):
    """Somebody who visits a household, or delivers: announced by the household or at the gate, measured, fetched.

    `id` stands for the visitor in passages. Whoever was `expected` (on a `day`) and comes has a second record of the
    same `id`, which may leave the name out.
    `emptied` is written by retention only.
    """

    id: UUID
    verdict: Literal["expected", "passed", "refused"] = "passed"
    origin: Literal["", "county", "city", "province", "elsewhere", "abroad"] = ""
    purpose: Literal["visit", "delivery", "repair", "work", "other"] = "visit"
    registered_by: Literal["gate", "household"] = "gate"
    fetched_by_household: bool = False
    day: date | None = None
    reason: Word = ""
    temperature: Celsius | None = None
    second_temperature: Celsius | None = None
    second_at: Moment | None = None
    health_code: HealthCode = ""
    travel_code: TravelCode = ""
    occupants: Occupants = 0
    offline: bool = False
    emptied: bool = False
    name: Sealed[ShortText] = ""
    phone: Sealed[ShortText] = ""
    plate: Sealed[PlateText] = ""
    note: Sealed[NoteText] = ""


@record_kind("alarm_step", subject="place", verb=Verb.RECORD)
class AlarmStep(msgspec.Struct, omit_defaults=True):
    """Somebody answers an alarm, hands it on, settles it, or explains an emergency later. `alarm`: its record's id."""

    alarm: UUID
    step: Literal["acknowledged", "handed_on", "settled", "explained"]
    note: Sealed[NoteText] = ""


@record_kind("alarm_told", subject="place", verb=Verb.ADMINISTER, amendable=False)
class AlarmTold(msgspec.Struct, omit_defaults=True):
    """The system tells a link of the chain of an alarm. `level`: the how manyth link, from 0; `last`: none is left.

    `what`: of what, where that may become something else: a missing second reading.
    """

    alarm: UUID
    level: int
    workers: list[UUID] = msgspec.field(default_factory=list)
    role: str = ""
    last: bool = False
    what: Literal["", "second_reading"] = ""


Measured = Passage | Visitor


def is_fever(measured: Measured) -> bool:
    """Whether somebody has a fever: the second reading counts where there is one; above 37.3 °C."""
    reading = measured.temperature if measured.second_temperature is None else measured.second_temperature
    return reading is not None and reading > FEVER_ABOVE
