"""What a person's records make of stays at stations: pure. The order is that of the records, (at, id)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.policy.days import local_day
from qiaomen.stations.records import StationEvent

ENDS = frozenset({"home", "hospital", "left"})
ELSEWHERE = "station"


class Stayed(msgspec.Struct):
    """A stay as it stands; fields as `models.Stay` has them."""

    id: UUID
    place: UUID
    arrived_at: datetime
    room: UUID | None = None
    bed: int | None = None
    left_at: datetime | None = None
    left_to: str = ""
    test_due: date | None = None
    tested_at: datetime | None = None
    tested_by: UUID | None = None


def stays(events: Sequence[Told], zone: ZoneInfo) -> list[Stayed]:
    """A person's stays, days being those of the district's `zone`.

    Who arrives while at another station has left that one; what happens outside a stay is void.
    """
    found: list[Stayed] = []
    for told in events:
        body: StationEvent = told.body
        here = found[-1] if found and found[-1].left_at is None else None
        if body.event == "arrived":
            assert told.place is not None
            if here is not None and here.place == told.place:
                _bed(here, body)
                continue
            if here is not None:
                here.left_at, here.left_to = told.at, ELSEWHERE
            found.append(Stayed(told.id, told.place, told.at, body.room, body.bed))
        elif here is not None and here.place == told.place:
            _happen(here, told, zone)
    return found


def _happen(stay: Stayed, told: Told, zone: ZoneInfo) -> None:
    body: StationEvent = told.body
    if body.event in ENDS:
        stay.left_at, stay.left_to = told.at, body.event
    elif body.event == "moved":
        _bed(stay, body)
    elif body.event == "test_due":
        stay.test_due = body.due
    else:
        stay.tested_at, stay.tested_by = told.at, body.record
        # A test does not do what is due on a later day.
        if stay.test_due is not None and stay.test_due <= local_day(told.at, zone):
            stay.test_due = None


def _bed(stay: Stayed, body: StationEvent) -> None:
    stay.room, stay.bed = body.room, body.bed
