"""The code that a worker holds out: a household fills in, their phone knows; nobody learns anything by trying."""

from datetime import timedelta
from typing import Any

import msgspec
from django.test import Client
from django.utils import timezone

from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.paper.codes import short
from qiaomen.people.models import Fact
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.sweep import start_sweep
from qiaomen.testing.world import World, fixed
from qiaomen.venues import retention
from qiaomen.venues.models import Statement

SAID = {"room": "1-1-302", "m1-name": "解军", "m1-health_code": "green", "m1-doses": "3", "m2-name": "汪佳怡"}


def filled(world: World, worker: str = "field", **said: Any) -> Any:
    return Client().post(f"/v/{short(world.workers[worker].id)}", {**SAID, **said})


def pulled(world: World, worker: str = "field") -> list[dict[str, Any]]:
    response = Client().post(
        "/api/statements", b"{}", content_type="application/json",
        headers={"authorization": f"Bearer {world.tokens[worker]}"},
    )  # fmt: skip
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["statements"]
    return found


def test_what_a_household_fills_in_reaches_the_phone_of_the_worker_at_its_door(world: World) -> None:
    start_sweep(world, team="team 1")
    assert filled(world).status_code == 302
    [found] = pulled(world)
    assert found["door"] == str(world.doors["1-1-302"].id)
    people = {one["person"]: one for one in found["people"]}
    assert people[str(world.people["解军"].id)] == {
        "person": str(world.people["解军"].id), "health_code": "green", "doses": 3
    }  # fmt: skip
    assert str(world.people["汪佳怡"].id) in people
    assert not Fact.objects.exists()
    assert len(pulled(world)) == 1
    assert_rebuild_agrees()


def test_neither_names_nor_who_lives_where_leaves_the_server(world: World) -> None:
    start_sweep(world, team="team 1")
    filled(world)
    assert "解军" not in msgspec.json.encode(pulled(world)).decode()
    assert "解军" not in str(Record.objects.get(kind="venue_scan").body)


def test_every_answer_is_the_same_whatever_was_written_and_whoever_s_the_code_is(world: World) -> None:
    pages = [filled(world), filled(world, room="9-9-999"), filled(world, **{"m1-name": "没有人"})]
    nobody = Client().post(f"/v/{short(fixed('nobody'))}", SAID)
    assert {one.status_code for one in [*pages, nobody]} == {302}
    bodies = {Client().get(one.headers["Location"]).content.count(b"worker") for one in [*pages, nobody]}
    assert len(bodies) == 1


def test_what_fits_no_door_of_the_worker_is_gone_and_police_get_nothing(world: World) -> None:
    start_sweep(world, team="team 2")
    filled(world, room="9-9-999", worker="taxes 1")
    assert pulled(world, "taxes 1") == []
    assert not Statement.objects.filter(worker=world.workers["taxes 1"].id).exists()
    filled(world, worker="police")
    assert pulled(world, "police") == []


def test_a_venue_s_code_says_whether_an_order_closes_it(world: World) -> None:
    door, now = world.doors["alley 6号"], timezone.now()
    address = f"/v/{short(door.id)}"
    assert "Closed by order" not in Client().get(address, headers={"accept-language": "en"}).content.decode()
    said = {"ground": "crowding", "since": now - timedelta(hours=1), "document": "青指〔2020〕7号"}
    desk.tell("suspension", said, by=world.workers["headquarters"], now=now, door=door.id)
    assert "青指〔2020〕7号" in Client().get(address).content.decode()


def test_after_14_days_nobody_knows_who_was_scanned_and_the_counts_stay(world: World) -> None:
    start_sweep(world, team="team 1")
    filled(world)
    pulled(world)
    record = Record.objects.get(kind="venue_scan")
    assert retention.remove(timezone.now() + timedelta(days=13)) == 0
    assert retention.remove(timezone.now() + timedelta(days=15)) == 1
    record.refresh_from_db()
    assert (record.sealed, record.body) == (None, {"by": "household"})
    assert_rebuild_agrees()
