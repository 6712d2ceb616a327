"""What records and people's standing make of passes and asks. One statement each, however many people.

A pass's colour is that of its person's standing, read under the person's lock after policy has settled it; so it
changes in the transaction that changes the status, whether a record or the clock did. `change` stays the last one that
made a difference: from it follows when a list of changed passes has to say so.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.ledger.stages import Touched

# Those of their ids under which a pass was ever issued.
HAVE = """
WITH here AS (
  SELECT DISTINCT coalesce(a.canonical, w.id) AS id
  FROM unnest(%b::uuid[]) w(id) LEFT JOIN people_alias a ON a.id = w.id),
same AS (SELECT id FROM here UNION SELECT a.id FROM people_alias a JOIN here ON a.canonical = here.id)
SELECT s.id FROM same s WHERE EXISTS (SELECT 1 FROM ledger_record r WHERE r.person = s.id AND r.kind = 'pass_event')
"""
LOCK = """
SELECT p.id FROM people_person p WHERE p.id IN (
  SELECT coalesce(a.canonical, w.id) FROM unnest(%b::uuid[]) w(id) LEFT JOIN people_alias a ON a.id = w.id)
ORDER BY p.id FOR NO KEY UPDATE
"""
# Who is who is looked up anew: files may have been joined or parted since the row was written.
FOLD = """
WITH same AS (
  SELECT w.id, coalesce(a.canonical, w.id) AS person
  FROM unnest(%(people)b::uuid[]) w(id) LEFT JOIN people_alias a ON a.id = w.id),
events AS (
  SELECT r.id, r.at, s.person, r.body ->> 'event' AS event, (r.body ->> 'pass')::uuid AS pass, r.body
  FROM same s JOIN ledger_record r ON r.person = s.id AND r.kind = 'pass_event'),
issued AS (
  SELECT DISTINCT ON (pass) * FROM events WHERE event IN ('issued', 'reissued') ORDER BY pass, at, id),
ended AS (
  SELECT DISTINCT ON (pass) * FROM (
    SELECT pass, at, id, body ->> 'reason' AS reason, NULL::uuid AS by FROM events WHERE event = 'revoked'
    UNION ALL
    SELECT (body ->> 'replaces')::uuid, at, id, body ->> 'reason', pass FROM events WHERE event = 'reissued') e
  ORDER BY pass, by NULLS LAST, at, id),
stopped AS (
  SELECT DISTINCT ON (pass) pass, event, body ->> 'reason' AS reason FROM events
  WHERE event IN ('suspended', 'resumed') ORDER BY pass, at DESC, id DESC),
later AS (
  SELECT pass, max(at) AS at, bool_or(event = 'verified') AS verified FROM events
  WHERE event NOT IN ('issued', 'reissued') GROUP BY pass),
-- When each colour began: statuses whose colour is another one than the status before.
turned AS (
  SELECT person, at FROM (
    SELECT r.person, r.at, r.body ->> 'colour' AS colour,
           lag(r.body ->> 'colour', 1, 'green') OVER (
             PARTITION BY r.person ORDER BY coalesce((r.body ->> 'number')::int, 1)) AS before
    FROM ledger_record r WHERE r.kind = 'status' AND r.person IN (SELECT person FROM issued)) s
  WHERE colour <> before),
found AS (
  SELECT i.pass AS id, i.person, coalesce(i.body ->> 'form', 'phone') AS form,
         ARRAY(SELECT jsonb_array_elements_text(i.body -> 'areas')) AS areas,
         CASE WHEN e.pass IS NOT NULL THEN 'revoked' WHEN s.event = 'suspended' THEN 'suspended' ELSE 'active' END
           AS state,
         coalesce(st.colour, 'green') AS standing,
         coalesce((i.body ->> 'verified')::bool, true) OR coalesce(l.verified, false) AS verified,
         i.at AS issued_at,
         greatest(i.at, l.at, e.at, (SELECT max(t.at) FROM turned t WHERE t.person = i.person)) AS since,
         (i.body ->> 'ends')::timestamptz AS ends,
         CASE WHEN e.pass IS NOT NULL THEN coalesce(e.reason, '') WHEN s.event = 'suspended' THEN coalesce(s.reason, '')
              ELSE '' END AS reason,
         e.by AS replaced_by, i.id AS record
  FROM issued i LEFT JOIN ended e ON e.pass = i.pass LEFT JOIN stopped s ON s.pass = i.pass
  LEFT JOIN later l ON l.pass = i.pass LEFT JOIN policy_standing st ON st.person = i.person)
INSERT INTO passes_pass AS p (id, person, form, areas, state, colour, verified, issued_at, since, ends, reason,
                              replaced_by, record, change)
SELECT id, person, form, areas, state,
       CASE WHEN standing = 'green' AND NOT verified THEN 'yellow' ELSE standing END,
       verified, issued_at, since, ends, reason, replaced_by, record, %(change)b
FROM found
ON CONFLICT (id) DO UPDATE SET
  person = excluded.person, form = excluded.form, areas = excluded.areas, state = excluded.state,
  colour = excluded.colour, verified = excluded.verified, issued_at = excluded.issued_at, since = excluded.since,
  ends = excluded.ends, reason = excluded.reason, replaced_by = excluded.replaced_by, record = excluded.record,
  change = excluded.change
WHERE (p.person, p.form, p.areas, p.state, p.colour, p.verified, p.issued_at, p.since, p.ends, p.reason, p.replaced_by,
       p.record) IS DISTINCT FROM
      (excluded.person, excluded.form, excluded.areas, excluded.state, excluded.colour, excluded.verified,
       excluded.issued_at, excluded.since, excluded.ends, excluded.reason, excluded.replaced_by, excluded.record)
"""
ASKS_OF = """
SELECT id FROM ledger_record WHERE door = ANY(%b) AND kind = 'pass_ask'
"""
FOLD_ASKS = """
WITH asks AS (SELECT id, door, at, body FROM ledger_record WHERE id = ANY(%(asks)b) AND kind = 'pass_ask'),
said AS (
  SELECT a.id AS ask, r.id, r.kind, r.at, r.author, r.body FROM asks a
  JOIN ledger_record r ON r.door = a.door AND r.kind IN ('pass_event', 'pass_refused', 'pass_reopened')
    AND (r.body ->> 'ask')::uuid = a.id),
-- A refusal counts that came after the newest reopening.
answers AS (
  SELECT DISTINCT ON (s.ask) s.ask AS id, s.at, s.author, s.body FROM said s
  WHERE s.kind = 'pass_event' OR (s.kind = 'pass_refused' AND NOT EXISTS (
    SELECT 1 FROM said o WHERE o.ask = s.ask AND o.kind = 'pass_reopened' AND (o.at, o.id) > (s.at, s.id)))
  ORDER BY s.ask, s.kind, s.at, s.id)
INSERT INTO passes_ask (id, door, person, form, at, decided_at, decided_by, pass_id, reason, change)
SELECT a.id, a.door, (a.body ->> 'who')::uuid, coalesce(a.body ->> 'form', 'phone'), a.at, n.at, n.author,
       (n.body ->> 'pass')::uuid, coalesce(n.body ->> 'reason', ''), %(change)b
FROM asks a LEFT JOIN answers n ON n.id = a.id
ON CONFLICT (id) DO UPDATE SET
  door = excluded.door, person = excluded.person, decided_at = excluded.decided_at, decided_by = excluded.decided_by,
  pass_id = excluded.pass_id, reason = excluded.reason, change = excluded.change
"""
ORPHANS = "DELETE FROM passes_pass p WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = p.record)"
ORPHANED_ASKS = "DELETE FROM passes_ask a WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = a.id)"
OURS = frozenset({"pass_event", "pass_ask", "pass_refused", "pass_reopened"})


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage, after policy's: passes of whoever is touched, and what was asked for at the touched doors."""
    if touched.people:
        fold_people(touched.people, change)
    if touched.kinds & OURS and touched.doors:
        refold_asks([row[0] for row in rows(ASKS_OF, [list(touched.doors)])], change)


def fold_people(people: Collection[UUID], change: UUID) -> None:
    """Fold the passes of these people, under whichever id."""
    if have := [row[0] for row in rows(HAVE, [list(people)])]:
        run(LOCK, [have])
        run(FOLD, {"people": have, "change": change})


def refold(people: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step."""
    fold_people(people, change)


def refold_asks(asks: Sequence[UUID], change: UUID) -> None:
    """What became of these asks. Granted comes before refused: a pass that was issued is there."""
    if asks:
        run(FOLD_ASKS, {"asks": list(asks), "change": change})


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def drop_orphaned_asks() -> None:
    """Rebuild's last step for asks."""
    run(ORPHANED_ASKS)
