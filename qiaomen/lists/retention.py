"""Rows for which nobody was found are forgotten: their sealed parts and links to people go, counts and outcomes stay.

Seven days after a row came, unless it is linked or somebody has taken it over or tried since; thirty days where
somebody had taken it over and nothing came of it (DESIGN 8). A `remove` step of the system says so, and what the ledger
keeps of row and steps is emptied of everything that tells of a person; so folding them again gives the same state.
Of a row that was taken back nothing stands any more; its records are emptied seven days after that.
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
# A row that was taken back has no state; it is kept no longer for it.
TAKEN_BACK = """
SELECT DISTINCT v.root FROM ledger_record v
WHERE v.root IS NOT NULL AND v.kind = 'void' AND v.received_at <= %b
  AND NOT EXISTS (SELECT FROM lists_row l WHERE l.id = v.root)
  AND EXISTS (SELECT FROM ledger_record r
              WHERE (r.id = v.root OR r.root = v.root) AND r.kind = 'list_row' AND r.sealed IS NOT NULL)
LIMIT %b::int
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
            gone = [row[0] for row in rows(TAKEN_BACK, [now - retention.kept("list_rows"), CHUNK])]
            _empty(gone)
        count += len(due) + len(gone)
        if max(len(due), len(gone)) < CHUNK:
            return count


def _forget(due: dict[UUID, UUID], outbreak: Outbreak, change: UUID, now: datetime) -> None:
    run(folds.LOCK, [list(due)])
    drafts = [
        Draft(uuid5(row, "remove"), "list_row_step", now, ListRowStep(row=row, action="remove"), place=place)
        for row, place in due.items()
    ]
    system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change, now=now)
    _empty(due)
    folds.refold(list(due), change)


def _empty(rows_of: Collection[UUID]) -> None:
    """What the ledger keeps of these rows and of their steps tells of nobody any more."""
    if rows_of:
        emptied = [*rows_of, *_steps(rows_of)]
        run(EMPTY, [emptied, emptied])


def _steps(due: Collection[UUID]) -> list[UUID]:
    return [row[0] for row in rows(folds.STEPS, [[str(row) for row in due]])]
