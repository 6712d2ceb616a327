"""A home that is sealed, what happens at the seal, and the episode behind it, for tests."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.monitoring.models import Episode
from qiaomen.testing.isolating import isolate
from qiaomen.testing.world import World

DOOR = "1-1-101"


def put(world: World, *, door: str = DOOR, by: str = "lead", **body: Any) -> Verdict:
    at = world.doors[door]
    sent = {"emergency": "120", **body}
    return desk.tell("seal", sent, by=world.workers[by], now=timezone.now(), place=at.place_id, door=at.id)


def ground(world: World, door: str = DOOR) -> list[dict[str, UUID]]:
    person = isolate(world, door)
    return [{"episode": Episode.objects.get(person=person.id).id, "person": person.id}]


def event(world: World, seal: UUID | None, name: str, *, by: str = "lead", **body: Any) -> Verdict:
    at = world.doors[DOOR]
    sent = {"seal": seal, "event": name, **body}
    return desk.tell("seal_event", sent, by=world.workers[by], now=timezone.now(), place=at.place_id, door=at.id)
