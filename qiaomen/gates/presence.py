"""In and out in a row: who is inside, and who came in while they were in already.

Worked out over all passages of a holder (a pass, or a visitor), in order of (at, id): so two lanes on two phones, and a
night's log that arrives in any order, give the same. Places within each other are no contradiction: whoever came
in at the street's gate may come in at the compound's.
"""

from collections.abc import Collection
from uuid import UUID

from qiaomen.base.sql import run
from qiaomen.gates.models import THROUGH

# Two batches at gates of different places may hold passages of one pass: the second sees what the first one wrote.
ALONE = "SELECT pg_advisory_xact_lock(hashtext('gates presence'), hashtext(current_schema()))"
# A path without its last step (eight characters and a dot) is the place whose gate it is.
IN_A_ROW = """
UPDATE gates_passage p SET next = n.next, twice = p.was_twice OR n.twice, change = %b
FROM (
  SELECT id, lead(id) OVER (PARTITION BY holder, area ORDER BY at, id) AS next,
         direction = 'in' AND coalesce(lag(direction) OVER in_order = 'in', false)
           AND NOT (starts_with(area, lag(area) OVER in_order) AND area <> lag(area) OVER in_order) AS twice
  FROM (SELECT g.id, g.holder, g.direction, g.at, left(l.path, -9) AS area
        FROM gates_passage g JOIN places_place l ON l.id = g.gate
        WHERE g.holder = ANY(%b) AND g.verdict = ANY(%b)) t
  WINDOW in_order AS (PARTITION BY holder ORDER BY at, id)) n
WHERE p.id = n.id AND (p.next IS DISTINCT FROM n.next OR p.twice IS DISTINCT FROM (p.was_twice OR n.twice))
"""


def work_out(holders: Collection[UUID], change: UUID) -> None:
    """Say of all passages of these holders what follows, and what is a contradiction."""
    if holders:
        run(ALONE)
        run(IN_A_ROW, [change, list(holders), list(THROUGH)])
