"""The epidemic map at the desk: numbers and their lists agree, copies keep their secrets, versions come back."""

import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest.mock import Mock

import msgspec
import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access.audit import SEEN
from qiaomen.access.models import Audit
from qiaomen.atlas import counts, plans, posters
from qiaomen.atlas.document import Document, Feature, Frame
from qiaomen.atlas.models import PosterRun
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.ledger import desk
from qiaomen.places.models import Door, DoorKind
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World, worker_phone

ClientOf = Callable[[str], Client]


@pytest.fixture
def at(world: World) -> str:
    """The map of 翠湖小区."""
    return f"/places/{world.places['compound'].id}/map"


def page(client: Client, address: str, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def plan(world: World, *features: Feature) -> str:
    return msgspec.json.encode(Document(Frame("px", 1000, 800), list(features))).decode()


def building(world: World, key: str = "building 1") -> Feature:
    square = [(100.0, 100.0), (300.0, 100.0), (300.0, 200.0), (100.0, 200.0)]
    return Feature("a", "building", square, "1栋", world.places[key].id)


def save(client: Client, at: str, document: str, after: int = 0) -> int:
    return client.post(f"{at}/edit", {"document": document, "after": after}).status_code


def test_a_compound_without_a_plan_draws_itself_and_says_so(client_of: ClientOf, at: str) -> None:
    shown = page(client_of("lead"), at)
    assert "还没有人画过" in shown
    assert shown.count('<a class="plan-building') == 2


def test_a_number_and_the_list_that_it_opens_agree(client_of: ClientOf, world: World, at: str) -> None:
    living = counts.counts_of(world.places["compound"]).living.exact
    assert f"{at}/people/living" in page(client_of("lead"), at)
    assert f"{living} 人" in page(client_of("lead"), f"{at}/people/living")


def test_a_picked_building_shows_its_stack_without_a_script(client_of: ClientOf, world: World, at: str) -> None:
    launch_sweep(world)
    shown = page(client_of("lead"), at, building=world.places["building 2"].id)
    assert f"/doors/{world.doors['2-1-101'].id}" in shown
    assert f"/doors/{world.doors['1-1-101'].id}" not in shown


def test_the_public_copy_names_no_list_no_floor_and_nobody_in_charge(
    client_of: ClientOf, world: World, at: str
) -> None:
    shown = page(client_of("lead"), at, copy="public")
    assert f"{at}/people/" not in shown
    assert "atlas-contact" not in shown
    assert world.workers["lead"].name not in shown.split("<main")[1]


def test_phones_of_those_in_charge_are_covered_until_opened_and_that_is_written_down(
    client_of: ClientOf, world: World, at: str
) -> None:
    give_duty(worker=world.workers["field"], place=world.places["compound"], role=DutyRole.CADRE, by=None)
    lead, phone = client_of("lead"), worker_phone("field")
    assert phone not in page(lead, at)
    assert phone in lead.post(f"{at}/phones").content.decode()
    assert Audit.objects.filter(action=SEEN, subject=world.workers["field"].id).count() == 1


def test_names_are_masked_for_who_may_not_read_identities(client_of: ClientOf, at: str) -> None:
    assert "周国庆" in page(client_of("lead"), f"{at}/people/living")
    assert "周国庆" not in page(client_of("headquarters"), f"{at}/people/living")


def test_a_saved_plan_is_the_next_version_and_can_be_taken_back(client_of: ClientOf, world: World, at: str) -> None:
    lead, compound = client_of("lead"), world.places["compound"]
    assert save(lead, at, plan(world, building(world))) == 302
    assert save(lead, at, plan(world), after=1) == 302
    assert lead.post(f"{at}/edit/back", {"number": 1, "after": 2}).status_code == 302
    now = plans.plan_of(compound)
    assert (now.number, [one.name for one in now.document.features]) == (3, ["1栋"])


def test_two_who_draw_at_once_do_not_write_over_each_other(client_of: ClientOf, world: World, at: str) -> None:
    lead = client_of("lead")
    save(lead, at, plan(world, building(world)))
    assert save(lead, at, plan(world)) == 422
    assert len(plans.plan_of(world.places["compound"]).document.features) == 1


def test_what_is_not_tied_yet_is_said_beside_the_map(client_of: ClientOf, world: World, at: str) -> None:
    lead = client_of("lead")
    save(lead, at, plan(world, building(world)))
    assert "有 1 个区域还没画到图上" in page(lead, at)


def test_a_plan_tied_to_a_place_outside_is_refused_with_what_was_drawn(
    client_of: ClientOf, world: World, at: str
) -> None:
    response = client_of("lead").post(
        f"{at}/edit", {"document": plan(world, building(world, "alley")), "after": 0}
    )  # fmt: skip
    assert response.status_code == 422
    assert "1栋" in response.content.decode()


def test_a_poster_for_those_on_duty_needs_the_right_to_export_and_is_written_down(
    client_of: ClientOf, world: World
) -> None:
    address = f"/places/{world.places['compound'].id}/poster"
    asked = {"copy": "internal", "form": "svg"}
    assert client_of("inspector").post(address, asked).status_code == 403
    made = client_of("lead").post(address, asked)
    assert made.headers["Content-Type"] == "image/svg+xml"
    assert Audit.objects.filter(action="export", details__list="poster", details__copy="internal").count() == 1


def test_all_posters_are_one_job_whose_zip_holds_what_one_may_take(
    client_of: ClientOf, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posters, "begin", posters.work)
    chief = client_of("headquarters")
    assert chief.post("/posters", {"place": world.places["district"].id, "copies": ["public"]}).status_code == 302
    run = PosterRun.objects.get()
    assert (run.done, run.failures) == (run.expected, [])
    assert run.expected == 2
    inside = zipfile.ZipFile(BytesIO(client_of("lead").post(f"/posters/{run.id}/zip").content)).namelist()
    assert [name.split("-")[1] for name in inside] == ["翠湖小区"]


def test_a_poster_that_could_not_be_made_is_named_to_who_may_take_it(
    client_of: ClientOf, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posters, "begin", posters.work)
    monkeypatch.setattr(posters, "poster", Mock(side_effect=ValueError("a line without an end")))
    assert client_of("headquarters").post(
        "/posters", {"place": world.places["district"].id, "copies": ["public"]}
    ).status_code == 302  # fmt: skip
    assert "2 张没出成" in page(client_of("headquarters"), "/posters")
    told = page(client_of("lead"), "/posters")
    assert "1 张没出成" in told
    assert f"/places/{world.places['compound'].id}/map" in told
    assert "这张没画出来" in told


def test_the_duty_copy_lists_the_shops_that_an_order_closes_and_the_public_one_does_not(
    client_of: ClientOf, world: World, at: str
) -> None:
    door = world.doors["1-1-101"]
    Door.objects.filter(pk=door.id).update(kind=DoorKind.SHOP)
    now = timezone.now()
    order = {"ground": "kind_of_venue", "since": now, "until": now + timedelta(days=7), "document": "青指〔2020〕7号"}
    told = desk.tell("suspension", order, door=door.id, by=world.workers["headquarters"], now=now)
    assert told.verdict == "accepted", told.code
    assert f"/venues/{door.id}" in page(client_of("lead"), at)
    assert f"/venues/{door.id}" not in page(client_of("lead"), at, copy="public")
