"""What crosses the wire between a gate's phone and the server, beside the records. docs/sync-protocol.md, section 7."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta


class GateLimits(msgspec.Struct):
    """°C above which it is a fever; seconds until the second reading, an old list, the next in the chain."""

    fever: float
    second_after_s: int
    list_old_s: int
    acknowledge_s: int


class GateKey(msgspec.Struct):
    """A public key (base64url), with the moments (s) from and until which what it signs counts."""

    kid: str
    public: str
    district: str
    own: bool
    since: int = msgspec.field(name="from")
    until: int | None = None


class GateList(msgspec.Struct):
    """Passes that changed: the first 8 bytes of the id (base64url), since (s), colour, state, as numbers."""

    cursor: str
    as_of: int
    whole: bool
    entries: list[tuple[str, int, int, int]]


class GateDuty(msgspec.Struct):
    """Somebody who answers for a gate, nearest first."""

    worker: UUID
    name: str
    role: str


class GateClinic(msgspec.Struct):
    """The fever clinic to ring up."""

    name: str
    phone: str


class GateExpected(msgspec.Struct):
    """A visitor whom a household announced for today; `name` masked, `area` as of a gate, `label` of the door."""

    visitor: UUID
    name: str
    door: UUID | None
    label: str
    purpose: str
    people: int
    area: str


class GateRow(msgspec.Struct):
    """A gate; `area`: the short id of the place whose gate it is, `above`: of what that lies in, nearest first."""

    id: UUID
    name: str
    area: str
    above: list[str]
    duty: list[GateDuty]
    clinic: GateClinic | None = None


class GateAlarm(msgspec.Struct):
    """An alarm; `state`: waiting (a second reading is due), open, acknowledged, settled; `to`: who was told last."""

    id: UUID
    gate: UUID
    what: str
    emergency: str
    state: str
    at: datetime
    level: int
    told_at: datetime | None
    to: list[GateDuty]
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    settled_at: datetime | None
    due_at: datetime | None = None


class GateFeed(msgspec.Struct):
    """`GET /api/gate`."""

    server_time: datetime
    district: str
    districts: dict[str, str]
    keys: list[GateKey]
    gates: list[GateRow]
    limits: GateLimits
    alarms: list[GateAlarm]
    expected: list[GateExpected]
    expected_more: int
    listing: GateList = msgspec.field(name="list")


class GateNumber(msgspec.Struct):
    """Whom to ring up."""

    worker: UUID
    phone: str


class GateNumbers(msgspec.Struct):
    """`GET /api/gate/GATE/numbers`."""

    numbers: list[GateNumber]


class GateVerify(msgspec.Struct):
    """`POST /api/gate/verify`."""

    token: Annotated[str, Meta(max_length=2000)]
    gate: UUID


class GateInside(msgspec.Struct):
    """Where the pass went in last without going out; `here`: at this very place."""

    gate: UUID
    since: datetime
    here: bool


class GateVerdict(msgspec.Struct):
    """What a code is worth now: `verdict` "ok" or the problem; `colour` as known now, `rules` those to follow."""

    server_time: datetime
    verdict: str
    colour: str
    rules: str
    elsewhere: bool
    name: str
    district: str
    form: str
    pass_id: UUID | None = msgspec.field(name="pass", default=None)
    iat: int | None = None
    exp: int | None = None
    inside: GateInside | None = None
