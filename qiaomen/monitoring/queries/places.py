"""Where people isolate, and where cases live: counts by the innermost place, for maps and for pages of places."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.monitoring.queries.cases import CASES, COUNTED

# Who isolates where they live, one row a person: under an isolating measure now, and not at a site or in hospital.
ISOLATED: LiteralString = """
SELECT e.person, d.id AS door, d.floor, p.id AS place, p.path
FROM monitoring_episode e JOIN people_person h ON h.id = e.person
JOIN places_door d ON d.id = h.home_door_id JOIN places_place p ON p.id = d.place_id
WHERE e.state = 'open' AND e.isolates AND e."where" IN ('', 'home')
  AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE starts_with(p.path, area))
"""
BY_PLACE: LiteralString = f"SELECT i.path, count(*) FROM ({ISOLATED}) i GROUP BY 1"
BY_DOOR: LiteralString = f"SELECT i.door, count(*) FROM ({ISOLATED}) i GROUP BY 1"
CASES_BY_PLACE: LiteralString = f"{CASES} SELECT c.path, count(*) FROM cases c GROUP BY 1"


def isolated_by_place(paths: Sequence[str]) -> dict[str, int]:
    """How many people isolate at home at and below these paths, by the path of the innermost place."""
    return {str(path): int(count) for path, count in rows(BY_PLACE, [list(paths)])}


def isolated_by_door(paths: Sequence[str]) -> dict[UUID, int]:
    """The same people by the door behind which they isolate."""
    return {door: int(count) for door, count in rows(BY_DOOR, [list(paths)])}


def cases_by_place(paths: Sequence[str]) -> dict[str, int]:
    """How many people of the line list live, or else work, at and below these paths, by the path of the place."""
    return {str(path): int(count) for path, count in rows(CASES_BY_PLACE, [list(COUNTED), list(paths)])}
