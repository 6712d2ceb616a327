"""What rules of shifts are tried in: a town whose gate is posted, and what people there say."""

from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from qiaomen.ledger import desk
from qiaomen.shifts.models import Shift, Swap
from qiaomen.testing.shifted import at, posted, staffed
from qiaomen.testing.world import World


@pytest.fixture
def town(world: World, settings: Settings) -> World:
    settings.MESSAGES_URL = "jsons://gateway.example/sms?:to={phone}"
    posted(world)
    staffed(world)
    return world


def step(world: World, shift: Shift, name: str, by: str, hour: int, minute: int = 0) -> str:
    now = at(hour, minute)
    body = {"shift": shift.id, "step": name}
    told = desk.tell("shift_step", body, by=world.workers[by], now=now, place=shift.place)
    return told.code or told.verdict


def of_worker(world: World, worker: UUID) -> str:
    return next(key for key, one in world.workers.items() if one.id == worker)


def settle(world: World, asked: UUID, name: str, by: str) -> str:
    one = Swap.objects.get(pk=asked)
    body = {"swap": asked, "shift": one.shift, "step": name, **({"other": one.other} if one.other else {})}
    told = desk.tell("shift_swap_step", body, by=world.workers[by], now=at(7), place=one.place)
    return told.code or told.verdict
