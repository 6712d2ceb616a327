"""Whom something at a place is told, one rung after the other: the chain of duty nearest first, then those who lead."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

import msgspec

from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.duty.chain import Link, chain
from qiaomen.duty.models import DutyRole
from qiaomen.places.models import Place


class Rung(msgspec.Struct, frozen=True):
    """Those who are told at once, and as what."""

    role: str
    workers: list[UUID]


def rungs(place: Place, at: datetime, *, but: Collection[DutyRole] = ()) -> list[Rung]:
    """The rungs of a place's ladder at a moment, nearest first, without these roles of the chain."""
    return climbed([*of_duty(place, at, but=but), *leaders(place, at)])


def climbed(steps: Iterable[tuple[str, Sequence[UUID]]]) -> list[Rung]:
    """Rungs of what stands below each other; nobody stands on two of them."""
    known: set[UUID] = set()
    found: list[Rung] = []
    for role, workers in steps:
        new = [worker for worker in workers if worker not in known]
        if new:
            found.append(Rung(role, new))
            known.update(new)
    return found


def next_rung(ladder: Sequence[Rung], told: Collection[UUID]) -> tuple[Rung, bool] | None:
    """The first rung with somebody who was not told yet, and whether it is the last one."""
    left = [rung for rung in ladder if not set(rung.workers) <= set(told)]
    return (left[0], len(left) == 1) if left else None


def of_duty(place: Place, at: datetime, *, but: Collection[DutyRole] = ()) -> Iterator[tuple[str, list[UUID]]]:
    """Who answers for a place, by role, nearest first."""
    links = [link for link in chain(place, at=at) if link.worker.is_active and link.role not in but]
    for (_path, role), several in groupby(reversed(links), key=_rung_of):
        yield str(role), [link.worker.id for link in several]


def leaders(place: Place, at: datetime) -> Iterator[tuple[str, list[UUID]]]:
    """Who leads around a place, nearest first, then headquarters."""
    for role in (Role.LEAD, Role.HEADQUARTERS):
        yield from granted(place, role, at)


def granted(place: Place, role: Role, at: datetime) -> list[tuple[str, list[UUID]]]:
    """Who has a role at the place or around it, by place, nearest first."""
    held = Grant.objects.in_force(at).filter(role=role, place__in=place.ancestors(), worker__is_active=True)
    pairs = held.order_by("-place__path", "worker__name", "worker_id").values_list("place__path", "worker_id")
    return [(str(role), [worker for _path, worker in some]) for _path, some in groupby(pairs, key=lambda one: one[0])]


def _rung_of(link: Link) -> tuple[str, DutyRole]:
    return link.place.path, link.role
