"""What was true when somebody passed, whatever the guard's phone knew: whose pass, which colour, suspended or not.

By the statuses and the pass's events up to the moment of the passage. Without a status somebody is green
(`policy.Standing`). So it is the same whenever it is worked out, and whatever arrived in between.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows

# By the records only: a rebuild makes passes after this. Whose a pass is says who it was issued to (by the index of
# migration 0002); its state is that of `passes.folds`, of the events until then; a reissue ends what it replaces.
TRUE = """
SELECT n.id, p.person,
       CASE WHEN coalesce(s.colour, 'green') = 'green' AND NOT e.verified THEN 'yellow'
            ELSE coalesce(s.colour, 'green') END,
       coalesce(e.state, '')
FROM unnest(%b::uuid[], %b::uuid[], %b::timestamptz[]) AS n(id, pass, at)
CROSS JOIN LATERAL (
  SELECT coalesce(a.canonical, i.person) AS person
  FROM ledger_record i LEFT JOIN people_alias a ON a.id = i.person
  WHERE i.kind = 'pass_event' AND i.body->>'pass' = n.pass::text AND i.body->>'event' IN ('issued', 'reissued')
  ORDER BY i.at, i.id LIMIT 1) AS p
CROSS JOIN LATERAL (SELECT p.person || ARRAY(SELECT a.id FROM people_alias a WHERE a.canonical = p.person)) AS w(ids)
LEFT JOIN LATERAL (
  SELECT r.body->>'colour' AS colour FROM ledger_record r
  WHERE r.person = p.person AND r.kind = 'status' AND r.at <= n.at
  ORDER BY r.at DESC, coalesce((r.body->>'number')::int, 1) DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (
  SELECT CASE WHEN bool_or(t.event = 'revoked' OR t.replaces = n.pass) THEN 'revoked'
              WHEN (array_agg(t.event ORDER BY t.at DESC, t.id DESC)
                    FILTER (WHERE t.event IN ('suspended', 'resumed')))[1] = 'suspended' THEN 'suspended'
              WHEN count(*) > 0 THEN 'active' END AS state,
         coalesce(bool_or(t.verified AND t.pass = n.pass), true) AS verified
  FROM (SELECT r.id, r.at, r.body->>'event' AS event, (r.body->>'pass')::uuid AS pass,
               (r.body->>'replaces')::uuid AS replaces,
               r.body->>'event' = 'verified'
                 OR (r.body->>'event' IN ('issued', 'reissued') AND coalesce((r.body->>'verified')::bool, true))
                 AS verified
        FROM ledger_record r WHERE r.person = ANY(w.ids) AND r.kind = 'pass_event' AND r.at <= n.at) t
  WHERE n.pass IN (t.pass, t.replaces)) e ON true
"""
# Passages at or after a moment from which this change says something else of a pass or its person; passes whose file
# is another one than it was.
UNTRUE = """
WITH said AS (
  SELECT r.at, r.kind, r.body, r.person FROM ledger_record r
  WHERE r.change = %b AND r.kind IN ('pass_event', 'status'))
SELECT g.id FROM said s
JOIN gates_passage g ON g.holder IN ((s.body->>'pass')::uuid, (s.body->>'replaces')::uuid)
WHERE s.kind = 'pass_event' AND g.at >= s.at
UNION
SELECT g.id FROM said s JOIN gates_passage g ON g.person = s.person WHERE s.kind = 'status' AND g.at >= s.at
UNION
SELECT g.id FROM passes_pass p JOIN gates_passage g ON g.holder = p.id
WHERE p.change = %b AND g.person IS DISTINCT FROM p.person
"""


class Then(msgspec.Struct, frozen=True):
    """Whose pass it is, their colour and the pass's state at a moment."""

    person: UUID
    colour: str
    state: str


def of(wanted: Mapping[UUID, tuple[UUID, datetime]]) -> dict[UUID, Then]:
    """What was true of passages, by id, given each one's pass and moment. Passes of other districts are not there."""
    if not wanted:
        return {}
    ids, pairs = list(wanted), list(wanted.values())
    found = rows(TRUE, [ids, [one for one, _at in pairs], [at for _one, at in pairs]])
    return {id: Then(*rest) for id, *rest in found}


def no_longer(change: UUID) -> set[UUID]:
    """Passages of which this change makes something else true: a status, or a pass's event, came late."""
    return {row[0] for row in rows(UNTRUE, [change, change])}
