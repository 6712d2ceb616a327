"""People as they were: who was there yet, and behind which door they lived. Names and the like are today's."""

from typing import Any
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.ledger.past import Past

AFFECTED = "asof_moved_people"
# Somebody whom a record brought that is not there has no home from an earlier change either.
RESTATED = """
INSERT INTO asof_undone
SELECT p.id, r.change FROM {people} p JOIN asof_hidden h ON h.id = p.stated_by JOIN {records} r ON r.id = h.id
JOIN asof_since c ON c.id = r.change AND NOT c.unknown
"""
NEW = """
SELECT p.id FROM {people} p WHERE p.version = 1 AND p.change IN (SELECT id FROM asof_since WHERE unknown)
UNION SELECT p.id FROM {people} p JOIN asof_hidden h ON h.id = p.stated_by
"""
ABSENT = """
CREATE TEMPORARY TABLE asof_absent AS
SELECT p.id FROM asof_moved_people m JOIN {people} p ON p.id = m.id
WHERE NOT EXISTS (SELECT FROM people_residence r WHERE r.person_id = p.id) AND (
  EXISTS (SELECT FROM {residences} r WHERE r.person_id = p.id)
  OR (p.version = 1 AND p.change IN (SELECT id FROM asof_since WHERE unknown))
  OR p.stated_by IN (SELECT id FROM asof_hidden))
"""
PEOPLE = """
INSERT INTO asof_person SELECT {columns} FROM (
  SELECT p.*, (SELECT r.door_id FROM people_residence r JOIN {changes} c ON c.id = r.from_change
               WHERE r.person_id = p.id AND r.until_change IS NULL ORDER BY c.seq DESC LIMIT 1) AS then_home
  FROM asof_moved_people m JOIN {people} p ON p.id = m.id
  WHERE NOT EXISTS (SELECT FROM asof_absent a WHERE a.id = p.id)) p
"""
HOMES = """
SELECT h.door FROM {people} p CROSS JOIN LATERAL (VALUES (p.home_door_id), (p.work_door_id)) h(door)
JOIN asof_moved_people m ON m.id = p.id WHERE h.door IS NOT NULL
UNION SELECT home_door_id FROM asof_person WHERE home_door_id IS NOT NULL
"""


class People:
    """The register of people at a moment."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.names = {
            "people": past.stored("people_person"),
            "residences": past.stored("people_residence"),
            "records": past.stored("ledger_record"),
            "changes": past.stored("base_change"),
        }

    def hide(self) -> None:
        """Who came later is not there, and who moved since lives where they did."""
        past = self.past
        if past.happened is not None:
            self._run(RESTATED)
        affected = past.changed_spans("people_residence", "person_id", "person_id") | self._ids(NEW)
        past.shadow_spans("people_residence", "person_id")
        past.name(AFFECTED, affected)
        for statement in (
            ABSENT,
            "CREATE TEMPORARY TABLE asof_person (LIKE {people})",
            PEOPLE.replace("{columns}", past.columns("people_person", home_door_id="then_home")),
            "CREATE UNIQUE INDEX ON asof_person (id)",
            "CREATE INDEX ON asof_person (home_door_id)",
            "ANALYZE asof_person, asof_absent",
        ):
            self._run(statement)
        past.shadow(
            "people_person",
            f"SELECT p.* FROM {{stored}} p WHERE NOT EXISTS (SELECT FROM {AFFECTED} m WHERE m.id = p.id)"
            " UNION ALL SELECT * FROM asof_person",
        )
        past.shadow(
            "people_identity",
            "SELECT i.* FROM {stored} i WHERE NOT EXISTS (SELECT FROM asof_absent a WHERE a.id = i.person_id)",
        )
        past.touch("doors", *self._ids(HOMES))
        past.touch("people", *affected)

    def _run(self, statement: str) -> None:
        made: Any = statement.format(**self.names)
        run(made)

    def _ids(self, statement: str) -> set[UUID]:
        made: Any = statement.format(**self.names)
        return {row[0] for row in rows(made)}
