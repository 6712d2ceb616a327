"""What was typed to ask for a pass is forgotten: seven days after it was decided, thirty after nobody did.

Name, number and phone go, and of who got none the link to a person; that somebody asked, where, when, and what came of
it stays. Folding the records again gives the same asks.
"""

from datetime import datetime

from qiaomen.base import changes, retention
from qiaomen.base.sql import rows, run
from qiaomen.ledger import append
from qiaomen.passes import folds

CHUNK = 500
DUE = """
SELECT a.id FROM passes_ask a JOIN ledger_record r ON r.id = a.id
WHERE (a.decided_at <= %b OR a.at <= %b) AND (r.sealed IS NOT NULL OR (a.pass_id IS NULL AND r.body ? 'who'))
ORDER BY a.id LIMIT %b::int
"""
EMPTY = """
UPDATE ledger_record r SET sealed = NULL, body = CASE WHEN a.pass_id IS NULL THEN r.body - 'who' ELSE r.body END
FROM passes_ask a WHERE a.id = r.id AND r.id = ANY(%b)
"""


def forget(now: datetime) -> int:
    """Empty the asks that are due; answers how many. Asked again it finds none."""
    decided, waiting = now - retention.kept("pass_asks"), now - retention.kept("pass_asks_waiting")
    count = 0
    while True:
        with changes.change("retention") as change:
            run(append.FOLDING)
            due = [row[0] for row in rows(DUE, [decided, waiting, CHUNK])]
            if due:
                run(EMPTY, [due])
                folds.refold_asks(due, change.id)
        count += len(due)
        if len(due) < CHUNK:
            return count
