"""Places, doors and duty as they were: what spans say is as of the moment, names and labels are today's."""

from typing import Any

from qiaomen.base.sql import run
from qiaomen.ledger.past import Past

AFFECTED = "asof_moved_doors"
DOORS = """
INSERT INTO asof_door SELECT {columns} FROM (
  SELECT DISTINCT ON (s.door_id) d.*, s.place_id AS then_place, s.kind AS then_kind, s.is_open AS then_open
  FROM asof_moved_doors m JOIN {stored} d ON d.id = m.id
  JOIN places_doorspan s ON s.door_id = d.id AND s.until_change IS NULL
  JOIN {changes} c ON c.id = s.from_change ORDER BY s.door_id, c.seq DESC) d
"""
# What was made later has been written once; who changed a place since gave it a name or a code, which is kept.
PLACES = """
SELECT p.* FROM {stored} p
WHERE NOT (p.version = 1 AND (coalesce(p.change IN (SELECT id FROM asof_since WHERE unknown), false)
  OR coalesce((p.id, p.change) IN (SELECT subject, change FROM asof_undone), false)))
"""


class Registers:
    """Places, doors, duties, memberships and what the roster states of workers at a moment."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.doors = ("places_door", past.stored("places_door"))

    def hide(self) -> None:
        """What came later is not there, what changed since is as it was."""
        past = self.past
        past.shadow("places_place", PLACES)
        changed = past.changed_spans("places_doorspan", "door_id", "door_id")
        past.shadow_spans("places_doorspan", "door_id")
        past.touch("doors", *changed)
        past.name(AFFECTED, changed)
        stored = past.stored("places_door")
        columns = past.columns("places_door", place_id="then_place", kind="then_kind", is_open="then_open")
        for statement in (
            f"CREATE TEMPORARY TABLE asof_door (LIKE {stored})",
            DOORS.format(columns=columns, stored=stored, changes=past.stored("base_change")),
            "CREATE UNIQUE INDEX ON asof_door (id)",
            "CREATE INDEX ON asof_door (place_id)",
            "ANALYZE asof_door",
        ):
            made: Any = statement
            run(made)
        past.shadow(
            "places_door",
            f"SELECT d.* FROM {{stored}} d WHERE NOT EXISTS (SELECT FROM {AFFECTED} m WHERE m.id = d.id)"
            " UNION ALL SELECT * FROM asof_door",
        )
        past.shadow_spans("duty_duty")
        past.shadow_spans("duty_membership")
        past.shadow_spans("access_workersex")
