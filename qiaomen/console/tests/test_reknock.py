"""The page of the doors that are knocked on again."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from qiaomen.campaigns.models import Campaign, Reknock
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]
DOORS = ["1-1-101", "1-1-102", "1-1-201"]


@pytest.fixture
def campaign(world: World) -> Campaign:
    """Three doors of team 1 closed, each with everybody stated."""
    campaign = start_sweep(world, team="team 1")
    phone = Phone(world.tokens["field"], campaign)
    phone.send([everyone(phone, world, door) for door in DOORS])
    return campaign


def everyone(phone: Phone, world: World, door: str) -> dict[str, object]:
    people = [{"person": person.id, "presence": "stated"} for person in world.household(door)]
    return phone.visit(world.doors[door].id, people=people)


@pytest.fixture
def desk(client_of: ClientOf) -> Client:
    client = client_of("headquarters")
    client.cookies["language"] = "en"
    return client


def page(client: Client, url: str = "/reknock") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def draw(client: Client, campaign: Campaign, share: object = 100) -> int:
    return client.post(f"/campaigns/{campaign.id}/reknock", {"share": share}, follow=True).status_code


def test_drawing_gives_closed_doors_to_another_team_and_says_who(
    world: World, campaign: Campaign, desk: Client
) -> None:
    assert "Nothing drawn yet" in page(desk)
    assert 'value="3"' in page(desk)
    draw(desk, campaign)
    html = page(desk, "/reknock?show=open")
    assert all(f"/doors/{world.doors[door].id}" in html for door in DOORS)
    assert "0 of 0 knocked again" in html
    assert {one.team_id for one in Reknock.objects.all()} == {world.teams["team 2"].id}


def test_doors_whose_accounts_differ_are_listed_and_the_agreement_is_shown(
    world: World, campaign: Campaign, desk: Client
) -> None:
    draw(desk, campaign)
    again = Phone(world.tokens["taxes 1"], campaign)
    vacant = again.visit(world.doors[DOORS[1]].id, "vacant", confirmed_by="manager")
    again.send([everyone(again, world, DOORS[0]), vacant])
    html = page(desk)
    assert "1 of 2 knocked again" in html
    assert f"/doors/{world.doors[DOORS[1]].id}" in html
    assert f"/doors/{world.doors[DOORS[0]].id}" not in html
    assert f"/doors/{world.doors[DOORS[0]].id}" in page(desk, "/reknock?show=agree")


def test_the_export_has_the_whole_sample_and_names_nobody(world: World, campaign: Campaign, desk: Client) -> None:
    draw(desk, campaign)
    content = b"".join(desk.post("/exports/reknock.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [row[1] for row in list(csv.reader(io.StringIO(content)))[1:]] == DOORS
    assert len(list(csv.reader(io.StringIO(content)))) == 1 + len(DOORS)
    assert not [name for name in world.people if name in content]


def test_a_share_that_is_none_draws_nothing_and_says_so(campaign: Campaign, desk: Client) -> None:
    response = desk.post(f"/campaigns/{campaign.id}/reknock", {"share": "many"}, follow=True)
    assert "The share is a number from 0.1 to 100 per cent." in response.content.decode()
    assert not Reknock.objects.exists()


def test_a_lead_sees_their_part_and_an_inspector_draws_nothing(
    world: World, campaign: Campaign, client_of: ClientOf, desk: Client
) -> None:
    assert client_of("inspector").post(f"/campaigns/{campaign.id}/reknock", {"share": 3}).status_code == 403
    draw(desk, campaign)
    assert str(world.doors[DOORS[0]].id) in page(client_of("lead"), "/reknock?show=open")
    assert str(world.doors[DOORS[0]].id) not in page(desk, f"/reknock?show=open&place={world.places['alley'].id}")


def test_there_is_no_other_view_of_the_sample(campaign: Campaign, desk: Client) -> None:
    assert desk.get("/reknock?show=secret").status_code == 404
