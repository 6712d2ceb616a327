"""Who should be at a station by a rule, and is at none yet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.sql import rows
from qiaomen.places.models import Place

EXPECTED = """
SELECT e.person, h.name, d.id, d.label, p.path, e.phase_end
FROM monitoring_episode e JOIN people_person h ON h.id = e.person
JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id) JOIN places_place p ON p.id = d.place_id
WHERE e.ended_at IS NULL AND e."where" = 'station'
  AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND NOT EXISTS (SELECT 1 FROM stations_stay s WHERE s.person = e.person AND s.left_at IS NULL)
ORDER BY e.phase_end, p.path, d.walk, h.ordinal, e.person
"""


class Expected(msgspec.Struct):
    """Somebody who is to stay at a station until a moment; `path` is where their home stands, else their workplace."""

    person: UUID
    name: str
    door: UUID
    label: str
    path: str
    until: datetime | None
    where: str = ""


def expected(worker: Worker) -> list[Expected]:
    """Those in whose home the worker sees, whoever is to go home soonest first."""
    return expected_from(areas(worker, Verb.SEE))


def expected_at(stations: Iterable[Place]) -> list[Expected]:
    """Those whose home lies in the place that a station belongs to: whoever works there need not see their homes."""
    return expected_from(sorted({station.parent.path for station in stations if station.parent}))


def expected_from(paths: Sequence[str]) -> list[Expected]:
    """Those whose home lies in or below one of these places: all of them. Who shows fewer says how many more."""
    return [Expected(*row) for row in rows(EXPECTED, [list(paths)])]
