"""What an ended clue says in words is forgotten: 7 days after it proved unfounded or was taken back, 30 after another.

Words, who told it, plates and photos go, and the plate's hash; the hash of who told it stays 30 days in any case, so
that a series of unfounded clues can be seen. State holds none of it: counts stay, and folding again gives the same.
"""

from datetime import datetime

from qiaomen.attachments import retention as photos
from qiaomen.base import changes, retention
from qiaomen.base.sql import rows, run
from qiaomen.ledger import append

CHUNK = 1000
# Records that still hold words or photos, of clues that ended, or were taken back, long enough ago; a joined one goes
# with its head. By the index on those (migration 0003).
DUE = """
SELECT s.id FROM ledger_record s
CROSS JOIN LATERAL (SELECT CASE s.kind WHEN 'clue' THEN coalesce(s.root, s.id) ELSE (s.body ->> 'clue')::uuid END) k(id)
LEFT JOIN clues_clue c ON c.id = k.id LEFT JOIN clues_clue h ON h.id = c.joined_to
WHERE s.kind IN ('clue', 'clue_step') AND (s.sealed IS NOT NULL OR s.body ? 'photos') AND CASE
  WHEN c.id IS NULL
  THEN EXISTS (SELECT FROM ledger_record v WHERE v.root = k.id AND v.kind = 'void' AND v.received_at <= %b)
  WHEN coalesce(h.state, c.state) = 'unfounded' THEN coalesce(h.ended_at, c.ended_at) <= %b
  ELSE coalesce(h.ended_at, c.ended_at) <= %b END
ORDER BY s.received_at, s.id LIMIT %b::int
"""
EMPTY = "UPDATE ledger_record SET sealed = NULL WHERE id = ANY(%b)"
PLATES = "DELETE FROM clues_mark WHERE of = 'plate' AND record = ANY(%b)"
REPORTERS = """
DELETE FROM clues_mark m USING ledger_record r, clues_clue c LEFT JOIN clues_clue h ON h.id = c.joined_to
WHERE r.id = m.record AND c.id = coalesce(r.root, r.id) AND coalesce(h.ended_at, c.ended_at) <= %b
"""

# What was taken back belongs to no series.
VOIDED = """
DELETE FROM clues_mark m USING ledger_record r, ledger_record v
WHERE r.id = m.record AND v.root = coalesce(r.root, r.id) AND v.kind = 'void' AND v.received_at <= %b
  AND NOT EXISTS (SELECT FROM clues_clue c WHERE c.id = coalesce(r.root, r.id))
"""


def remove(now: datetime) -> int:
    """Forget the words of what is due; answers how many records. Asked again it finds none."""
    unfounded, ended = now - retention.kept("clues_unfounded"), now - retention.kept("clues")
    count = 0
    while True:
        with changes.change("retention"):
            run(append.FOLDING)
            due = [row[0] for row in rows(DUE, [unfounded, unfounded, ended, CHUNK])]
            if due:
                run(EMPTY, [due])
                run(PLATES, [due])
                photos.forget(due)
            run(REPORTERS, [ended])
            run(VOIDED, [unfounded])
        count += len(due)
        if len(due) < CHUNK:
            return count
