"""For whose shift one could swap: what keeps every rule, nearest in time first. The phone asks when it is wanted."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.shifts import queries
from qiaomen.shifts.checking import Context
from qiaomen.shifts.models import Shift
from qiaomen.shifts.queries import Row

WITHIN = timedelta(days=4)
LOOKED_AT = 160
OFFERED = 12


class Option(msgspec.Struct):
    """Somebody's shift for which one's own could be given."""

    shift: UUID
    worker: UUID
    name: str
    post: str
    begins_at: datetime
    ends_at: datetime


def options(worker: UUID, shift: UUID, *, now: datetime) -> list[Option]:
    """What a worker could swap a shift for. Raises `shift.not_yours`."""
    mine = Shift.objects.filter(pk=shift, worker=worker, cancelled_at=None, begins_at__gt=now).first()
    if mine is None:
        raise Problem("shift.not_yours")
    around = (mine.begins_at - WITHIN, mine.begins_at + WITHIN)
    found = Shift.objects.filter(
        begins_at__range=around, begins_at__gt=now, cancelled_at=None, roster=mine.roster, came_at=None
    ).exclude(worker=worker).exclude(begins_at=mine.begins_at)  # fmt: skip
    near = sorted(found, key=lambda one: (one.post != mine.post, abs(one.begins_at - mine.begins_at), one.id.bytes))
    context = Context([mine.id, *(one.id for one in near[:LOOKED_AT])], [])
    kept = [one for one in near[:LOOKED_AT] if not context.broken({mine.id: one.worker, one.id: worker})][:OFFERED]
    known = {one.id: one for one in rows_of([one.id for one in kept])}
    return [_option(known[one.id]) for one in kept]


def rows_of(shifts: list[UUID]) -> list[Row]:
    """These shifts as lists show them, by time."""
    statement = queries.LISTED + "WHERE s.id = ANY(%(shifts)b) ORDER BY s.begins_at, s.id"
    return [Row(*row) for row in rows(statement, {"shifts": shifts})]


def _option(one: Row) -> Option:
    return Option(one.id, one.worker, one.name, one.post_words, one.begins_at, one.ends_at)
