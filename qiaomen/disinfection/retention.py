"""After 30 days nobody can be told from a round, or from an answered request: door, reason, words and photos go.

Counts stay. A request that nobody answered keeps its door: somebody still has to go there.
"""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from qiaomen.attachments import retention as photos
from qiaomen.base import changes, retention
from qiaomen.base.sql import rows, run
from qiaomen.disinfection.folds import ASKED, DONE
from qiaomen.ledger import append

CHUNK = 1000
OLD_REQUESTS = """
SELECT id FROM disinfection_asked WHERE done_at < %b AND (door IS NOT NULL OR why <> 'other')
UNION
SELECT a.id FROM ledger_record r JOIN disinfection_asked a ON a.id = coalesce(r.root, r.id)
WHERE r.kind = 'disinfection_asked' AND r.sealed IS NOT NULL AND a.done_at < %b
ORDER BY 1 LIMIT %b::int
"""
OLD_ROUNDS = """
SELECT id FROM disinfection_done WHERE at < %b AND door IS NOT NULL
UNION
SELECT d.id FROM ledger_record r JOIN disinfection_done d ON d.id = coalesce(r.root, r.id)
WHERE r.kind = 'disinfection' AND (r.sealed IS NOT NULL OR r.body ? 'photos') AND d.at < %b
ORDER BY 1 LIMIT %b::int
"""
# By when it was due followed from the reason: it is said instead.
EMPTY_REQUESTS = """
UPDATE ledger_record r SET sealed = NULL, door = NULL,
  body = r.body || jsonb_build_object('why', 'other', 'due', a.due_at)
FROM disinfection_asked a WHERE a.id = ANY(%b) AND a.id IN (r.id, r.root) AND (r.id = ANY(%b) OR r.root = ANY(%b))
  AND r.kind = 'disinfection_asked'
"""
# A round behind one door does not become one of the whole place, nor one with proof one without.
EMPTY_ROUNDS = """
UPDATE ledger_record r SET sealed = NULL, door = NULL,
  body = r.body || CASE WHEN d.behind_door THEN '{"behind_door": true}' ELSE '{}' END::jsonb
    || CASE WHEN d.photos > 0 THEN jsonb_build_object('proofs', d.photos) ELSE '{}' END
FROM disinfection_done d WHERE d.id = ANY(%b) AND d.id IN (r.id, r.root) AND (r.id = ANY(%b) OR r.root = ANY(%b))
  AND r.kind = 'disinfection' RETURNING r.id
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
                photos.forget([row[0] for row in rows(EMPTY_ROUNDS, [done, done, done])])
                DONE.refold(done, change.id)
        count += len(asked) + len(done)
        if not asked and not done:
            return count


def _due(statement: LiteralString, before: datetime) -> list[UUID]:
    return [row[0] for row in rows(statement, [before, before, CHUNK])]
