"""The demo's compounds' gates: a gate for every compound, and a guard with a phone at each."""

from collections.abc import Sequence
from datetime import datetime

from qiaomen.access.enrolling import invite_many
from qiaomen.access.models import Grant, Organisation, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.drill import names
from qiaomen.gates.actions import add_gate
from qiaomen.places.models import Place, PlaceKind

NAME = "大门"
_KEEPER = "小区物业服务中心"


def build(*, since: datetime) -> list[str]:
    """Set up what is not there yet; answers a code for each guard, none where a demo has them enrolled already.

    `since`: from when on they may write down who comes.
    """
    if Place.objects.filter(kind=PlaceKind.GATE).exists():
        return []
    headquarters = Worker.objects.get(username="headquarters")
    compounds = Place.objects.filter(kind=PlaceKind.COMPOUND).order_by("path")
    gates = [add_gate(of=compound, name=NAME, by=headquarters) for compound in compounds]
    return [code for _worker, code in invite_many(_guards(gates, since, headquarters), since=since)]


def _guards(gates: Sequence[Place], since: datetime, by: Worker) -> Sequence[Worker]:
    outbreak = Outbreak.objects.current()
    with changes.change("gate guards", worker=by.id) as change:
        keeper, _made = Organisation.objects.get_or_create(name=_KEEPER)
        called = names.grown_ups(seed="gates")
        guards = [
            Worker(name=name, title="门岗", organisation=keeper, outbreak=outbreak)
            for _gate, name in zip(gates, called, strict=False)
        ]
        Worker.objects.bulk_create(guards)
        Grant.objects.bulk_create(
            Grant(worker=guard, role=Role.GATE, place=gate, since=since, given_by=by, change=change.id)
            for guard, gate in zip(guards, gates, strict=True)
        )
    return guards
