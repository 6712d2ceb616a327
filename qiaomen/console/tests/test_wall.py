from pytest_django import DjangoAssertNumQueries

from qiaomen.campaigns.models import Campaign
from qiaomen.console.tests.desks import ClientOf, english, page
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone
from qiaomen.testing.swept import campaign
from qiaomen.testing.world import World

__all__ = ["campaign"]


def test_the_wall_says_what_the_overview_says(world: World, campaign: Campaign, client_of: ClientOf) -> None:
    desk = english(client_of("headquarters"))
    list(moments(world, Phone(world.tokens["field"], campaign)))
    wall = page(desk, "/wall")
    assert "of 26 doors" in wall or f"of {len(world.doors)} doors" in wall
    assert wall.count("data-wall-slide ") + wall.count("data-wall-slide\n") >= 4
    assert "<form" not in wall
    assert "<button" not in wall


def test_without_a_change_the_wall_counts_nothing(
    world: World, campaign: Campaign, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = english(client_of("headquarters"))
    first = page(desk, "/wall/slides")
    with django_assert_max_num_queries(10) as made:
        assert page(desk, "/wall/slides") == first
    assert not [query for query in made.captured_queries if "campaigns_tally" in query["sql"]]


def test_no_resident_stands_on_the_wall(world: World, campaign: Campaign, client_of: ClientOf) -> None:
    list(moments(world, Phone(world.tokens["field"], campaign)))
    html = page(english(client_of("headquarters")), "/wall")
    assert not [name for name in world.people if name in html]
