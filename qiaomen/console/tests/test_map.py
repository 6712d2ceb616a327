import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from qiaomen.access.models import Worker
from qiaomen.campaigns.models import Campaign, Target
from qiaomen.console.tests.desks import ClientOf, english, page
from qiaomen.console.views import map as views
from qiaomen.places.datums import from_wgs84
from qiaomen.places.models import Place
from qiaomen.testing.isolating import isolate
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign
from qiaomen.testing.world import World

__all__ = ["campaign"]

HERE = [[114.0, 30.0], [114.01, 30.0], [114.01, 30.01], [114.0, 30.0]]


@pytest.fixture
def desk(client_of: ClientOf, campaign: Campaign) -> Client:
    return english(client_of("headquarters"))


def data(client: Client, query: str = "") -> dict[str, object]:
    response = client.get(f"/map/data{query}")
    assert response.status_code == 200, response.content
    found: dict[str, object] = json.loads(response.content)
    return found


def units(client: Client, query: str = "") -> dict[str, dict[str, object]]:
    listed = data(client, query)["units"]
    assert isinstance(listed, list)
    return {unit["name"]: unit for unit in listed}


def test_the_map_its_list_and_sql_agree(world: World, campaign: Campaign, desk: Client) -> None:
    phone = Phone(world.tokens["field"], campaign)
    list(moments(world, phone))
    html = page(desk, "/map?level=compound")
    for unit in units(desk, "?level=compound").values():
        place = Place.objects.get(name=unit["name"])
        inside = Target.objects.filter(place_id__in=place.below().values("id"))
        closed = inside.filter(state__gte=10).count()
        left = inside.count() - closed
        assert f"{left} door" in str(unit["label"])
        assert str(unit["percent"]) in html
    left_row = re.search(r"<tfoot>.*?<td class=\"num\">(\d+)</td>", html, re.DOTALL)
    assert left_row is not None
    assert int(left_row[1]) == Target.objects.filter(state__lt=10).count()


def test_a_long_list_beside_the_map_says_how_many_more_there_are_and_where(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = page(desk, "/map?level=compound")
    assert "more part" not in whole
    parts = whole.count('<th scope="row"><span>')
    monkeypatch.setattr(views, "LISTED", parts - 1)
    html = page(desk, "/map?level=compound")
    assert html.count('<th scope="row"><span>') == parts - 1
    assert "and 1 more part" in html
    assert "by=compound" in html


def test_doors_in_no_part_of_the_map_are_said_to_be(desk: Client) -> None:
    assert "in none of these" in page(desk, "/map?level=compound")
    assert "in none of these" not in page(desk, "/map?level=community")


def test_without_any_shape_the_map_is_a_scheme_and_never_empty(desk: Client) -> None:
    found = data(desk, "?level=compound")
    assert found["scheme"] is True
    assert all(unit["rings"] for unit in units(desk, "?level=compound").values())


def test_a_shape_is_drawn_where_it_is_in_the_frame_of_the_tiles(world: World, desk: Client, settings: Settings) -> None:
    settings.MAP_DATUM = "gcj02"
    Place.objects.filter(id=world.places["compound"].id).update(shape={"type": "Polygon", "coordinates": [HERE]})
    found = units(desk, "?level=compound")
    lon, lat = from_wgs84((114.0, 30.0), "gcj02")
    assert found["翠湖小区"]["rings"][0][0] == pytest.approx([lat, lon], abs=1e-6)  # type: ignore[index]
    assert found["翠湖小区"]["scheme"] is False
    assert found["五组"]["scheme"] is True


def test_who_isolates_is_on_the_map_and_in_the_list(world: World, desk: Client) -> None:
    for door in ("1-1-101", "2-1-101"):
        isolate(world, door)
    assert units(desk)["翠湖小区"]["isolated"] == 2
    assert "2 isolated here" in page(desk, "/map?show=isolated")


def test_a_member_of_the_police_sees_no_health_on_the_map(world: World, desk: Client) -> None:
    isolate(world, "1-1-101")
    Worker.objects.filter(id=world.workers["headquarters"].id).update(is_police=True)
    assert not any(unit["isolated"] or unit["cases"] for unit in units(desk).values())
    assert "Isolated" not in page(desk, "/map")
    assert desk.get("/map?show=isolated").status_code == 404
    assert desk.get("/map?show=cases").status_code == 404


def test_a_lead_sees_the_map_of_their_community_only(desk: Client, client_of: ClientOf) -> None:
    assert set(units(english(client_of("lead")))) <= {"翠湖小区", "1栋", "2栋"}


@pytest.mark.parametrize("query", ["?level=planet", "?show=money", "?place=nothing"])
def test_a_map_of_nothing_known_is_not_there(desk: Client, query: str) -> None:
    assert desk.get(f"/map{query}").status_code == 404


def test_without_a_change_the_map_is_not_made_again(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = data(desk)
    with django_assert_max_num_queries(12) as made:
        assert data(desk) == first
    assert not [query for query in made.captured_queries if "campaigns_tally" in query["sql"]]


def test_a_map_asks_no_more_of_the_database_for_more_parts(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(32):
        page(desk, "/map")
