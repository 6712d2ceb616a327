"""Taking back what one import brought of lists: a void for each row, but for those that somebody has worked on.

Run again it goes on where it was: a row that was taken back has no state any more, and is not asked for again. Rows
taken back so may come in anew (see `bringing.row_id`), for the file was wrong and not what it says of somebody.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid5

import msgspec
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import hold
from qiaomen.base.sql import rows, run
from qiaomen.ledger import append
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.lists import folds

PORTION = 200
_REASON = _("The import that brought this row was taken back.")
CAME = """
SELECT r.id, r.removed_at IS NOT NULL, EXISTS (SELECT FROM ledger_record c WHERE c.root = r.id)
FROM lists_row r JOIN ledger_record b ON b.id = r.id
WHERE r.list_id = ANY(%b) AND b.received_at >= %b AND b.received_at <= %b
ORDER BY r.list_id, r.line, r.id
"""
STILL = """
SELECT r.id, r.removed_at IS NOT NULL, EXISTS (SELECT FROM ledger_record c WHERE c.root = r.id)
FROM lists_row r WHERE r.id = ANY(%b) ORDER BY r.id
"""
PLACES = "SELECT DISTINCT place FROM lists_row WHERE id = ANY(%b)"
# A void may have been taken back itself: then its row counts again.
TAKEN_BACK = """
SELECT v.root FROM ledger_record v
WHERE v.id = ANY(%b) AND v.kind = 'void' AND NOT EXISTS (SELECT FROM lists_row r WHERE r.id = v.root)
"""


class Stays(models.TextChoices):
    """Why a row stays, what weighs most first."""

    OUTCOME = "outcome", _("somebody has said what came of it")
    DECIDED = "decided", _("somebody has decided whom it means")
    TAKEN = "taken", _("somebody follows it up")
    TRIED = "tried", _("somebody has tried to reach them")
    HANDED_ON = "handed_on", _("it was handed on to another place")
    CORRECTED = "corrected", _("what it says was corrected")
    REMOVED = "removed", _("whom it meant is forgotten already")
    REFUSED = "refused", _("the ledger did not take it back")


_OF_STEPS = {
    "outcome": Stays.OUTCOME,
    "reopen": Stays.OUTCOME,
    "link": Stays.DECIDED,
    "unlike": Stays.DECIDED,
    "take": Stays.TAKEN,
    "tried": Stays.TRIED,
    "hand_on": Stays.HANDED_ON,
    "remove": Stays.REMOVED,
}
_WEIGHT = {reason: number for number, reason in enumerate(Stays)}

Tell = Callable[[int, int], None]


class Came(msgspec.Struct, frozen=True):
    """What one import brought: rows of these lists that came in between two moments."""

    lists: tuple[UUID, ...]
    since: datetime
    until: datetime


class Plan(msgspec.Struct):
    """Which rows can be taken back, and how many stay for which reason (see Stays)."""

    free: list[UUID] = msgspec.field(default_factory=list)
    stays: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """How many there are together."""
        return len(self.free) + self.stays.total()


def plan(came: Came) -> Plan:
    """What taking an import back would do now. What was taken back before is not in it."""
    return _planned(rows(CAME, [list(came.lists), came.since, came.until]))


def take_back(
    came: Came,
    *,
    by: Worker,
    at: datetime,
    outbreak: Outbreak,
    tell: Tell = lambda done, expected: None,
) -> Plan:
    """Take the rows back that nobody has worked on, as voids by `by` of the moment `at`; answers what stays.

    Goes by portions, each a transaction; `tell` hears how far it is. The caller has checked that `by` may decide for
    the district. Raises `outbreak.closed`.
    """
    free = plan(came).free
    for start in range(0, len(free), PORTION):
        _portion(free[start : start + PORTION], by=by, at=at, outbreak=outbreak)
        tell(min(start + PORTION, len(free)), len(free))
    left = plan(came)
    if left.free:
        left.stays[Stays.REFUSED] += len(left.free)
    return left


def taken_back(wanted: Collection[UUID]) -> set[UUID]:
    """Which of these rows were taken back together with their import, and are so still."""
    return {row[0] for row in rows(TAKEN_BACK, [[_void(row) for row in wanted]])}


def _portion(wanted: Sequence[UUID], *, by: Worker, at: datetime, outbreak: Outbreak) -> None:
    """Void these rows, except for those on which somebody has begun to work meanwhile.

    Locks as submit does, containers before records, so that a step that is under way is either seen or waits.
    """
    with transaction.atomic():
        hold(outbreak.id)
        run(append.FOLDING)
        run(append.LOCK, [[place for (place,) in rows(PLACES, [list(wanted)])]])
        run(folds.LOCK, [list(wanted)])
        raws = [
            msgspec.json.encode(
                {"id": _void(row), "kind": "void", "device_at": at, "amends": row, "body": {"reason": str(_REASON)}}
            )
            for row in _planned(rows(STILL, [list(wanted)])).free
        ]
        if raws:
            submit(raws, author=Author(worker=by.id, outbreak=outbreak.id), received_at=timezone.now())


def _planned(found: Sequence[tuple[UUID, bool, bool]]) -> Plan:
    steps = folds.steps_of([row for row, _removed, _corrected in found])
    planned = Plan()
    for row, is_removed, is_corrected in found:
        reasons = {_OF_STEPS[step.body.action] for step in steps[row]}
        reasons |= {Stays.CORRECTED} if is_corrected else set()
        reasons |= {Stays.REMOVED} if is_removed else set()
        if reasons:
            planned.stays[str(min(reasons, key=_WEIGHT.__getitem__))] += 1
        else:
            planned.free.append(row)
    return planned


def _void(row: UUID) -> UUID:
    return uuid5(row, "the import was taken back")
