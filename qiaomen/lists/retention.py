"""Rows for which nobody was found are forgotten: their sealed parts and links to people go, counts and outcomes stay.

Seven days after a row came, unless it is linked or somebody has taken it over or tried since; thirty days where
somebody had taken it over and nothing came of it (DESIGN 8). A `remove` step of the system says so, and what the ledger
keeps of row and steps is emptied of everything that tells of a person; so folding them again gives the same state.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid5

from qiaomen.base import changes, retention
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.ledger import append, system
from qiaomen.ledger.system import Draft
from qiaomen.lists import folds
from qiaomen.lists.records import ListRowStep

# Rows removed in a transaction.
CHUNK = 500
DUE = """
SELECT r.id, r.place FROM lists_row r
JOIN lists_list l ON l.id = r.list_id JOIN base_outbreak o ON o.id = l.outbreak_id AND o.closed_at IS NULL
WHERE r.person IS NULL AND r.removed_at IS NULL
  AND greatest(r.received_at, r.last_at) <= CASE WHEN r.worker IS NULL OR r.ended_at IS NOT NULL THEN %b::timestamptz
                                                 ELSE %b::timestamptz END
ORDER BY r.received_at, r.id LIMIT %b::int
"""
EMPTY = """
UPDATE ledger_record SET sealed = NULL, person = NULL,
  body = body - 'candidates' - 'link' - 'certainty' - 'birth_year' - 'person' - 'unlike'
WHERE id = ANY(%b) OR root = ANY(%b)
"""


def remove(now: datetime) -> int:
    """Forget whom the rows meant that are due; answers how many. Asked again it finds none."""
    outbreak, count = Outbreak.objects.current(), 0
    while True:
        with changes.change("retention") as change:
            run(append.FOLDING)
            due = rows(DUE, [now - retention.kept("list_rows"), now - retention.kept("list_rows_taken"), CHUNK])
            if due:
                _forget(dict(due), outbreak, change.id, now)
        count += len(due)
        if len(due) < CHUNK:
            return count


def _forget(due: dict[UUID, UUID], outbreak: Outbreak, change: UUID, now: datetime) -> None:
    run(folds.LOCK, [list(due)])
    drafts = [
        Draft(uuid5(row, "remove"), "list_row_step", now, ListRowStep(row=row, action="remove"), place=place)
        for row, place in due.items()
    ]
    system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    emptied = [*due, *_steps(due)]
    run(EMPTY, [emptied, emptied])
    folds.refold(list(due), change)


def _steps(due: Collection[UUID]) -> list[UUID]:
    return [row[0] for row in rows(folds.STEPS, [[str(row) for row in due]])]
