"""Visitors whom a household announced, for the guards of its gates; and which gate a door's visitors come to."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.base.keys import Keys
from qiaomen.base.sql import rows
from qiaomen.ledger.words import words_of
from qiaomen.passes.naming import masked
from qiaomen.places.models import Door, Place, PlaceKind, steps_to

AHEAD = timedelta(days=2)
"""How far ahead somebody may be announced."""
SHOWN = 200
"""So many are listed: phones ask every few seconds. How many more there are is said."""

# Whoever came has a second record. All gates of the place are asked: nobody says at which one they will come.
EXPECTED: LiteralString = """
SELECT v.id, v.visitor, v.door, coalesce(d.label, ''), v.purpose, v.people, left(l.path, -9), count(*) OVER ()
FROM gates_visitor v JOIN places_place l ON l.id = v.gate LEFT JOIN places_door d ON d.id = v.door
WHERE v.gate = ANY(ARRAY(SELECT g.id FROM places_place g WHERE g.kind = 'gate' AND g.parent_id = ANY(%b)))
  AND v.verdict = 'expected' AND v.day = %b AND v.at >= %b AND NOT v.emptied
  AND NOT EXISTS (SELECT 1 FROM gates_visitor o WHERE o.visitor = v.visitor AND o.verdict <> 'expected')
ORDER BY 4, v.id LIMIT %b
"""


class Expected(msgspec.Struct, frozen=True):
    """Somebody who is expected: `name` masked, `area` the path of the place at whose gates."""

    visitor: UUID
    name: str
    door: UUID | None
    label: str
    purpose: str
    people: int
    area: str


def expected(gates: Collection[Place], day: date, keys: Keys) -> tuple[list[Expected], int]:
    """Who is expected at these gates' places on a day and has not come, by door; and how many more there are."""
    since = timezone.make_aware(datetime.combine(day, time())) - AHEAD - timedelta(days=1)
    parents = {gate.parent_id for gate in gates if gate.parent_id}
    found = rows(EXPECTED, [list(parents), day, since, SHOWN]) if parents else []
    said = words_of(keys, [row[0] for row in found]) if found else {}
    listed = [Expected(row[1], masked(str(said.get(row[0], {}).get("name", ""))), *row[2:7]) for row in found]
    return listed, (found[0][7] if found else 0) - len(listed)


def gate_of_door(door: Door) -> Place | None:
    """The gate where a door's visitors are announced: the first one of the nearest place around it that has any."""
    around = steps_to(door.place.path)
    gates = Place.objects.filter(kind=PlaceKind.GATE, parent__path__in=around).select_related("parent")
    return min(gates, key=lambda gate: (-len(gate.path), gate.walk, gate.path), default=None)
