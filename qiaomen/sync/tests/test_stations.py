"""What a phone at a welcome station learns, and what it writes down."""

from django.test import Client

from qiaomen.access.models import Worker
from qiaomen.access.roles import Role
from qiaomen.duty.actions import give_grant
from qiaomen.ledger import desk
from qiaomen.stations.actions import set_rooms
from qiaomen.testing.desk import at
from qiaomen.testing.inspected import station_in
from qiaomen.testing.world import ORDER, World


def test_a_worker_at_a_station_learns_its_beds_and_the_police_learn_nothing(world: World) -> None:
    station = station_in(world, world.places["compound"])
    set_rooms(station, {"201": 2}, by=None)
    give_grant(worker=world.workers["gate"], role=Role.GATE, place=station, by=None, since=ORDER)
    headers = {"authorization": f"Bearer {world.tokens['gate']}"}
    [row] = Client().get("/api/stations", headers=headers).json()["stations"]
    [room] = row["rooms"]
    person = world.people["解军"]
    arrived = desk.record(
        "station_event", {"event": "arrived", "room": room["id"], "bed": 2}, at=at(21, 8), person=person.id,
        place=station.id,
    )  # fmt: skip
    [verdict] = desk.send([arrived], by=world.workers["gate"], now=at(21, 8))
    assert verdict.verdict == "accepted", verdict
    [row] = Client().get("/api/stations", headers=headers).json()["stations"]
    assert [(one["name"], one["bed"]) for one in row["guests"]] == [("解*", 2)]
    Worker.objects.filter(pk=world.workers["gate"].id).update(is_police=True)
    assert Client().get("/api/stations", headers=headers).json()["stations"] == []
