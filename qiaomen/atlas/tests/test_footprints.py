"""Real outlines imported as a plan: drawn, named, tied, stacked."""

import pytest

from qiaomen.atlas import plans
from qiaomen.atlas.blocks import ground
from qiaomen.atlas.counts import counts_of
from qiaomen.atlas.drawing import draw
from qiaomen.atlas.footprints import import_footprints
from qiaomen.base.problems import Problem
from qiaomen.places.models import Place
from qiaomen.testing.campus import DRAWN, FILE, LACKING, NAMED, NUMBERED, make_campus, needs_outlines
from qiaomen.testing.world import World, fixed


@pytest.fixture
def campus(world: World) -> Place:
    return make_campus(world)


@needs_outlines
def test_real_outlines_become_a_plan_drawn_named_tied_and_stacked(campus: Place) -> None:
    made = import_footprints(place=campus, content=FILE.read_bytes(), datum="wgs84", by=None, after=0)
    buildings = made.document.of_kind("building")
    assert (made.number, len(buildings)) == (1, DRAWN)
    assert len([one for one in buildings if one.name]) == NAMED
    loose, missing = plans.untied(campus, made.document)
    assert len(buildings) - len(loose) == len(NUMBERED) - 1
    assert [place.name for place in missing] == [LACKING]

    here = ground(campus)
    drawing = draw(plans.plan_of(campus).document, counts_of(campus, on=here), here)
    stacked = [one for one in drawing.buildings if one.place is not None]
    assert all(len(one.walls) >= 1 and one.roof != one.base for one in drawing.buildings)
    for one in stacked:
        heavy = [line for line in one.lines if line.heavy]
        assert len(heavy) == 1, "two stairwells are parted by one line"
    assert all(0 <= x <= 752 for one in stacked for x, _y in one.base)


@needs_outlines
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
