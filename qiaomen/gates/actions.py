"""What is done about gates at a desk: a gate is set up; alarms are answered by records."""

from datetime import datetime

from django.db import IntegrityError, transaction

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.gates.models import Alarm
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.places.models import Place, PlaceKind, segment


def add_gate(*, of: Place, name: str, by: Worker) -> Place:
    """A gate of a place. Raises `gate.already_there` where the place has one of that name."""
    id = new_id()
    gate = Place(id=id, parent=of, kind=PlaceKind.GATE, name=name, path=of.path + segment(id), walk=f"~{name}")
    try:
        with changes.change("add gate", worker=by.id) as change, transaction.atomic():
            gate.change = change.id
            gate.save(force_insert=True)
            audit.write(by.id, "gate.added", gate.id, place=of.id)
    except IntegrityError:
        raise Problem("gate.already_there") from None
    return gate


def step(alarm: Alarm, what: str, *, note: str, by: Worker, now: datetime) -> Verdict:
    """Somebody acknowledges an alarm, hands it on, settles it, or explains an emergency."""
    body = {"alarm": alarm.id, "step": what, "note": note}
    return desk.tell("alarm_step", body, place=alarm.gate, by=by, now=now)
