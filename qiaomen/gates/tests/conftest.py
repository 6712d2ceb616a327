"""The gates of the small world."""

import pytest

from qiaomen.testing.gates import Post, make_post
from qiaomen.testing.world import World


@pytest.fixture
def post(world: World) -> Post:
    """Gates in the small world. Tests of order, correction and retention end by rebuilding."""
    return make_post(world)
