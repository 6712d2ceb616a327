"""Doors of one place as they stand: few enough to be read at once, and drawn floor by floor."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.states import State
from qiaomen.places.models import Place, PlaceKind

# What is drawn as a whole; of anything larger one chooses a part first.
DRAWN = {PlaceKind.BUILDING, PlaceKind.STAIRWELL, PlaceKind.ALLEY, PlaceKind.RESIDENT_GROUP}
MOST = 1500

STANDING = """
SELECT d.id, d.label, d.room, d.stairwell, d.floor, d.kind, d.is_open, q.id, q.name, q.kind, t.state, t.attempts,
       t.flags, t.people, t.unaccounted
FROM places_place q JOIN places_door d ON d.place_id = q.id
LEFT JOIN campaigns_target t ON t.campaign_id = %(campaign)s AND t.door_id = d.id
WHERE {where}
ORDER BY q.walk, q.name, q.id, d.walk, d.id LIMIT %(most)s
"""


@dataclass(slots=True)
class Standing:
    """A door where it stands; `state` is None for one that is not part of the sweep."""

    id: UUID
    label: str
    room: str
    stairwell: str
    floor: int | None
    kind: str
    is_open: bool
    place: UUID
    place_name: str
    place_kind: str
    state: State | None
    attempts: int
    flags: int
    people: int
    unaccounted: int


def standing(place: Place, campaign: UUID) -> list[Standing]:
    """The doors to draw for a place: all below a building or an alley, of anything larger only its own."""
    whole = place.kind in DRAWN
    where = "q.path >= %(path)s AND q.path < %(end)s" if whole else "q.id = %(place)s"
    found = ask(
        STANDING.format(where=where),
        {"campaign": campaign, "path": place.path, "end": place.path + "g", "place": place.id, "most": MOST},
    )
    return [_standing(row) for row in found]


def _standing(row: tuple[Any, ...]) -> Standing:
    state, *counts = row[10:]
    known = None if state is None else State(state)
    return Standing(*(*row[:10], known, *(number or 0 for number in counts)))
