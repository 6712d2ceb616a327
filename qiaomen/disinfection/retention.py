"""After 30 days nobody can be told from a round, or from an answered request: door, reason, words and photos go.

Counts stay. A request that nobody answered keeps its door: somebody still has to go there. What was taken back goes 30
days after that.
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
# Taken back: without state, found by what they still say.
OLD_VOIDED = """
SELECT DISTINCT coalesce(r.root, r.id) FROM ledger_record r
WHERE r.kind IN ('disinfection', 'disinfection_asked')
  AND (r.sealed IS NOT NULL OR r.body ? 'photos' OR r.door IS NOT NULL)
  AND NOT EXISTS (SELECT FROM disinfection_done d WHERE d.id = coalesce(r.root, r.id))
  AND NOT EXISTS (SELECT FROM disinfection_asked a WHERE a.id = coalesce(r.root, r.id))
  AND EXISTS (
    SELECT FROM ledger_record v WHERE v.root = coalesce(r.root, r.id) AND v.kind = 'void' AND v.received_at < %b)
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
# Why it was taken back goes, too; what counts of a round is kept for whoever takes the void back.
EMPTY_VOIDED = """
UPDATE ledger_record r SET sealed = NULL, door = NULL,
  body = r.body || CASE WHEN r.kind <> 'disinfection' THEN '{}' ELSE
  CASE WHEN o.door IS NULL THEN '{}' ELSE '{"behind_door": true}' END::jsonb
  || CASE WHEN r.body ? 'photos' THEN jsonb_build_object('proofs', jsonb_array_length(r.body -> 'photos')) ELSE '{}' END
END::jsonb
FROM ledger_record o WHERE o.id = ANY(%b) AND o.id IN (r.id, r.root) AND (r.id = ANY(%b) OR r.root = ANY(%b))
RETURNING r.id
"""


def remove(now: datetime) -> int:
    """Empty what is older; answers how many records. Asked again it finds none."""
    before, count = now - retention.kept("disinfection"), 0
    while True:
        with changes.change("retention") as change:
            run(append.FOLDING)
            asked = _due(OLD_REQUESTS, before)
            done = _due(OLD_ROUNDS, before)
            voided = [row[0] for row in rows(OLD_VOIDED, [before, CHUNK])]
            if asked:
                run(EMPTY_REQUESTS, [asked, asked, asked])
                ASKED.refold(asked, change.id)
            if done:
                photos.forget([row[0] for row in rows(EMPTY_ROUNDS, [done, done, done])])
                DONE.refold(done, change.id)
            if voided:
                photos.forget([row[0] for row in rows(EMPTY_VOIDED, [voided, voided, voided])])
        count += len(asked) + len(done) + len(voided)
        if not asked and not done and not voided:
            return count


def _due(statement: LiteralString, before: datetime) -> list[UUID]:
    return [row[0] for row in rows(statement, [before, before, CHUNK])]
