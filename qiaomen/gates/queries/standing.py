"""A worker's gates: which they are, who answers for each, and the alarms there that are under way."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import check, within
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.gates.models import Alarm, What
from qiaomen.places.models import Place, PlaceKind, steps_to
from qiaomen.places.walking import Walked

# What was settled so lately is still shown: whoever waited for it learns that it is over.
SHOWN_AFTER = timedelta(hours=1)
POSTS = (PlaceKind.GATE, PlaceKind.CHECKPOINT)
_RANK = {role: rank for rank, role in enumerate(DutyRole)}


class Answers(msgspec.Struct, frozen=True):
    """Somebody who answers for a gate."""

    worker: UUID
    name: str
    role: str


def gates(worker: Worker, verb: Verb = Verb.RECORD) -> QuerySet[Place]:
    """The gates where a worker may do this, in walking order."""
    return Place.objects.filter(within(worker, verb), kind=PlaceKind.GATE).select_related("parent").order_by(Walked())


def posts(worker: Worker, verb: Verb = Verb.RECORD) -> QuerySet[Place]:
    """The gates and checkpoints where a worker may do this, in walking order: wherever there are alarms."""
    return Place.objects.filter(within(worker, verb), kind__in=POSTS).select_related("parent").order_by(Walked())


def gate_for(worker: Worker, gate: UUID, verb: Verb, kinds: Sequence[PlaceKind] = (PlaceKind.GATE,)) -> Place:
    """One gate, or another post. Raises `access.not_found`, `access.forbidden` as places do."""
    found = Place.objects.select_related("parent").filter(pk=gate, kind__in=kinds).first()
    if found is None:
        raise Problem("access.not_found")
    check(worker, verb, found.path)
    return found


def chains(several: Sequence[Place], at: datetime) -> dict[UUID, list[Answers]]:
    """Who answers for each of these gates, nearest first; two statements, however many they are."""
    steps = {step for gate in several for step in steps_to(gate.path)}
    duties = list(Duty.objects.in_force(at).filter(place__path__in=steps).select_related("worker", "place"))
    duties.sort(key=lambda one: (-len(one.place.path), -_RANK[DutyRole(one.role)], one.worker.name))
    return {
        gate.id: [
            Answers(one.worker_id, one.worker.name, one.role) for one in duties if gate.path.startswith(one.place.path)
        ]
        for gate in several
    }


def under_way(of: Iterable[UUID], now: datetime) -> list[Alarm]:
    """Alarms at these gates that are not settled, or were so within the hour; the newest first."""
    shown = Q(settled_at=None) | Q(settled_at__gt=now - SHOWN_AFTER)
    return list(Alarm.objects.filter(shown, gate__in=list(of)).order_by("-at", "-id"))


def names_of(alarms: Collection[Alarm]) -> dict[UUID, str]:
    """The names of who was told of alarms, or did something about them."""
    did = {worker for one in alarms for worker in (one.acknowledged_by, one.settled_by, one.explained_by) if worker}
    told = {worker for one in alarms for worker in one.told}
    return dict(Worker.objects.filter(pk__in=did | told).values_list("id", "name"))


def state_of(alarm: Alarm) -> str:
    """waiting (a second reading is due, or late, and nobody was told yet), open, acknowledged or settled."""
    if alarm.settled_at is not None:
        return "settled"
    if alarm.what == What.SECOND_READING and alarm.told_at is None:
        return "waiting"
    return "open" if alarm.acknowledged_at is None else "acknowledged"
