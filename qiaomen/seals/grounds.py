"""Whether an episode is the ground of a seal on a door: one definition for submit, fold, lists, forms and report.

It is one while its measure isolates at home, whoever it is about lives behind that very door, and is there. One episode
goes on under several measures: who is taken to a site or a hospital, or moves, is not behind the seal any more.
"""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows

# An edition may leave open where one isolates; then it is at home.
ELSEWHERE: LiteralString = """e."where" IN ('site', 'hospital', 'station')"""
# Of an episode `e` of somebody `h`, and a `{door}`; whether the episode goes on is asked beside it.
AT_HOME: LiteralString = f"""
(e.isolates AND NOT {ELSEWHERE} AND h.home_door_id = {{door}} AND NOT EXISTS (
  SELECT FROM people_fact f WHERE f.kind = 'apart' AND f.until IS NULL
  AND (f.person = h.id OR f.person IN (SELECT a.id FROM people_alias a WHERE a.canonical = h.id))))
"""
HOLDS: LiteralString = f"(e.ended_at IS NULL AND {AT_HOME})"
# When it ended, or went on under a measure elsewhere; null where only the home or the person's stay there changed.
LOST: LiteralString = f"""
CASE WHEN e.ended_at IS NOT NULL THEN e.ended_at WHEN NOT e.isolates OR {ELSEWHERE} THEN e.phase_since END
"""
ENDS: LiteralString = f"CASE WHEN {HOLDS} THEN e.phase_end ELSE coalesce({LOST}, e.phase_since) END"
"""When an episode ceases to be a ground: as its isolation goes on now, or when it did; null: not settled."""
DOORS: LiteralString = f"""
SELECT d.id, d.place_id, p.path, d.label, e.id, e.person
FROM monitoring_episode e JOIN people_person h ON h.id = e.person
JOIN places_door d ON d.id = h.home_door_id JOIN places_place p ON p.id = d.place_id
WHERE {HOLDS.format(door="d.id")}
  AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND (%b::uuid IS NULL OR d.id = %b)
ORDER BY p.walk, d.walk, d.id, e.id
"""


class Isolated(msgspec.Struct):
    """Somebody who isolates behind a door, by this episode; `path` of the door's place."""

    door: UUID
    place: UUID
    path: str
    label: str
    episode: UUID
    person: UUID


def isolated(paths: Sequence[str], *, door: UUID | None = None) -> list[Isolated]:
    """Who isolates at home at and below these paths, or behind one door there, by way and door."""
    return [Isolated(*row) for row in rows(DOORS, [list(paths), door, door])]
