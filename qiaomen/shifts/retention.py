"""After 14 days the words of handovers, swaps and replacements are gone; that they were, and when, stays."""

from datetime import datetime

from qiaomen.base import changes, retention
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.ledger import append

CHUNK = 2000
DUE = """
SELECT r.id FROM ledger_record r JOIN base_outbreak o ON o.id = r.outbreak AND o.closed_at IS NULL
WHERE r.kind IN ('shift_handover', 'shift_swap', 'shift_change') AND r.sealed IS NOT NULL AND r.received_at <= %b
ORDER BY r.received_at, r.id LIMIT %b::int
"""
EMPTY = "UPDATE ledger_record SET sealed = NULL WHERE id = ANY(%b)"


def remove(now: datetime) -> int:
    """Empty the records that were received 14 days ago or earlier; answers how many. Asked again it finds none."""
    if not Outbreak.objects.filter(closed_at=None).exists():
        return 0
    count = 0
    while True:
        with changes.change("retention"):
            run(append.FOLDING)
            due = [row[0] for row in rows(DUE, [now - retention.kept("handovers"), CHUNK])]
            if due:
                run(EMPTY, [due])
        count += len(due)
        if len(due) < CHUNK:
            return count
