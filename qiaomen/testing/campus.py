"""The staff's dormitories of a university as a register has them, whose real outlines the shared data hold."""

import os
from pathlib import Path

import pytest

from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, Place, segment
from qiaomen.testing.world import World, fixed

SHARED = Path(os.environ.get("QIAOMEN_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
FILE = SHARED / "buildings" / "wuhan-optics-valley.geojson"
needs_outlines = pytest.mark.skipif(not FILE.is_file(), reason="the shared data are not beside the checkout")
NUMBERED = range(3, 30)
# What the file holds: buildings, those with a name, and the number that it lacks of the register's.
DRAWN, NAMED, LACKING = 234, 88, "21号楼"


def make_campus(world: World) -> Place:
    """3号楼 to 29号楼, two stairwells of six floors each, no building on a plan yet."""
    parent = world.places["community"]
    place = Place(id=fixed("campus"), parent=parent, kind="compound", name="教工宿舍", walk="70", change=world.change)
    place.path = parent.path + segment(place.id)
    place.save(force_insert=True)
    buildings, doors = [], []
    for number in NUMBERED:
        id = fixed(f"campus {number}")
        path = place.path + segment(id)
        name, walk = f"{number}号楼", f"{number:03d}"
        buildings.append(
            Place(id=id, parent=place, kind="building", name=name, path=path, walk=walk, change=world.change)
        )
        doors += [_door(buildings[-1], f"{stair}-{floor}01", world) for stair in (1, 2) for floor in range(1, 7)]
    Place.objects.bulk_create(buildings)
    Door.objects.bulk_create(doors)
    return place


def _door(place: Place, label: str, world: World) -> Door:
    read = parse_label(f"{place.name.removesuffix('号楼')}-{label}")
    return Door(
        id=fixed(f"{place.name} {label}"), place=place, label=label, key=label, building=read.building,
        stairwell=read.stairwell, floor=read.floor, room=read.room, walk=label, change=world.change,
    )  # fmt: skip
