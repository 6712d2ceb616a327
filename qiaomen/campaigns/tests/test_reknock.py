"""A sample of closed doors is knocked again by another team."""

import pytest

from qiaomen.campaigns import reknock
from qiaomen.campaigns.models import Campaign, Reknock
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World

DOORS = ["1-1-101", "1-1-102", "1-1-201"]


@pytest.fixture
def campaign(world: World) -> Campaign:
    campaign = start_sweep(world, team="team 1", sample_share=1.0)
    phone = Phone(world.tokens["field"], campaign)
    phone.send([_visit(phone, world, door) for door in DOORS])
    return campaign


def _visit(phone: Phone, world: World, door: str) -> dict[str, object]:
    people = [{"person": person.id, "presence": "stated"} for person in world.household(door)]
    return phone.visit(world.doors[door].id, people=people)


def test_only_closed_doors_are_drawn_and_for_another_team(world: World, campaign: Campaign) -> None:
    assert reknock.draw(campaign) == len(DOORS)
    drawn = Reknock.objects.all()
    assert {one.door_id for one in drawn} == {world.doors[door].id for door in DOORS}
    assert {one.team_id for one in drawn} == {world.teams["team 2"].id}


def test_drawing_twice_adds_nothing(campaign: Campaign) -> None:
    reknock.draw(campaign)
    assert reknock.draw(campaign) == 0


def test_the_same_seed_draws_the_same_doors(campaign: Campaign) -> None:
    campaign.sample_share = 0.5
    reknock.draw(campaign, seed="a")
    first = set(Reknock.objects.values_list("door_id", flat=True))
    Reknock.objects.all().delete()
    reknock.draw(campaign, seed="a")
    assert set(Reknock.objects.values_list("door_id", flat=True)) == first


def test_two_teams_that_say_the_same_agree(world: World, campaign: Campaign) -> None:
    reknock.draw(campaign)
    again = Phone(world.tokens["taxes 1"], campaign)
    again.send(
        [_visit(again, world, DOORS[0]), again.visit(world.doors[DOORS[1]].id, "vacant", confirmed_by="manager")]
    )
    assert reknock.agreement(campaign) == reknock.Agreement(drawn=3, knocked=2, agreed=1)
