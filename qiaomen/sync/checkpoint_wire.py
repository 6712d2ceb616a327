"""What a phone at a checkpoint is answered."""

from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.sync.gate_wire import GateAlarm, GateClinic, GateDuty


class ShiftRow(msgspec.Struct):
    """The shift that is on: who is on it, and what it has counted so far."""

    id: UUID
    began_at: datetime
    lane: str
    crew: list[UUID]
    others: int
    counts: dict[str, int]


class CheckpointRow(msgspec.Struct):
    """A checkpoint of the phone's author. `handed_over`: when the last shift left a note; `duty`: who answers."""

    id: UUID
    name: str
    shift: ShiftRow | None
    handed_over: datetime | None
    duty: list[GateDuty]
    clinic: GateClinic | None


class CrewRow(msgspec.Struct):
    """Somebody who may stand there."""

    worker: UUID
    name: str
    agency: str


class MaterialRow(msgspec.Struct):
    """A title that is given out now."""

    id: UUID
    title: str


class CheckpointAnswer(msgspec.Struct):
    """`GET /api/checkpoint`. `province`: the character of the district's own plates, "" where nobody knows."""

    server_time: datetime
    province: str
    provinces: str
    fever_above: float
    second_after_s: int
    checkpoints: list[CheckpointRow]
    crew: list[CrewRow]
    materials: list[MaterialRow]
    alarms: list[GateAlarm]


class HandedOver(msgspec.Struct):
    """`GET /api/checkpoint/ID/handed-over`: what the shift before wrote down; "" where nothing is kept."""

    note: str
    at: datetime | None
