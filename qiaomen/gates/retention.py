"""After 14 days nobody can be told from a passage any more: links to passes and visitors, names, phones, plates, notes.

The record keeps what is counted, and `kept` what was worked out about it; so folding it again gives the same figures.
Whoever followed a forgotten passage keeps that they came in twice. Steps of alarms lose their words.
"""

from datetime import datetime
from uuid import UUID

from qiaomen.base import changes, retention
from qiaomen.base.sql import rows, run
from qiaomen.gates import folds
from qiaomen.ledger import append

# Records emptied in a transaction.
CHUNK = 1000
DUE = """
(SELECT id FROM gates_passage WHERE at < %b AND NOT emptied ORDER BY at, id LIMIT %b::int)
UNION ALL
(SELECT id FROM gates_visitor WHERE at < %b AND NOT emptied ORDER BY at, id LIMIT %b::int)
"""
LOCK = "SELECT id FROM ledger_record WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
# What was taken back has no state, and is kept no longer for it; corrections are of its chain.
TAKEN_BACK = """
SELECT DISTINCT r.id FROM ledger_record v
CROSS JOIN LATERAL (SELECT * FROM ledger_record c WHERE c.id = v.root OR c.root = v.root) r
WHERE v.root IS NOT NULL AND v.kind = 'void' AND r.kind IN ('passage', 'visitor') AND r.at < %b
  AND NOT coalesce((CASE r.kind WHEN 'passage' THEN r.body -> 'kept' ELSE r.body END ->> 'emptied')::bool, false)
  AND NOT EXISTS (SELECT FROM gates_passage p WHERE p.id = v.root)
  AND NOT EXISTS (SELECT FROM gates_visitor g WHERE g.id = v.root)
LIMIT %b::int
"""
EMPTY_TAKEN_BACK = """
UPDATE ledger_record SET sealed = NULL, door = CASE kind WHEN 'visitor' THEN NULL ELSE door END,
  body = CASE kind WHEN 'visitor' THEN body || '{"emptied": true}'
              ELSE (body - 'pass' - 'visitor' - 'iat' - 'exp' - 'kid')
                   || jsonb_build_object('kept', coalesce(body -> 'kept', '{}') || '{"emptied": true}') END
WHERE id = ANY(%b)
"""
# The passages right behind the forgotten ones that were a contradiction to them.
FOLLOWERS = """
SELECT id FROM (
  SELECT p.id, p.twice, lag(p.id) OVER (PARTITION BY p.holder ORDER BY p.at, p.id) AS before
  FROM gates_passage p WHERE p.holder IN (SELECT holder FROM gates_passage WHERE id = ANY(%b))) t
WHERE twice AND before = ANY(%b) AND id <> ALL(%b)
"""
KEEP_TWICE = """
UPDATE ledger_record SET body = body || jsonb_build_object('kept', coalesce(body->'kept', '{}') || '{"twice": true}')
WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind = 'passage'
"""
# Corrections say the same as what they correct: what was worked out stands in the state's row.
EMPTY_PASSAGES = """
UPDATE ledger_record r SET sealed = NULL,
  body = (r.body - 'pass' - 'visitor' - 'iat' - 'exp' - 'kid') || jsonb_build_object('kept', jsonb_strip_nulls(
    jsonb_build_object('emptied', true, 'alarm', a.what, 'colour', nullif(p.colour_true, ''),
                       'state', nullif(p.state_true, ''), 'missed', nullif(p.missed_suspension, false),
                       'twice', nullif(p.twice, false))))
FROM gates_passage p LEFT JOIN gates_alarm a ON a.id = p.id
WHERE p.id = ANY(%b) AND p.id IN (r.id, r.root) AND (r.id = ANY(%b) OR r.root = ANY(%b)) AND r.kind = 'passage'
"""
EMPTY_VISITORS = """
UPDATE ledger_record SET sealed = NULL, door = NULL, body = body || '{"emptied": true}'
WHERE (id = ANY(%b) OR root = ANY(%b)) AND kind = 'visitor'
"""
EMPTY_STEPS = """
UPDATE ledger_record SET sealed = NULL
WHERE kind IN ('alarm_step', 'alarm_told') AND body->>'alarm' = ANY(%b::text[]) AND sealed IS NOT NULL
"""
# Words about alarms that others raise go 14 days after they were written.
OLD_STEPS = """
UPDATE ledger_record SET sealed = NULL WHERE kind = 'alarm_step' AND sealed IS NOT NULL AND received_at < %b
"""


def remove(now: datetime) -> int:
    """Empty what is older than 14 days; answers how many records. Asked again it finds none."""
    before, count = now - retention.kept("passages"), 0
    while True:
        with changes.change("retention") as change:
            run(append.FOLDING)
            run(OLD_STEPS, [before])
            due = [row[0] for row in rows(DUE, [before, CHUNK, before, CHUNK])]
            if due:
                _forget(due, change.id)
            gone = [row[0] for row in rows(TAKEN_BACK, [before, CHUNK])]
            if gone:
                run(EMPTY_TAKEN_BACK, [gone])
        count += len(due) + len(gone)
        if not due and not gone:
            return count


def _forget(due: list[UUID], change: UUID) -> None:
    run(LOCK, [due])
    after = [row[0] for row in rows(FOLLOWERS, [due, due, due])]
    run(KEEP_TWICE, [after, after])
    run(EMPTY_PASSAGES, [due, due, due])
    run(EMPTY_VISITORS, [due, due])
    run(EMPTY_STEPS, [[str(one) for one in due]])
    folds.refold([*due, *after], change)
