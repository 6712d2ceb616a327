"""Clues at a desk and on a phone: the town that answers for them, and what is done there in a line."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from qiaomen.clues.tests.town import answers
from qiaomen.duty.models import DutyRole
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]
TOLD = {
    "what": "person",
    "source": "hotline",
    "words": "三楼住着刚回来的人",
    "reporter": "赵告知",
    "phone": "12000000007",
}


@pytest.fixture(name="town")
def answering(world: World) -> World:
    """The world with a grid worker of the compound."""
    answers(world, "field", "compound", DutyRole.GRID_WORKER)
    return world


def taken_down(world: World, lead: Client, **more: Any) -> UUID:
    """The hotline takes a clue down about the compound; its id."""
    reply = lead.post("/clues/new", {**TOLD, "place": world.places["compound"].id, **more})
    assert reply.status_code == 302, reply.content.decode()[-3000:]
    return UUID(reply.headers["Location"].rsplit("/", 1)[1])


def does(lead: Client, clue: UUID, step: str, **more: Any) -> None:
    """A step of the clue's page."""
    assert lead.post(f"/clues/{clue}/step", {"step": step, **more}).status_code == 302


def feed(world: World, key: str) -> Any:
    """What the phone of somebody of the cast is told of clues."""
    reply = Client().get("/api/clues", headers={"Authorization": f"Bearer {world.tokens[key]}"})
    assert reply.status_code == 200, reply.content
    return json.loads(reply.content)
