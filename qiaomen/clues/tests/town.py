"""The small town in which clues are told: who answers there, and how somebody tells one and says what came of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from qiaomen.base.ids import NOBODY
from qiaomen.clues import actions, queries, rules
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import NOW, ORDER, World


@pytest.fixture(name="town")
def answering(world: World) -> Iterator[World]:
    """The world with a grid worker of the compound, and their chief; at the end rebuilding must agree."""
    answers(world, "field", "compound", DutyRole.GRID_WORKER)
    answers(world, "lead", "community", DutyRole.CHIEF)
    yield world
    assert_rebuild_agrees()


def answers(world: World, worker: str, place: str, role: DutyRole) -> None:
    Duty.objects.create(
        worker=world.workers[worker], place=world.places[place], role=role, since=ORDER, from_change=NOBODY
    )


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def tell(world: World, *, by: str = "lead", minutes: int = 0, place: str = "compound", **body: Any) -> UUID:
    given = {"what": "vehicle", "source": "hotline", **body}
    verdict = desk.tell("clue", given, by=world.workers[by], now=at(minutes), place=world.places[place].id)
    assert verdict.verdict == "accepted", (verdict.code, verdict.field)
    assert verdict.id is not None
    return verdict.id


def row(world: World, clue: UUID) -> queries.Row:
    return queries.clue_for(world.workers["headquarters"], clue, now=at(0))


def step(world: World, clue: UUID, name: str, *, by: str = "field", minutes: int = 10, **body: Any) -> Verdict:
    return actions.step(row(world, clue), name, by=world.workers[by], now=at(minutes), **body)


def rewarding(world: World, *, on: bool = True) -> None:
    rules.set_rules(
        hours=4, step_minutes=60, sends=True, rewards=on, reward_what="口罩", reward_count=10,
        by=world.workers["headquarters"],
    )  # fmt: skip
