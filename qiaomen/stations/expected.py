"""Who should be at a station by a rule, and is at none yet."""

from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.sql import rows

EXPECTED = """
SELECT e.person, h.name, d.id, d.label, p.path, e.phase_end
FROM monitoring_episode e JOIN people_person h ON h.id = e.person
JOIN places_door d ON d.id = h.home_door_id JOIN places_place p ON p.id = d.place_id
WHERE e.ended_at IS NULL AND e."where" = 'station'
  AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND NOT EXISTS (SELECT 1 FROM stations_stay s WHERE s.person = e.person AND s.left_at IS NULL)
ORDER BY e.phase_end, p.path, d.walk, h.ordinal, e.person LIMIT %b
"""


class Expected(msgspec.Struct):
    """Somebody who is to stay at a station until a moment; `path` is where their home stands."""

    person: UUID
    name: str
    door: UUID
    label: str
    path: str
    until: datetime | None
    where: str = ""


def expected(worker: Worker, *, limit: int = 100) -> list[Expected]:
    """Those in whose home the worker sees, whoever is to go home soonest first."""
    return [Expected(*row) for row in rows(EXPECTED, [areas(worker, Verb.SEE), limit])]
