"""What holds for whom: rules over facts, at a moment."""

import pytest

from qiaomen.policy.tests.facing import at, edition, fact, verdict
from qiaomen.testing.world import World

CONTACT = """
ground = {fact = "exposure", value = ["close"], verified = true}
phases = [{measure = "central", days = 14}, {measure = "watch", days = 7}]
category = "contact"
"""


@pytest.fixture
def someone(world: World) -> str:
    return next(iter(world.people))


def test_a_contact_walks_through_both_phases(world: World, someone: str) -> None:
    fact(world, someone, "exposure", "close", "03-01 10:00", "03-01 18:00")
    policy = edition(CONTACT)
    first = verdict(world, someone, "03-15 23:59", policy)
    assert first is not None
    assert (first.measure, first.colour, first.until) == ("central", "red", at("03-16 00:00"))
    assert first.due_end == at("03-23 00:00")
    second = verdict(world, someone, "03-16 00:00", policy)
    assert second is not None
    assert (second.measure, second.colour, second.until) == ("watch", "yellow", at("03-23 00:00"))
    assert verdict(world, someone, "03-23 00:00", policy) is None
