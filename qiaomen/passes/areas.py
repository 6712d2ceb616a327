"""For where a pass counts: the compound of the home and that of the workplace, or more if whoever issues it says so."""

from collections.abc import Collection, Sequence
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.passes.token import MOST_AREAS
from qiaomen.places.models import Place, PlaceKind

# What has a gate of its own. Of several, one inside the other, the outermost; elsewhere the community.
GATED = (
    PlaceKind.ENCLOSURE, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP, PlaceKind.SCHOOL,
)  # fmt: skip
DOORS = """
SELECT h.id, p.path FROM people_person h JOIN places_door d ON d.id IN (h.home_door_id, h.work_door_id)
JOIN places_place p ON p.id = d.place_id WHERE h.id = ANY(%b) ORDER BY h.id, d.id <> h.home_door_id
"""


def usual(people: Collection[UUID]) -> dict[UUID, list[str]]:
    """The areas that these people's passes are usually for: short ids of places."""
    paths = rows(DOORS, [list(people)])
    kinds = _kinds({path for _person, path in paths})
    found: dict[UUID, list[str]] = {person: [] for person in people}
    for person, path in paths:
        area = gated(path, kinds)
        if area and area not in found[person]:
            found[person].append(area)
    return {person: areas[:MOST_AREAS] for person, areas in found.items()}


def named(areas: Sequence[str]) -> list[Place]:
    """The places that these short ids mean."""
    found = {place.path.rstrip(".").rpartition(".")[2]: place for place in _containers() if areas}
    return [found[area] for area in areas if area in found]


def gated(path: str, kinds: dict[str, str]) -> str:
    """The short id of the outermost place with a gate on the way to a place; else of the community, else none."""
    steps = path.rstrip(".").split(".")
    community = ""
    for depth in range(len(steps)):
        kind = kinds.get(".".join(steps[: depth + 1]) + ".", "")
        if kind in GATED:
            return steps[depth]
        if kind == PlaceKind.COMMUNITY:
            community = steps[depth]
    return community


def _kinds(paths: Collection[str]) -> dict[str, str]:
    steps = {path[: end + 1] for path in paths for end, char in enumerate(path) if char == "."}
    return dict(Place.objects.filter(path__in=steps).values_list("path", "kind"))


def _containers() -> list[Place]:
    return list(Place.objects.exclude(kind__in=[PlaceKind.BUILDING, PlaceKind.STAIRWELL]).only("id", "path", "name"))
