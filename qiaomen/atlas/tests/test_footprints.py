"""Real outlines imported as a plan: drawn, named, tied, stacked."""

import os
from pathlib import Path

import pytest

from qiaomen.atlas import plans
from qiaomen.atlas.blocks import ground
from qiaomen.atlas.counts import counts_of
from qiaomen.atlas.drawing import draw
from qiaomen.atlas.footprints import import_footprints
from qiaomen.base.problems import Problem
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, Place, segment
from qiaomen.testing.world import World, fixed

SHARED = Path(os.environ.get("QIAOMEN_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
FILE = SHARED / "buildings" / "wuhan-optics-valley.geojson"
needs_shared = pytest.mark.skipif(not FILE.is_file(), reason="the shared data are not beside the checkout")
NUMBERED = range(3, 30)


@pytest.fixture
def campus(world: World) -> Place:
    """The staff's dormitories as a register has them: 3号楼 to 29号楼, of which the map lacks 21号楼."""
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


@needs_shared
def test_real_outlines_become_a_plan_drawn_named_tied_and_stacked(campus: Place) -> None:
    made = import_footprints(place=campus, content=FILE.read_bytes(), datum="wgs84", by=None, after=0)
    buildings = made.document.of_kind("building")
    assert (made.number, len(buildings)) == (1, 234)
    assert len([one for one in buildings if one.name]) == 88
    loose, missing = plans.untied(campus, made.document)
    assert len(buildings) - len(loose) == len(NUMBERED) - 1
    assert [place.name for place in missing] == ["21号楼"]

    here = ground(campus)
    drawing = draw(plans.plan_of(campus).document, counts_of(campus, on=here), here)
    stacked = [one for one in drawing.buildings if one.place is not None]
    assert all(len(one.walls) >= 1 and one.roof != one.base for one in drawing.buildings)
    for one in stacked:
        heavy = [line for line in one.lines if line.heavy]
        assert len(heavy) == 1, "two stairwells are parted by one line"
    assert all(0 <= x <= 752 for one in stacked for x, _y in one.base)


@needs_shared
def test_a_second_import_keeps_ties_and_what_was_drawn_beside(campus: Place) -> None:
    first = import_footprints(place=campus, content=FILE.read_bytes(), datum="wgs84", by=None, after=0)
    loose = next(one for one in first.document.of_kind("building") if one.place is None)
    loose.place = fixed("campus 21")
    gate = type(loose)(id="gate", kind="gate", points=[(100, 200)], name="南门", open=True)
    first.document.features.append(gate)
    plans.save(place=campus, plan=first.document, by=None, after=1)
    again = import_footprints(place=campus, content=FILE.read_bytes(), datum="wgs84", by=None, after=2)
    tied = {one.id: one.place for one in again.document.of_kind("building")}
    assert tied[loose.id] == fixed("campus 21")
    assert [one.points for one in again.document.of_kind("gate")] == [[(100, 200)]]


def test_only_what_lies_in_the_places_own_outline_is_taken(campus: Place) -> None:
    ring = [[114.39, 30.51], [114.391, 30.51], [114.391, 30.511], [114.39, 30.511], [114.39, 30.51]]
    campus.shape = {"type": "Polygon", "coordinates": [[[x + 1, y] for x, y in ring]]}
    file = b'{"features": [{"properties": {"building": "yes"}, "geometry": {"type": "Polygon", "coordinates": [%s]}}]}'
    with pytest.raises(Problem, match=r"atlas\.bad_footprints"):
        import_footprints(place=campus, content=file % str(ring).encode(), datum="wgs84", by=None, after=0)
