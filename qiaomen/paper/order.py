"""The order of paper: stairwell by stairwell as one walks, in each from the top floor down, as one knocks."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.campaigns.queries.walking import walk
from qiaomen.places.models import Place

# A stack of paper for a whole community is nobody's to carry.
MOST = 1500

DOORS = """
SELECT d.id, d.place_id, p.path, d.label, d.floor, d.kind, d.walk, t.team_id
FROM places_place p JOIN places_door d ON d.place_id = p.id
LEFT JOIN campaigns_target t ON t.campaign_id = %b AND t.door_id = d.id
WHERE p.path >= %b AND p.path < %b AND d.is_open
AND (%b::uuid IS NULL OR t.door_id IS NOT NULL) AND (%b::uuid IS NULL OR t.team_id = %b)
LIMIT %b
"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A door on the way; `team` is whose it is in the sweep that was asked for, if any."""

    door: UUID
    place: UUID
    path: str
    label: str
    floor: int | None
    kind: str
    walk: str
    team: UUID | None


def stops(place: Place, *, campaign: UUID | None = None, team: UUID | None = None) -> list[Stop]:
    """The doors of a place: those in use, or those of a sweep, or those of a team in it.

    Raises `paper.nothing_here` where there is none, `paper.too_many` for more than `MOST`.
    """
    found = rows(DOORS, [campaign, place.path, place.path + "g", campaign, team, team, MOST + 1])
    if not found:
        raise Problem("paper.nothing_here")
    if len(found) > MOST:
        raise Problem("paper.too_many", most=MOST)
    return in_order(Stop(*row) for row in found)


def in_order(doors: Iterable[Stop]) -> list[Stop]:
    """Doors without a floor keep the order of their numbers, after the floors."""
    ranks = walk().ranks
    last = len(ranks)
    return sorted(doors, key=lambda door: (ranks.get(door.place, last), -_height(door), door.walk, door.door.bytes))


def _height(door: Stop) -> int:
    return door.floor if door.floor is not None else -1000
