"""Checkpoints at the desk: page, report and export count the same; plates and notes are opened with care."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.console import outreach_page
from qiaomen.console.checkpoints_page import NAMES
from qiaomen.outreach.models import Material
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.checkpoints import AGREED, Post, in_the_export, in_the_report, on_the_page, post
from qiaomen.testing.world import World

Clients = Callable[[str], Client]


@pytest.fixture
def here(world: World) -> Post:
    """A bus with a fever, a car that is turned back, leaflets handed out, a shift of two."""
    found = post(world)
    far = [{"origin": "province", "count": 20}, {"origin": "other_province", "count": 3}]
    fever = [{"celsius": 38.2, "second": 38.4}]
    found.send(
        found.stop(vehicle="bus", occupants=far, measured=23, readings=fever),
        found.stop(turned_back="no_permit", form="standard", plate="云A12345", province="云"),
        found.record("handout", {"material": found.leaflet.id, "count": 24, "way": "checkpoint"}),
    )
    found.begin("gate", "police")
    return found


def test_the_page_the_report_and_the_export_agree(here: Post, client_of: Clients) -> None:
    client = client_of("headquarters")
    client.cookies["language"] = "en"
    reported = in_the_report(here.world.places["district"].id)
    counted = {figure: reported[figure] for figure in AGREED}
    for path in ("/checkpoints/", f"/checkpoints/{here.place.id}/"):
        page = on_the_page(client, path)
        assert {figure: page[count] for figure, count in AGREED.items()} == counted
    exported = in_the_export(client)
    assert {figure: exported[str(NAMES[count])] for figure, count in AGREED.items()} == counted
    assert (reported["checkpoint_people"], reported["checkpoint_staff"], reported["handed_out"]) == (24, 2, 24)
    assert_rebuild_agrees()


def test_every_number_opens_the_vehicles_that_it_counts(here: Post, client_of: Clients) -> None:
    client = client_of("headquarters")
    for count, rows in (("vehicles", 2), ("turned_back", 1), ("elsewhere", 1), ("fevers", 1), ("abroad", 0)):
        page = client.get(f"/checkpoints/stops?count={count}").context["page"]
        assert page.paginator.count == rows, count
    hour = timezone.localtime().strftime("%Y-%m-%dT%H")
    assert client.get(f"/checkpoints/stops?hour={hour}&reason=no_permit").context["page"].paginator.count == 1


@pytest.mark.parametrize("query", ["count=secrets", "hour=noon", "day=tomorrow", "reason=mood", "place=1"])
def test_an_address_that_asks_for_nothing_sensible_finds_nothing(here: Post, client_of: Clients, query: str) -> None:
    assert client_of("headquarters").get(f"/checkpoints/stops?{query}").status_code == 404


def test_a_police_member_sees_no_fever(here: Post, client_of: Clients) -> None:
    worker = here.world.workers["inspector"]
    worker.is_police = True
    worker.save()
    client = client_of("inspector")
    assert "fevers" not in on_the_page(client, f"/checkpoints/{here.place.id}/")
    assert client.get("/checkpoints/stops?count=high").status_code == 404


def test_a_plate_is_found_by_who_may_see_identity_and_the_search_is_written_down(
    here: Post, client_of: Clients
) -> None:
    found = client_of("data officer").post("/checkpoints/plate", {"plate": "云a·12345"})
    assert len(found.context["rows"]) == 1
    assert "12345" not in str(list(Audit.objects.values_list("details", flat=True)))
    assert Audit.objects.filter(action="checkpoint.plate_searched", details__found=1).exists()
    assert client_of("headquarters").post("/checkpoints/plate", {"plate": "云A12345"}).status_code == 403
    assert client_of("lead").post("/checkpoints/plate", {"plate": "云A12345"}).context["rows"] == []


def test_no_list_shows_a_plate(here: Post, client_of: Clients) -> None:
    assert "12345" not in client_of("data officer").get("/checkpoints/stops").content.decode()


def test_what_was_handed_over_is_read_by_who_works_there_and_that_is_written_down(
    here: Post, client_of: Clients
) -> None:
    shift = here.begun
    here.send(here.record("checkpoint_shift", {"event": "end", "shift": shift, "note": "口罩剩两箱"}))
    page = client_of("headquarters").post(f"/checkpoints/shifts/{shift}/note")
    assert "口罩剩两箱" in page.content.decode()
    assert Audit.objects.filter(action="words.opened").exists()
    assert client_of("data officer").post(f"/checkpoints/shifts/{shift}/note").status_code == 403


def test_a_handout_is_stated_at_the_desk_and_counts_by_title_and_place(here: Post, client_of: Clients) -> None:
    client = client_of("headquarters")
    street = here.world.places["east street"]
    body = {"material": here.leaflet.id, "count": 76, "where": street.id, "way": "drop"}
    assert client.post("/outreach/give", body).status_code == 302
    [line] = client.get("/outreach/").context["titles"]
    assert (line.one.copies, line.one.handouts, line.left, line.is_low) == (100, 2, 0, True)
    assert client.get(f"/outreach/handouts?place={street.id}").context["page"].paginator.count == 1
    assert_rebuild_agrees()


def test_places_that_are_not_shown_are_counted_with_their_copies(
    here: Post, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outreach_page, "MOST_PLACES", 1)
    client = client_of("headquarters")
    body = {"material": here.leaflet.id, "count": 1200, "where": here.world.places["east street"].id, "way": "drop"}
    assert client.post("/outreach/give", body).status_code == 302
    client.cookies["language"] = "en"
    page = client.get("/outreach/")
    places = page.context["places"]
    assert ([one.copies for one in places.shown], places.more, places.copies) == ([1200], 1, 24)
    assert "and 1 more place with 24 copies" in page.content.decode()


def test_a_title_stands_on_the_list_once_and_leaves_the_phones_when_it_is_no_longer_offered(
    here: Post, client_of: Clients
) -> None:
    client = client_of("headquarters")
    taken = client.post("/outreach/materials/new", {"title": here.leaflet.title, "form": "leaflet"})
    assert taken.status_code == 422
    client.post(f"/outreach/materials/{here.leaflet.id}/", {"title": "新告示", "stock": ""})
    kept = Material.objects.get()
    assert (kept.title, kept.is_offered, kept.stock, kept.version) == ("新告示", False, None, 2)


def test_headquarters_sets_a_checkpoint_up_and_its_crew_comes_with_codes(here: Post, client_of: Clients) -> None:
    client, street = client_of("headquarters"), here.world.places["north street"]
    made = client.post("/checkpoints/new", {"name": "北关高速路口", "of": street.id})
    assert made.status_code == 302
    again = client.post("/checkpoints/new", {"name": "北关高速路口", "of": street.id})
    assert again.status_code == 422
    page = client.post(made.headers["Location"], {"organisation": "县交警大队", "names": "柳青\n 石磊 \n柳青\n"})
    assert [worker.name for worker in page.context["crew"]] == ["柳青", "石磊"]
    (worker, code), _other = page.context["codes"]
    assert code in page.content.decode()
    assert code not in client.get(made.headers["Location"]).content.decode()
    client.post(made.headers["Location"], {"off": worker.id})
    assert worker.id not in {one.id for one in client.get(made.headers["Location"]).context["crew"]}
    assert client_of("lead").get(made.headers["Location"]).status_code == 404
