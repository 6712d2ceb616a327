"""After 14 days nothing personal of a stop is kept: its plate, the plate's hash and its note go, counts stay.

So does the hand-over note of a shift. A stop's state holds no sealed part, so rebuilding agrees; a shift forgets that
it had a note.
"""

from datetime import datetime

from qiaomen.base import changes, retention
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.checkpoints import folds
from qiaomen.ledger import append

CHUNK = 2000
DUE = """
SELECT r.id, coalesce(r.root, r.id), r.kind = 'checkpoint_shift', r.body ->> 'shift' FROM ledger_record r
JOIN base_outbreak o ON o.id = r.outbreak AND o.closed_at IS NULL
WHERE r.kind IN ('vehicle_stop', 'checkpoint_shift') AND r.sealed IS NOT NULL AND r.received_at <= %b
ORDER BY r.received_at, r.id LIMIT %b::int
"""
EMPTY = "UPDATE ledger_record SET sealed = NULL WHERE id = ANY(%b)"
FORGET = "DELETE FROM checkpoints_plate WHERE record = ANY(%b)"
SHIFTS_OF = """
SELECT coalesce((o.body ->> 'shift')::uuid, o.id) FROM ledger_record o WHERE o.id = ANY(%b)
"""


def remove(now: datetime) -> int:
    """Empty the records that were received 14 days ago or earlier; answers how many. Asked again it finds none."""
    if not Outbreak.objects.filter(closed_at=None).exists():
        return 0
    count = 0
    while True:
        with changes.change("retention") as change:
            run(append.FOLDING)
            due = rows(DUE, [now - retention.kept("stops"), CHUNK])
            if due:
                ids = [row[0] for row in due]
                run(EMPTY, [ids])
                run(FORGET, [ids])
                roots = [root for _id, root, is_shift, _shift in due if is_shift]
                if shifts := [row[0] for row in rows(SHIFTS_OF, [roots])] if roots else []:
                    run(folds.LOCK, [shifts])
                    folds.refold_shifts(shifts, change.id)
        count += len(due)
        if len(due) < CHUNK:
            return count
