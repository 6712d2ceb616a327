"""What the records of checkpoints make: a row for each vehicle and each shift, by one statement for all of a batch.

Counts are not kept: they are sums over these rows (`counts.py`), for the page, the report and the export alike.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.ledger.stages import Touched

KINDS = frozenset({"vehicle_stop", "checkpoint_shift"})
# What this change brought, and what its corrections and voids are about.
TOUCHED = """
SELECT o.id, o.kind, o.body ->> 'shift' FROM ledger_record o
WHERE o.kind = ANY(%b) AND o.root IS NULL
  AND (o.id IN (SELECT r.id FROM ledger_record r WHERE r.change = %b) OR o.id = ANY(%b))
"""
# A record as it counts now: the newest correction by (at, id), or itself. What was taken back is a void.
NEWEST: LiteralString = """
CROSS JOIN LATERAL (
  SELECT a.id, a.kind, a.body, a.place, a.sealed IS NOT NULL AS is_sealed FROM ledger_record a
  WHERE a.id = {0}.id OR a.root = {0}.id ORDER BY a.root IS NULL, a.at DESC, a.id DESC LIMIT 1) {1}
"""
DROP_STOPS = "DELETE FROM checkpoints_stop WHERE id = ANY(%b)"
STOPS: LiteralString = f"""
INSERT INTO checkpoints_stop (id, record, place, at, author, lane, form, province, vehicle, people, own, elsewhere,
                              abroad, unknown, regions, measured, high, fevers, unsettled, turned_back,
                              people_turned_back, change)
SELECT r.id, n.id, coalesce(n.place, r.place), r.at, r.author, coalesce(n.body ->> 'lane', ''), n.body ->> 'form',
       coalesce(n.body ->> 'province', ''), coalesce(n.body ->> 'vehicle', 'car'),
       o.people, o.own, o.elsewhere, o.abroad, o.unknown, o.regions,
       coalesce((n.body ->> 'measured')::int4, 0), t.high, t.fevers, t.unsettled,
       coalesce(n.body ->> 'turned_back', ''),
       CASE WHEN coalesce(n.body ->> 'turned_back', '') = '' THEN 0
            ELSE coalesce((n.body ->> 'people_turned_back')::int4, o.people) END, %b
FROM ledger_record r {NEWEST.format("r", "n")}
CROSS JOIN LATERAL (
  SELECT coalesce(sum(c), 0) AS people, coalesce(sum(c) FILTER (WHERE f = 'province'), 0) AS own,
         coalesce(sum(c) FILTER (WHERE f = 'other_province'), 0) AS elsewhere,
         coalesce(sum(c) FILTER (WHERE f = 'abroad'), 0) AS abroad,
         coalesce(sum(c) FILTER (WHERE f = 'unknown'), 0) AS unknown,
         coalesce(array_agg(DISTINCT g) FILTER (WHERE g <> ''), '{{}}') AS regions
  FROM (SELECT (e ->> 'count')::int4 AS c, e ->> 'origin' AS f, coalesce(e ->> 'region', '') AS g
        FROM jsonb_array_elements(coalesce(n.body -> 'occupants', '[]')) e) said) o
CROSS JOIN LATERAL (
  SELECT count(*) AS high, count(*) FILTER (WHERE (e ->> 'second')::float8 > 37.3) AS fevers,
         count(*) FILTER (WHERE e ->> 'second' IS NULL) AS unsettled
  FROM jsonb_array_elements(coalesce(n.body -> 'readings', '[]')) e WHERE (e ->> 'celsius')::float8 > 37.3) t
WHERE r.id = ANY(%b) AND r.kind = 'vehicle_stop' AND r.root IS NULL AND n.kind = 'vehicle_stop'
"""
DROP_SHIFTS = "DELETE FROM checkpoints_shift WHERE id = ANY(%b)"
# A shift ends with the first of its ends. Who is on it is said by the begin; the end may name people who came later.
SHIFTS: LiteralString = f"""
INSERT INTO checkpoints_shift (id, place, began_at, ended_at, author, lane, crew, others, others_count, note, change)
SELECT r.id, coalesce(n.place, r.place), r.at, x.at, r.author, coalesce(n.body ->> 'lane', ''),
       ARRAY(SELECT DISTINCT jsonb_array_elements_text(coalesce(n.body -> 'crew', '[]')
                                                       || coalesce(x.body -> 'crew', '[]'))::uuid ORDER BY 1),
       coalesce(n.body -> 'others', '[]') || coalesce(x.body -> 'others', '[]'),
       coalesce((SELECT sum((e ->> 'count')::int4) FROM jsonb_array_elements(
         coalesce(n.body -> 'others', '[]') || coalesce(x.body -> 'others', '[]')) e), 0),
       CASE WHEN x.is_sealed THEN x.record WHEN n.is_sealed THEN n.id END, %b
FROM ledger_record r {NEWEST.format("r", "n")}
LEFT JOIN LATERAL (
  SELECT e.at, m.id AS record, m.body, m.is_sealed FROM ledger_record e {NEWEST.format("e", "m")}
  WHERE e.kind = 'checkpoint_shift' AND e.body ->> 'shift' = r.id::text AND e.root IS NULL
    AND m.kind = 'checkpoint_shift'
  ORDER BY e.at, e.id LIMIT 1) x ON true
WHERE r.id = ANY(%b) AND r.kind = 'checkpoint_shift' AND r.root IS NULL AND n.kind = 'checkpoint_shift'
  AND r.body ->> 'event' = 'begin'
"""
LOCK = "SELECT id FROM ledger_record WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
ORPHAN_STOPS = "DELETE FROM checkpoints_stop s WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = s.id)"
ORPHAN_SHIFTS = "DELETE FROM checkpoints_shift s WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = s.id)"


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the stops and shifts that this change's records are about anew."""
    if not (KINDS | {"void"}) & touched.kinds:
        return
    found = rows(TOUCHED, [list(KINDS), change, list(touched.records)])
    if stops := [id for id, kind, _shift in found if kind == "vehicle_stop"]:
        refold_stops(stops, change)
    if shifts := [UUID(shift) if shift else id for id, kind, shift in found if kind == "checkpoint_shift"]:
        run(LOCK, [shifts])  # two ends of one shift follow each other
        refold_shifts(shifts, change)


def refold_stops(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the rows of these stops anew. What was taken back has none."""
    run(DROP_STOPS, [list(wanted)])
    run(STOPS, [change, list(wanted)])


def refold_shifts(wanted: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the rows of these shifts anew."""
    run(DROP_SHIFTS, [list(wanted)])
    run(SHIFTS, [change, list(wanted)])


def drop_stops() -> None:
    """Rebuild's last step."""
    run(ORPHAN_STOPS)


def drop_shifts() -> None:
    """Rebuild's last step."""
    run(ORPHAN_SHIFTS)
