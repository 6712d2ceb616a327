"""What is changed of stations: their rooms, and what is stated of who stays there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.places.models import Place, PlaceKind
from qiaomen.stations.models import Room, Stay


def set_rooms(station: Place, rooms: Mapping[str, int], *, by: Worker | None) -> None:
    """The station's rooms from now on: beds by a room's name; rooms that are not named have none any more.

    Raises `station.not_one`, and `station.bed_taken` where somebody lies in a bed that would be gone.
    """
    if station.kind != PlaceKind.STATION:
        raise Problem("station.not_one")
    with changes.change("rooms", worker=by.id if by else None) as change:
        known = {room.name: room for room in Room.objects.select_for_update().filter(place=station)}
        for room in known.values():
            beds = rooms.get(room.name, 0)
            if Stay.objects.filter(room=room.id, left_at=None, bed__gt=beds).exists():
                raise Problem("station.bed_taken")
            Room.objects.filter(pk=room.pk).update(beds=beds, change=change.id)
        Room.objects.bulk_create(
            Room(place=station, name=name, beds=beds, change=change.id)
            for name, beds in rooms.items()
            if name not in known
        )


def tell(people: Sequence[UUID], station: UUID, body: Mapping[str, Any], *, by: Worker, now: datetime) -> list[Verdict]:
    """State that this happened to these people at a station; several are joined as one."""
    together = {"together": new_id()} if len(people) > 1 else {}
    told = [
        desk.record("station_event", {**body, **together}, at=now, person=person, place=station) for person in people
    ]
    return desk.send(told, by=by, now=now)
