"""30 days after a seal has ended nobody can be told from it: whose measure it was for, which door, words, photos.

One that was taken back has ended with that; it has no state, and goes by what its records still say, be it a door only.
"""

from datetime import datetime

from qiaomen.attachments import retention as photos
from qiaomen.base import changes, retention
from qiaomen.base.sql import rows, run
from qiaomen.ledger import append
from qiaomen.seals.folds import SEALS

CHUNK = 1000
# Of an order's seal no event says that it has ended: its date does.
OLD = """
SELECT id FROM seals_seal WHERE coalesce(ended_at, until_at) < %b AND (door IS NOT NULL OR people <> '{}')
UNION
SELECT s.id FROM ledger_record r JOIN seals_seal s
  ON s.id = CASE r.kind WHEN 'seal' THEN coalesce(r.root, r.id) ELSE (r.body ->> 'seal')::uuid END
WHERE r.kind IN ('seal', 'seal_event') AND (r.sealed IS NOT NULL OR r.body ? 'photos')
  AND coalesce(s.ended_at, s.until_at) < %b
UNION
SELECT k.id FROM ledger_record r
CROSS JOIN LATERAL (SELECT CASE r.kind WHEN 'seal' THEN coalesce(r.root, r.id) ELSE (r.body ->> 'seal')::uuid END) k(id)
WHERE r.kind IN ('seal', 'seal_event')
  AND (r.sealed IS NOT NULL OR r.body ? 'photos' OR r.door IS NOT NULL OR r.person IS NOT NULL OR r.body ? 'people')
  AND NOT EXISTS (SELECT FROM seals_seal s WHERE s.id = k.id)
  AND EXISTS (SELECT FROM ledger_record v WHERE v.root = k.id AND v.kind = 'void' AND v.received_at < %b)
ORDER BY 1 LIMIT %b::int
"""
# Its corrections too, and why it was taken back.
EMPTY = """
UPDATE ledger_record SET sealed = NULL, door = NULL, person = NULL, body = body - 'people'
WHERE id = ANY(%b) OR root = ANY(%b) RETURNING id
"""
EMPTY_EVENTS = """
UPDATE ledger_record SET sealed = NULL, door = NULL
WHERE kind = 'seal_event' AND body->>'seal' = ANY(%b::text[])
  AND (sealed IS NOT NULL OR door IS NOT NULL OR body ? 'photos') RETURNING id
"""


def remove(now: datetime) -> int:
    """Empty what is older; answers how many seals. Asked again it finds none."""
    before, count = now - retention.kept("seals"), 0
    while True:
        with changes.change("retention") as change:
            run(append.FOLDING)
            due = [row[0] for row in rows(OLD, [before, before, before, CHUNK])]
            if due:
                emptied = [*rows(EMPTY, [due, due]), *rows(EMPTY_EVENTS, [[str(one) for one in due]])]
                photos.forget([row[0] for row in emptied])
                SEALS.refold(due, change.id)
        count += len(due)
        if not due:
            return count
