"""Rooms of supervision, disinfection, seals: a number opens its list, a file has the page's rows, papers print."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.console.views import disinfection, findings_cases
from qiaomen.disinfection.models import Asked, Cadence, Done, Product
from qiaomen.ledger import desk
from qiaomen.monitoring.models import Episode
from qiaomen.paper.codes import short
from qiaomen.seals.models import Seal
from qiaomen.supervision.models import Finding
from qiaomen.testing.inspected import sealed_at
from qiaomen.testing.isolating import isolate
from qiaomen.testing.photos import photographed
from qiaomen.testing.world import World


@pytest.fixture
def client(client: Client, world: World) -> Client:
    client.force_login(world.workers["lead"], backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["language"] = "en"
    return client


def read(client: Client, name: str, *args: object, **query: Any) -> str:
    reply = client.get(reverse(f"console:{name}", args=args), query)
    assert reply.status_code == 200, reply.status_code
    return reply.content.decode()


def send(client: Client, name: str, *args: object, **data: object) -> Any:
    return client.post(reverse(f"console:{name}", args=args), data)


def taken(client: Client, sheet: str, query: str = "") -> str:
    """A list as CSV."""
    reply = client.post(reverse("console:export", args=[sheet, "csv"]) + query)
    return b"".join(reply.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def found(world: World, minutes: int, **steps: Any) -> UUID:
    gate, at = world.places["gate"].id, timezone.now() - timedelta(minutes=minutes)
    told = desk.record("finding", {"what": "gate_unmanned"}, at=at, place=gate)
    assert desk.send([told], by=world.workers["inspector"], now=timezone.now())[0].verdict == "accepted"
    for step, by in steps.items():
        body = {"finding": told["id"], "step": step, "is_right": True}
        desk.tell("finding_step", body, by=world.workers[by], now=timezone.now(), place=gate)
    id: UUID = told["id"]
    return id


def test_repeat_offenders_stand_on_the_list_and_each_opens_its_findings(client: Client, world: World) -> None:
    for minutes in (300, 200, 10):
        found(world, minutes)
    page = read(client, "findings")
    assert "3 times in 30 days" in page
    assert "2 are overdue" in page
    gate = world.places["gate"].id
    assert read(client, "findings", show="unsettled", what="gate_unmanned", place=gate).count("gate unmanned</a>") == 3
    # Whom it names is opened by the same findings, closed ones, too; what was found earlier counts for neither.
    found(world, 5, closed="lead")
    found(world, 60 * 24 * 31)
    page = read(client, "findings")
    assert "4 times in 30 days" in page
    assert "show=all" in page
    assert (
        read(client, "findings", show="all", days=30, what="gate_unmanned", place=gate).count("gate unmanned</a>") == 4
    )
    assert client.get(reverse("console:findings"), {"days": "7"}).status_code == 404
    assert read(client, "findings", show="overdue").count("gate unmanned</a>") == 3
    assert "No finding here" in read(client, "findings", age="3")
    assert taken(client, "findings", "?show=overdue").count("gate unmanned") == 3
    assert client.get(reverse("console:findings"), {"age": "5"}).status_code == 404


def test_of_many_closed_findings_and_rounds_the_newest_stand_there_and_how_many_more_is_said(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_cases, "MOST", 1)
    monkeypatch.setattr(disinfection, "MOST", 1)
    found(world, 60, closed="lead")
    newest = found(world, 90, closed="lead")
    page = read(client, "finding_cases")
    assert (f'value="{newest}"' in page, page.count('name="finding"'), "and 1 more" in page) == (True, 1, True)
    for _n in range(3):
        desk.tell("disinfection", {}, by=world.workers["lead"], now=timezone.now(), place=world.places["gate"].id)
    assert "and 2 more" in read(client, "disinfection", show="rounds")


def test_a_door_may_be_named_only_by_who_may_seal_it(client: Client, world: World) -> None:
    door = world.doors["1-1-101"]
    page = reverse("console:seal_new", args=[door.place_id]) + f"?door={door.id}"
    assert client.get(page).status_code == 200
    client.force_login(world.workers["police"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(page).status_code == 403


def test_a_finding_at_a_door_that_is_no_id_is_not_found(client: Client, world: World) -> None:
    place = world.places["compound"].id
    assert send(client, "finding_new", place, what="crowding", door="1-1-101").status_code == 404


def test_whoever_may_not_see_health_opens_no_note_of_a_finding_that_tells_of_it(client: Client, world: World) -> None:
    police, at = world.workers["police"], world.doors["1-1-101"]
    Grant.objects.create(
        worker=police, place=world.places["community"], role=Role.LEAD, since=timezone.now() - timedelta(days=1)
    )
    made = {
        what: desk.tell(
            "finding", {"what": what, "note": "三天没人上门"}, by=world.workers["inspector"], now=timezone.now(),
            place=at.place_id, door=at.id,
        ).id for what in ("not_followed", "crowding")
    }  # fmt: skip
    assert "三天没人上门" in send(client, "finding_words", made["not_followed"]).content.decode()
    client.force_login(police, backend="django.contrib.auth.backends.ModelBackend")
    assert "Show notes" not in read(client, "finding", made["not_followed"])
    assert send(client, "finding_words", made["not_followed"]).status_code == 403
    photo = reverse("console:finding_photo", args=[made["not_followed"], photographed(world, at).id])
    assert client.get(photo).status_code == 403
    assert "三天没人上门" in send(client, "finding_words", made["crowding"]).content.decode()


def test_a_closed_finding_becomes_a_notice_without_names(client: Client, world: World) -> None:
    finding = found(world, 60, rectified="lead", looked_again="headquarters")
    assert Finding.objects.get().state == "closed"
    assert "gate unmanned" in read(client, "finding_cases")
    data = {"title": "典型案例通报", "anonymous": "on", "finding": str(finding), f"words-{finding}": "夜班无人交接。"}
    notice = client.post(reverse("console:finding_cases"), data)
    assert (notice.status_code, notice.content[:4]) == (200, b"%PDF")
    assert send(client, "finding_cases", title="x").status_code == 422


def test_what_is_missing_by_place_is_written_down_and_leaves_the_list(client: Client, world: World) -> None:
    compound, building = world.places["compound"], world.places["building 1"]
    send(client, "disinfection_regular", where=compound.id, grain="building", every=24)
    Cadence.objects.update(since=timezone.now() - timedelta(days=2))
    assert read(client, "disinfection").count("every day") == 2
    assert send(client, "disinfection_ask", building.id, note="").status_code == 302
    assert Asked.objects.get().why == "other"
    Product.objects.create(name="84 消毒液", concentration=500, minutes=30, change=world.change)
    product = Product.objects.get().id
    assert send(client, "disinfection_new", building.id, product=product, concentration=500, area=80).status_code == 302
    made = Done.objects.get()
    assert read(client, "disinfection").count("every day") == 1
    assert "84 消毒液 · 500 mg/l · 80 m²" in read(client, "disinfection", show="rounds")
    assert "84 消毒液" in read(client, "disinfection_round", made.id)
    assert "84 消毒液" in read(client, "place", building.id)
    assert "84 消毒液" in taken(client, "disinfection", "?show=rounds")


def test_a_seal_is_put_on_from_the_door_and_its_opening_asks_somebody_to_knock(client: Client, world: World) -> None:
    isolate(world, "1-1-101")
    door = world.doors["1-1-101"]
    page = reverse("console:seal_new", args=[door.place_id]) + f"?door={door.id}"
    assert client.post(page, {"ground": "episode", "form": "paper", "emergency": "120"}).status_code == 302
    seal = Seal.objects.get()
    assert seal.episodes == [Episode.objects.get().id]
    assert "isolation at home" in read(client, "seal", seal.id)
    send(client, "seal_event", seal.id, event="opened")
    assert "to knock and ask" in read(client, "seals", show="ask")
    seal.refresh_from_db()
    send(client, "seal_event", seal.id, event="explained", opening=seal.unexplained[0], why="birth")
    send(client, "seal_event", seal.id, event="asked", finds="well")
    page = read(client, "seal", seal.id)
    assert "explained: birth" in page
    assert "knocked and asked: all is well" in page
    sheet = client.get(reverse("console:seal_sheet", args=[seal.id]))
    assert sheet.content[:4] == b"%PDF"
    assert "isolation at home" in taken(client, "seals")


def test_by_its_code_a_seal_says_that_it_locks_nothing_and_names_nobody(client: Client, world: World) -> None:
    id = sealed_at(world, world.places["compound"], photographed(world, world.doors["1-1-101"]))
    page = Client().get(f"/s/{short(id)}", headers={"Accept-Language": "en"}).content.decode()
    assert "tel:120" in page
    assert not [secret for secret in world.secrets() if secret in page]
