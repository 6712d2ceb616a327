"""A sweep of the small world under way, as fixtures for whichever module of tests takes them."""

import pytest

from qiaomen.campaigns.models import Campaign
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World


@pytest.fixture
def campaign(world: World) -> Campaign:
    """Its doors are team 1's."""
    return start_sweep(world, team="team 1")


@pytest.fixture
def phone(world: World, campaign: Campaign) -> Phone:
    """A phone of that team."""
    return Phone(world.tokens["field"], campaign)
