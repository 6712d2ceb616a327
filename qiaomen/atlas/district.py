"""Who isolates at home, and where cases live, over a whole district: from the few they are, never from all residents.

The same people as `counts.cells` finds from the residents' side; a test holds the two together.
"""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.monitoring.queries.cases import CASES, COUNTED

# One row a person. Who moved away, died or is elsewhere, as the newest knock at their door says, isolates not there.
ISOLATED: LiteralString = """
SELECT e.person, d.id AS door, p.path
FROM monitoring_episode e JOIN people_person h ON h.id = e.person
JOIN places_door d ON d.id = h.home_door_id AND d.is_open JOIN places_place p ON p.id = d.place_id
WHERE e.ended_at IS NULL AND e.state = 'open' AND e.isolates AND e."where" IN ('', 'home')
  AND EXISTS (SELECT FROM unnest(%b::text[]) area WHERE starts_with(p.path, area))
  AND coalesce((
    SELECT r.presence FROM campaigns_roll r
    WHERE r.door_id = d.id AND r.presence <> 'unaccounted'
      AND r.person_id IN (SELECT e.person UNION SELECT a.id FROM people_alias a WHERE a.canonical = e.person)
    ORDER BY r.at DESC LIMIT 1), '') NOT IN ('elsewhere', 'moved', 'died')
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
