"""A door that is found says "303"; what stands beside it tells that it is the 5-2-303 that the office may know."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.places.labels import DoorLabel, parse_label

# The beginning of their keys (alley, building, stairwell), where all numbered doors of a place have one and the same.
COMMON = r"""
SELECT place_id, split_part(head, '|', 2), split_part(head, '|', 3), split_part(head, '|', 4), area
FROM (SELECT place_id, coalesce(min(head) FILTER (WHERE head <> '||||'), '||||') AS head, max(area) AS area
      FROM (SELECT place_id, substring(key FROM '^\|[^|]*\|[^|]*\|[^|]*\|') AS head, split_part(walk, '/', 1) AS area
            FROM places_door WHERE place_id = ANY(%b)) d
      WHERE head IS NOT NULL GROUP BY place_id
      HAVING min(head) FILTER (WHERE head <> '||||') IS NOT DISTINCT FROM max(head) FILTER (WHERE head <> '||||')) p
"""
PLACES_OF = "SELECT id, place_id FROM places_door WHERE id = ANY(%b)"


class Beside(NamedTuple):
    """What the numbered doors of a place have in common; `area` as their walking keys say it."""

    alley: str
    building: str
    stairwell: str
    area: str


def of_places(places: Collection[UUID]) -> dict[UUID, Beside]:
    """What the doors of each place have in common, where they have."""
    return {place: Beside(*common) for place, *common in rows(COMMON, [list(places)])}


def of_doors(doors: Collection[UUID]) -> dict[UUID, Beside]:
    """The same for the place of each door."""
    places = dict(rows(PLACES_OF, [list(doors)]))
    common = of_places(set(places.values()))
    return {door: common[place] for door, place in places.items() if place in common}


def read(said: str, beside: Beside | None) -> tuple[DoorLabel, str]:
    """A label with what it leaves out, and its key in walking order. A label that says where it stands is believed."""
    label = parse_label(said)
    if beside is None or not label.room or label.area or label.alley or label.building or label.stairwell:
        return label, label.walking_key
    whole = msgspec.structs.replace(
        label, alley=beside.alley, building=beside.building, stairwell=beside.stairwell
    )  # fmt: skip
    return whole, beside.area + whole.walking_key
