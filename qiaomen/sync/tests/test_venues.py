"""What venue mode asks for, and what it sends."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from qiaomen.ledger import desk
from qiaomen.supervision.models import Finding
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World
from qiaomen.venues import queries
from qiaomen.venues.models import OrderedSuspension


def asked(world: World, worker: str = "field") -> list[dict[str, Any]]:
    response = Client().get("/api/venues", headers={"authorization": f"Bearer {world.tokens[worker]}"})
    assert response.status_code == 200, response.content
    venues: list[dict[str, Any]] = response.json()["venues"]
    return venues


def suspend(world: World, label: str = "alley 6号") -> None:
    now = timezone.now()
    said = {"ground": "crowding", "since": now - timedelta(minutes=1), "until": now + timedelta(days=7)}
    told = desk.tell("suspension", said, by=world.workers["headquarters"], now=now, door=world.doors[label].id)
    assert told.verdict == "accepted"


def test_a_phone_learns_the_venues_of_its_area_and_which_order_suspends_them(world: World) -> None:
    suspend(world)
    found = {one["label"]: one for one in asked(world)}
    assert set(found) == {"2号", "4号", "6号"}
    assert (found["6号"]["suspended"]["ground"], found["2号"]["suspended"]) == ("crowding", None)
    assert found["6号"]["area"] == world.places["alley"].path[-9:-1]
    assert asked(world, "outsider") == []


def test_scans_count_who_is_inside_and_what_was_corrected_counts_once(world: World) -> None:
    phone, door = Phone(world.tokens["field"], start_sweep(world), now=timezone.now()), world.doors["alley 2号"].id
    scans = [phone.record("venue_scan", door=door, body=body) for body in (
        {"temperature": 36.4}, {"verdict": "refused", "reason": "fever"}, {"verdict": "provisional"},
        {"direction": "out"},
    )]  # fmt: skip
    assert {one["verdict"] for one in phone.send(scans)} == {"accepted"}
    mended = phone.record("venue_scan", door=door, body={"temperature": 36.6}, amends=scans[1]["id"])
    phone.send([mended])
    found = queries.scans_since(door, phone.now - timedelta(hours=1))
    assert (found.let_in, found.turned_back, found.out, found.inside) == (3, 0, 1, 2)


def test_one_found_open_arrives_as_a_look_and_a_finding(world: World) -> None:
    suspend(world)
    phone, door = Phone(world.tokens["field"], start_sweep(world), now=timezone.now()), world.doors["alley 6号"]
    order = OrderedSuspension.objects.get()
    finding = phone.record(
        "finding", place=door.place_id, door=door.id, body={"what": "venue_open", "suspension": str(order.id)}
    )
    look = phone.record(
        "suspension_step", door=door.id, body={"suspension": str(order.id), "step": "looked", "finds": "open"}
    )
    assert {one["verdict"] for one in phone.send([finding, look])} == {"accepted"}
    order.refresh_from_db()
    assert (order.finds, order.found_open, Finding.objects.get().door) == ("open", 1, door.id)
