"""What handouts make: a row each, by one statement for all of a batch. Counts are sums over these rows.

Rounds and the places done of them are threads of the ledger's.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.threads import Thread
from qiaomen.outreach import rounds

ROUNDS = Thread("outreach_round", "outreach_round", rounds.line, step="outreach_round_step", about="round")
DONE = Thread("outreach_rounddone", "outreach_round_done", rounds.done_line)

TOUCHED = """
SELECT o.id FROM ledger_record o
WHERE o.kind = 'handout' AND o.root IS NULL
  AND (o.id IN (SELECT r.id FROM ledger_record r WHERE r.change = %b) OR o.id = ANY(%b))
"""
DROP = "DELETE FROM outreach_handout WHERE id = ANY(%b)"
# The newest correction by (at, id) counts; what was taken back is a void.
ADD = """
INSERT INTO outreach_handout (id, place, door, at, author, material, copies, way, during, change)
SELECT r.id, coalesce(n.place, r.place), CASE WHEN n.place IS NULL THEN r.door ELSE n.door END, r.at, r.author,
       (n.body ->> 'material')::uuid, (n.body ->> 'count')::int4, n.body ->> 'way', (n.body ->> 'during')::uuid, %b
FROM ledger_record r
CROSS JOIN LATERAL (
  SELECT a.kind, a.body, a.place, a.door FROM ledger_record a
  WHERE a.id = r.id OR a.root = r.id ORDER BY a.root IS NULL, a.at DESC, a.id DESC LIMIT 1) n
WHERE r.id = ANY(%b) AND r.kind = 'handout' AND r.root IS NULL AND n.kind = 'handout'
"""
ORPHANS = "DELETE FROM outreach_handout h WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = h.id)"


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the handouts that this change's records are about anew."""
    if not {"handout", "void"} & touched.kinds:
        return
    if found := [row[0] for row in rows(TOUCHED, [change, list(touched.records)])]:
        refold(found, change)


def refold(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the rows of these handouts anew."""
    run(DROP, [list(wanted)])
    run(ADD, [change, list(wanted)])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)
