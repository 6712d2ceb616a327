"""The demo's compounds' gates: a gate for every compound, and a guard with a phone at each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from qiaomen.access.enrolling import invite_many
from qiaomen.access.models import Grant, Organisation, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.drill import names
from qiaomen.drill.gates import Figures
from qiaomen.gates.actions import add_gate
from qiaomen.ledger.models import Record
from qiaomen.places.models import Place, PlaceKind

NAME = "大门"
_TITLE = "门岗"
_KEEPER = "小区物业服务中心"


@dataclass(frozen=True, slots=True)
class Posted:
    """A code for each guard, in the order of their gates, and up to when they are to be played."""

    codes: list[str]
    until: datetime


def build(figures: Figures, *, now: datetime) -> Posted | None:
    """Set up what is not there yet; None where all of the figures have been played.

    A demo that died before that gets new codes for the same guards and the same moment: what is played again then has
    the ids that it had, and counts once.
    """
    span = timedelta(days=figures.days + 1)
    with transaction.atomic():
        if not Place.objects.filter(kind=PlaceKind.GATE, name=NAME).exists():
            headquarters = Worker.objects.get(username="headquarters")
            compounds = Place.objects.filter(kind=PlaceKind.COMPOUND).order_by("path")
            gates = [add_gate(of=compound, name=NAME, by=headquarters) for compound in compounds]
            _appoint(gates, now - span, headquarters)
    standing = Grant.objects.filter(place__kind=PlaceKind.GATE, place__name=NAME, worker__title=_TITLE)
    grants = list(standing.select_related("worker").order_by("place__path"))
    guards = [grant.worker for grant in grants]
    written = Record.objects.filter(kind="passage", author__in=[guard.id for guard in guards]).count()
    if not guards or written >= figures.vehicles + figures.others:
        return None
    since = grants[0].since
    return Posted([code for _worker, code in invite_many(guards, since=since)], since + span)


def _appoint(gates: Sequence[Place], since: datetime, by: Worker) -> None:
    """A guard for each gate. `since`: from when on they may write down who comes."""
    outbreak = Outbreak.objects.current()
    with changes.change("gate guards", worker=by.id) as change:
        keeper, _made = Organisation.objects.get_or_create(name=_KEEPER)
        called = names.grown_ups(seed="gates")
        guards = [
            Worker(name=name, title=_TITLE, organisation=keeper, outbreak=outbreak)
            for _gate, name in zip(gates, called, strict=False)
        ]
        Worker.objects.bulk_create(guards)
        Grant.objects.bulk_create(
            Grant(worker=guard, role=Role.GATE, place=gate, since=since, given_by=by, change=change.id)
            for guard, gate in zip(guards, gates, strict=True)
        )
