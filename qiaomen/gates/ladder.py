"""Whom an alarm at a gate is told, one rung after the other: the chain of duty nearest first, then those who lead."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from uuid import UUID

import msgspec

from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.duty.chain import Link, chain
from qiaomen.duty.models import DutyRole
from qiaomen.gates.models import What
from qiaomen.places.models import Place

# A visitor's fever goes to the responsible cadre at once, not by way of the property manager.
NOT_FOR_VISITORS = (DutyRole.GRID_WORKER, DutyRole.PROPERTY)
FOR_CLINICS = (What.FEVER_RESIDENT, What.FEVER_VEHICLE)


class Rung(msgspec.Struct, frozen=True):
    """Those who are told at once, and as what."""

    role: str
    workers: list[UUID]


def rungs(gate: Place, what: str, at: datetime) -> list[Rung]:
    """The rungs of a gate's ladder at a moment, nearest first; nobody stands on two of them.

    With a fever of a resident or a traveller the health staff of the place are told together with the first rung.
    """
    known: set[UUID] = set()
    clinic = _granted(gate, Role.HEALTH, at)[:1] if what in FOR_CLINICS else []
    found: list[Rung] = []
    for role, workers in [*_duty(gate, what, at), *_leaders(gate, at)]:
        new = [worker for worker in workers if worker not in known]
        if new:
            found.append(Rung(role, new))
            known.update(new)
    nurses = [worker for _role, workers in clinic for worker in workers if worker not in known]
    if nurses:
        first = found[0] if found else Rung(str(Role.HEALTH), [])
        found[:1] = [Rung(first.role, [*first.workers, *nurses])]
    return found


def next_rung(ladder: list[Rung], told: list[UUID]) -> tuple[Rung, bool] | None:
    """The first rung with somebody who was not told yet, and whether it is the last one."""
    left = [rung for rung in ladder if not set(rung.workers) <= set(told)]
    return (left[0], len(left) == 1) if left else None


def _duty(gate: Place, what: str, at: datetime) -> Iterator[tuple[str, list[UUID]]]:
    links = [link for link in chain(gate, at=at) if link.worker.is_active]
    if what == What.FEVER_VISITOR:
        links = [link for link in links if link.role not in NOT_FOR_VISITORS]
    for (_path, role), several in groupby(reversed(links), key=_rung_of):
        yield str(role), [link.worker.id for link in several]


def _rung_of(link: Link) -> tuple[str, DutyRole]:
    return link.place.path, link.role


def _leaders(gate: Place, at: datetime) -> Iterator[tuple[str, list[UUID]]]:
    for role in (Role.LEAD, Role.HEADQUARTERS):
        yield from _granted(gate, role, at)


def _granted(gate: Place, role: Role, at: datetime) -> list[tuple[str, list[UUID]]]:
    """Who has a role at the gate or around it, by place, nearest first."""
    held = Grant.objects.in_force(at).filter(role=role, place__in=gate.ancestors(), worker__is_active=True)
    pairs = held.order_by("-place__path", "worker__name", "worker_id").values_list("place__path", "worker_id")
    return [(str(role), [worker for _path, worker in some]) for _path, some in groupby(pairs, key=lambda one: one[0])]
