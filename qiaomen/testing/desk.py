"""A sweep under way in the small world, with what its tests ask of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from qiaomen.campaigns.models import Campaign, Roll, Target
from qiaomen.campaigns.states import State
from qiaomen.people.models import Person
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import HERE, World


@dataclass(slots=True)
class Desk:
    """The sweep as its tests see it. Doors go by their label: `1-1-301`, `alley 3号`."""

    world: World
    campaign: Campaign

    def phone(self, worker: str = "field") -> Phone:
        """An enrolled phone of a member of the cast."""
        return Phone(self.world.tokens[worker], self.campaign)

    def door(self, label: str) -> UUID:
        return self.world.doors[label].id

    def target(self, label: str) -> Target:
        """The door's target as stored."""
        return Target.objects.get(campaign_id=self.campaign.id, door_id=self.door(label))

    def state(self, label: str) -> State:
        return State(self.target(label).state)

    def roll(self, label: str) -> dict[str, str]:
        """How each person of the door is accounted for, by name."""
        rows = Roll.objects.filter(campaign_id=self.campaign.id, door_id=self.door(label))
        names = dict(Person.objects.filter(id__in=[row.person_id for row in rows]).values_list("id", "name"))
        return {names[row.person_id]: row.presence for row in rows}

    def everyone(self, label: str, presence: str = "seen", **seen: Any) -> list[dict[str, Any]]:
        """The household, all accounted for in one way."""
        return [{"person": person.id, "presence": presence, **seen} for person in self.world.household(label)]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of March 2020 in 青石县; the order came on the 20th at 20:00."""
    return datetime(2020, 3, day, hour, minute, tzinfo=HERE)


@pytest.fixture
def desk(world: World) -> Iterator[Desk]:
    """A sweep over the district, all doors handed to team 1. At the end rebuilding must agree with what is stored."""
    yield Desk(world, start_sweep(world, team="team 1"))
    assert_rebuild_agrees()
