"""What crosses the wire between a phone and the server. docs/sync-protocol.md is the specification."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from qiaomen.ledger.wire import Offset, Verdict

PROTOCOL = 1
OLDEST_PROTOCOL = 1
MOST_RECORDS = 500
MOST_BYTES = 4_000_000

Language = Literal["zh-hans", "zh-hant", "en"]


class Enrol(msgspec.Struct):
    """`POST /api/enrol`."""

    code: Annotated[str, Meta(max_length=40)]
    device: UUID
    device_name: Annotated[str, Meta(max_length=60)] = ""


class WorkerRow(msgspec.Struct):
    """A colleague."""

    id: UUID
    name: str


class Enrolled(msgspec.Struct):
    """What enrolling answers; the token is shown once."""

    token: str
    worker: WorkerRow
    outbreak: UUID
    since: datetime
    server_time: datetime
    protocol: int = PROTOCOL


class Standing(msgspec.Struct):
    """How much of a photo is here, in bytes; `done`: all of it, and it is kept."""

    server_time: datetime
    received: int
    size: int
    done: bool


class Call(msgspec.Struct):
    """`POST /api/sync`."""

    protocol: int
    offset_ms: Offset = 0
    records: list[msgspec.Raw] = msgspec.field(default_factory=list)
    pull: bool = False
    cursor: str | None = None
    language: Language | None = None


class Forget(msgspec.Struct):
    """Drop the doors in these places, the people of these doors, and these people, who have moved away."""

    places: list[UUID] = msgspec.field(default_factory=list)
    doors: list[UUID] = msgspec.field(default_factory=list)
    people: list[UUID] | UnsetType = UNSET


class LaterVerdict(msgspec.Struct, omit_defaults=True):
    """What became of a record that was held; or `mended`: it was refused, and another record counts in its place."""

    id: UUID
    verdict: str
    code: str = ""
    message: str = ""


class PlaceRow(msgspec.Struct):
    """A place."""

    id: UUID
    parent: UUID | None
    kind: str
    name: str
    walk: str


class DoorRow(msgspec.Struct):
    """A door."""

    id: UUID
    place: UUID
    label: str
    floor: int | None
    room: str
    kind: str
    walk: str
    is_open: bool
    version: int


class TargetRow(msgspec.Struct):
    """A door's state in a sweep."""

    campaign: UUID
    door: UUID
    team: UUID
    state: int
    attempts: int
    last_at: datetime | None
    next_from: datetime | None
    next_until: datetime | None
    by_phone: bool
    flags: int
    people: int
    unaccounted: int
    claim: UUID | None


class PersonRow(msgspec.Struct):
    """A member of a household behind one of the team's own doors; no identity."""

    id: UUID
    door: UUID
    name: str
    sex: int
    birth_year: int | None
    relation: str


class RollRow(msgspec.Struct):
    """How a person is accounted for."""

    campaign: UUID
    door: UUID
    person: UUID
    presence: str


class TeamRow(msgspec.Struct):
    """One of the worker's teams."""

    id: UUID
    number: int
    zone: str
    members: list[WorkerRow]


class ReknockRow(msgspec.Struct):
    """A closed door that the worker's team is to knock on again, without being told what the first team found."""

    campaign: UUID
    door: UUID


class CampaignRow(msgspec.Struct):
    """A sweep that this phone takes part in."""

    id: UUID
    name: str
    edition: UUID
    opens_at: datetime
    deadline: datetime
    day_from: str
    day_until: str
    max_tries: int
    remote_closes: bool


class EditionRow(msgspec.Struct):
    """What a sweep asks."""

    id: UUID
    number: int
    questions: msgspec.Raw


class BulletinRow(msgspec.Struct):
    """A message to those who knock here; without text it was withdrawn."""

    id: UUID
    text: str
    at: datetime
    until: datetime
    by: str


class CheckRow(msgspec.Struct):
    """A check that was done: the record, and for which of which day's slots it counts."""

    record: UUID
    day: date
    slot: int


class AskedRow(msgspec.Struct):
    """A family's open question; its words stay with the server and with the phone that wrote them down."""

    id: UUID
    topic: str
    waits_for: list[str]
    due: datetime | None


class FollowUpRow(msgspec.Struct):
    """A person under a measure behind one of the team's own doors. What is due today the phone works out by the clock.

    `since`: when the measure began; `temperature` (°C) and `symptoms` are those of the last check; `promise_due` is of
    what was promised and not settled by a call since; `pick_up_at` is of a transfer that is planned.
    """

    person: UUID
    door: UUID
    state: str
    measure_zh: str
    measure_en: str
    isolates: bool
    since: datetime
    until: datetime | None
    due_end: datetime | None
    day_zero: date | None
    checks_a_day: int
    checks: list[CheckRow]
    last_check_at: datetime | None
    temperature: float | None
    symptoms: list[str]
    last_seen_at: datetime | None
    last_call_at: datetime | None
    last_outcome: str
    calls: int
    promise_due: datetime | None
    questions: list[AskedRow]
    referral: str
    pick_up_at: datetime | None


class NumberRow(msgspec.Struct):
    """Somebody's phone numbers, in normal form."""

    person: UUID
    phones: list[str]


class Numbers(msgspec.Struct):
    """What `GET /api/doors/DOOR/numbers` answers: whoever lives there and has a number."""

    numbers: list[NumberRow]


class Page(msgspec.Struct, omit_defaults=True):
    """One page of what changed. `followups` are all there are, where any of them changed.

    `around`: all teams, sweeps and doors to knock on again are here, and where there is none there are none any more.
    """

    around: bool = False
    places: list[PlaceRow] = msgspec.field(default_factory=list)
    doors: list[DoorRow] = msgspec.field(default_factory=list)
    targets: list[TargetRow] = msgspec.field(default_factory=list)
    people: list[PersonRow] = msgspec.field(default_factory=list)
    rolls: list[RollRow] = msgspec.field(default_factory=list)
    teams: list[TeamRow] = msgspec.field(default_factory=list)
    reknocks: list[ReknockRow] = msgspec.field(default_factory=list)
    campaigns: list[CampaignRow] = msgspec.field(default_factory=list)
    editions: list[EditionRow] = msgspec.field(default_factory=list)
    bulletins: list[BulletinRow] = msgspec.field(default_factory=list)
    followups: list[FollowUpRow] | None = None


class Pulled(msgspec.Struct, omit_defaults=True):
    """The part of an answer that a pull adds, but for the page's rows."""

    cursor: str
    generation: UUID
    more: bool = False
    fresh: bool = False
    forget: Forget | None = None
    totals: dict[str, int] | None = None
    verdicts_later: list[LaterVerdict] = msgspec.field(default_factory=list)


class Answer(msgspec.Struct, omit_defaults=True):
    """What `POST /api/sync` answers; with a pull, `Pulled` and `Page` stand beside it in the same object."""

    server_time: datetime
    verdicts: list[Verdict] = msgspec.field(default_factory=list)
