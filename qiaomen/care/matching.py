"""Who helps with what, pure: by skill, then by place, then by how much they have in hand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.care.models import Skill, What

NEEDED: dict[str, Skill | None] = {
    What.GROCERIES: Skill.ERRANDS,
    What.MEDICINE: Skill.MEDICINE,
    What.DOCTOR: Skill.NURSING,
    What.CARE: Skill.CARE,
    What.RUBBISH: Skill.ERRANDS,
    What.PETS: Skill.PETS,
    What.REPAIR: Skill.REPAIR,
    What.OTHER: None,
}
"""The skill that a need asks for; anybody can help with something else."""
MOST_IN_HAND = 5
"""So many needs one helper is given without being asked; more are handed over by name only."""


class Wanted(msgspec.Struct, frozen=True):
    """A need that waits, with the path of its place."""

    id: UUID
    what: str
    rank: int
    asked_at: datetime
    path: str


class Hand(msgspec.Struct, frozen=True):
    """A helper: the place where they help, by path, and what they can do."""

    worker: UUID
    name: str
    path: str
    skills: Sequence[str]


def fitting(wanted: Wanted, hands: Iterable[Hand], in_hand: Mapping[UUID, int]) -> list[Hand]:
    """Who may help with this, the best first: nearest place, least in hand, then by name.

    A helper who stands at several places comes once, by the nearest.
    """
    skill = NEEDED.get(wanted.what)
    able = [one for one in hands if wanted.path.startswith(one.path) and (skill is None or skill in one.skills)]
    able.sort(key=lambda one: (-len(one.path), in_hand.get(one.worker, 0), one.name, one.worker.bytes))
    nearest: dict[UUID, Hand] = {}
    for one in able:
        nearest.setdefault(one.worker, one)
    return list(nearest.values())


def match(needs: Iterable[Wanted], hands: Sequence[Hand], in_hand: Mapping[UUID, int]) -> dict[UUID, UUID]:
    """Who is given which need: the most urgent first, then the oldest; each to the best who has room for it.

    Within the nearest place work is shared evenly; a helper further away is asked once those are full.
    """
    load = Counter(in_hand)
    found: dict[UUID, UUID] = {}
    for wanted in sorted(needs, key=lambda one: (one.rank, one.asked_at, one.id.bytes)):
        free = [one for one in fitting(wanted, hands, load) if load[one.worker] < MOST_IN_HAND]
        if free:
            found[wanted.id] = free[0].worker
            load[free[0].worker] += 1
    return found
