"""Whom an alarm at a gate is told: the ladder of duty, the clinic beside its first rung."""

from datetime import datetime

from qiaomen.access.roles import Role
from qiaomen.duty.ladder import Rung, granted, next_rung
from qiaomen.duty.ladder import rungs as of_place
from qiaomen.duty.models import DutyRole
from qiaomen.gates.models import What
from qiaomen.places.models import Place

__all__ = ["Rung", "next_rung", "rungs"]

# A visitor's fever goes to the responsible cadre at once, not by way of the property manager.
NOT_FOR_VISITORS = (DutyRole.GRID_WORKER, DutyRole.PROPERTY)
FOR_CLINICS = (What.FEVER_RESIDENT, What.FEVER_VEHICLE)


def rungs(gate: Place, what: str, at: datetime) -> list[Rung]:
    """The rungs of a gate's ladder at a moment, nearest first; nobody stands on two of them.

    With a fever of a resident or a traveller the health staff of the place are told together with the first rung.
    """
    found = of_place(gate, at, but=NOT_FOR_VISITORS if what == What.FEVER_VISITOR else ())
    known = {worker for rung in found for worker in rung.workers}
    clinic = granted(gate, Role.HEALTH, at)[:1] if what in FOR_CLINICS else []
    nurses = [worker for _role, workers in clinic for worker in workers if worker not in known]
    if nurses:
        first = found[0] if found else Rung(str(Role.HEALTH), [])
        found[:1] = [Rung(first.role, [*first.workers, *nurses])]
    return found
