"""After 30 days nobody can be told from a request or a round any more: door, reason and words go. Counts stay."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from qiaomen.base import changes, retention
from qiaomen.base.sql import rows, run
from qiaomen.disinfection.folds import ASKED, DONE
from qiaomen.ledger import append

CHUNK = 1000
OLD_REQUESTS = """
SELECT id FROM disinfection_asked WHERE asked_at < %b AND (door IS NOT NULL OR why <> 'other') ORDER BY id LIMIT %b::int
"""
OLD_ROUNDS = "SELECT id FROM disinfection_done WHERE at < %b AND door IS NOT NULL ORDER BY id LIMIT %b::int"
# By when it was due followed from the reason: it is said instead.
EMPTY_REQUESTS = """
UPDATE ledger_record r SET sealed = NULL, door = NULL,
  body = r.body || jsonb_build_object('why', 'other', 'due', a.due_at)
FROM disinfection_asked a WHERE a.id = ANY(%b) AND a.id IN (r.id, r.root) AND (r.id = ANY(%b) OR r.root = ANY(%b))
  AND r.kind = 'disinfection_asked'
"""
EMPTY_ROUNDS = """
UPDATE ledger_record SET sealed = NULL, door = NULL WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind = 'disinfection'
"""


def remove(now: datetime) -> int:
    """Empty what is older; answers how many records. Asked again it finds none."""
    before, count = now - retention.kept("disinfection"), 0
    while True:
        with changes.change("retention") as change:
            run(append.FOLDING)
            asked = _due(OLD_REQUESTS, before)
            done = _due(OLD_ROUNDS, before)
            if asked:
                run(EMPTY_REQUESTS, [asked, asked, asked])
                ASKED.refold(asked, change.id)
            if done:
                run(EMPTY_ROUNDS, [done, done])
                DONE.refold(done, change.id)
        count += len(asked) + len(done)
        if not asked and not done:
            return count


def _due(statement: LiteralString, before: datetime) -> list[UUID]:
    return [row[0] for row in rows(statement, [before, CHUNK])]
