"""Facts that count: stated by one member of the cast and verified by another."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.monitoring import actions
from qiaomen.policy import verifying
from qiaomen.testing.world import World


def tell_verified(
    world: World, kind: str, people: Sequence[UUID], body: Mapping[str, Any], *, now: datetime,
    by: str = "lead", checks: str = "health",
) -> None:  # fmt: skip
    """State this of each of these people, and let somebody else verify it at once."""
    stated = actions.tell(kind, people, body, by=world.workers[by], now=now)
    assert {verdict.verdict for verdict in stated} == {"accepted"}, stated
    told = [(verdict.id, person) for verdict, person in zip(stated, people, strict=True) if verdict.id is not None]
    checked = verifying.verify_all(told, by=world.workers[checks], now=now)
    assert {verdict.verdict for verdict in checked} == {"accepted"}, checked
