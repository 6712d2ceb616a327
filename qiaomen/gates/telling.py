"""Alarms are told to one rung of the ladder after the other, and each telling is a record of the system's.

The record's id follows from alarm and level: telling twice tells once. Who was told sees the alarm in the console and,
at the gate, on the phone; `paging` sends a message, too.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import Q

from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import run
from qiaomen.gates import alarms, paging
from qiaomen.gates.alarm import GRACE, Folded
from qiaomen.gates.ladder import Rung, next_rung, rungs
from qiaomen.gates.models import Alarm, What
from qiaomen.gates.records import AlarmTold
from qiaomen.ledger import append, system
from qiaomen.ledger.system import Draft
from qiaomen.places.models import Place

ACKNOWLEDGED_WITHIN = timedelta(minutes=5)
"""Who was told and says nothing for so long is not waited for: the next rung is told."""
ONE_FIRE = timedelta(hours=1)
"""When a house burns hundreds pass: the first of an hour at a gate is told."""

_TELLINGS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a11")


def tell(wanted: Collection[UUID], change: UUID, now: datetime) -> int:
    """Tell of those among these alarms of which nobody was told, or that were handed on; answers how many."""
    standing = [one for one in alarms.fold(wanted) if one.settled_at is None or one.is_worse]
    new = [one for one in standing if one.level < 0 and one.what != What.SECOND_READING]
    again = [one for one in standing if one.level >= 0 and (one.is_handed_on or one.is_worse)]
    return _tell([*_once_for_fires(new, now), *again], change, now)


def escalate(now: datetime) -> int:
    """Tell the next rung of every alarm that nobody has answered in time, and the first one of every second reading
    that has not come; answers how many. Again it adds nothing."""
    unanswered = Q(told_at__lte=now - ACKNOWLEDGED_WITHIN)
    missing = Q(told_at=None, due_at__lte=now - GRACE)
    waiting = Alarm.objects.filter(unanswered | missing, settled_at=None, acknowledged_at=None, last=False)
    ids = set(waiting.values_list("id", flat=True))
    if not ids:
        return 0
    with changes.change("gate alarms") as change:
        run(append.FOLDING)
        due = [one for one in alarms.fold(ids) if _waits(one, now)]
        return _tell(due, change.id, now)


def _waits(one: Folded, now: datetime) -> bool:
    since = one.told_at
    late = since <= now - ACKNOWLEDGED_WITHIN if since else one.due_at is not None and one.due_at <= now - GRACE
    return late and not one.last and one.acknowledged_at is None and one.settled_at is None


def _tell(due: Iterable[Folded], change: UUID, now: datetime) -> int:
    listed = list(due)
    if not listed:
        return 0
    gates = Place.objects.select_related("parent").in_bulk({one.gate for one in listed})
    ladders: dict[tuple[UUID, str], list[Rung]] = {}
    for one in listed:
        if (one.gate, one.what) not in ladders:
            ladders[one.gate, one.what] = rungs(gates[one.gate], one.what, now)
    drafts = [_draft(one, ladders[one.gate, one.what], now) for one in listed]
    outbreak = Outbreak.objects.current()
    made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    whom = {draft.body.alarm: draft.body.workers for draft in made if isinstance(draft.body, AlarmTold)}
    paging.page([(one.id, gates[one.gate], one.what) for one in listed if one.id in whom], whom)
    alarms.refold({one.id for one in listed}, change)
    return len(drafts)


def _draft(one: Folded, ladder: list[Rung], now: datetime) -> Draft:
    """That nobody is left to be told is told as well: the record says so, and the console shows it first."""
    level, found = one.level + 1, next_rung(ladder, [] if one.is_worse else one.everybody)
    body = AlarmTold(one.id, level, last=True)
    if found is not None:
        rung, last = found
        body = AlarmTold(one.id, level, rung.workers, rung.role, last)
    if one.what == What.SECOND_READING:
        body.what = "second_reading"
    return Draft(uuid5(_TELLINGS, f"{one.id} {level}"), "alarm_told", now, body, place=one.gate)


def _once_for_fires(new: Iterable[Folded], now: datetime) -> list[Folded]:
    kept, burning = (
        [],
        set(Alarm.objects.filter(emergency="fire", told_at__gt=now - ONE_FIRE).values_list("gate", flat=True)),
    )
    for one in sorted(new, key=lambda one: (one.at, one.id.bytes)):
        if one.emergency == "fire" and one.gate in burning:
            continue
        if one.emergency == "fire":
            burning.add(one.gate)
        kept.append(one)
    return kept
