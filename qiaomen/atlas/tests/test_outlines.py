"""Outlines of buildings from files: GeoJSON and OpenStreetMap, in any frame, each building once."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.atlas import outlines
from qiaomen.atlas.tying import tied
from qiaomen.base.problems import Problem
from qiaomen.places.datums import from_wgs84
from qiaomen.testing.world import fixed

SQUARE = [(114.39, 30.51), (114.391, 30.51), (114.391, 30.511), (114.39, 30.511)]


def geojson(*features: tuple[dict[str, Any], list[tuple[float, float]]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": tags, "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}
        for tags, ring in features
    ]}).encode()  # fmt: skip


def test_a_building_is_read_with_its_name_and_floors() -> None:
    [one] = outlines.read(
        geojson(({"id": 7, "building": "yes", "name": "3号楼", "building:levels": "11"}, SQUARE)), "wgs84"
    )
    assert (one.id, one.name, one.floors, one.ring) == ("7", "3号楼", 11, SQUARE)


def test_a_height_says_how_many_floors_there_are() -> None:
    [one] = outlines.read(geojson(({"kind": "building", "height": 33.0}, SQUARE)), "wgs84")
    assert one.floors == 11


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_file_in_another_frame_is_brought_to_wgs84(datum: Any) -> None:
    there = [from_wgs84(point, datum) for point in SQUARE]
    [one] = outlines.read(geojson(({"building": "yes"}, there)), datum)
    for (x, y), (a, b) in zip(one.ring, SQUARE, strict=True):
        assert abs(x - a) < 1e-6
        assert abs(y - b) < 1e-6


def test_pieces_that_tiles_cut_are_one_building_again() -> None:
    middle = [(114.3905, 30.51), (114.3905, 30.511)]
    left = [SQUARE[0], *middle, SQUARE[3]]
    right = [middle[0], SQUARE[1], SQUARE[2], middle[1]]
    [one] = outlines.read(geojson(({"id": 1, "building": "yes"}, left), ({"id": 1, "building": "yes"}, right)), "wgs84")
    assert set(one.ring) == {*SQUARE, *middle}


XML = """<osm><node id="1" lon="114.39" lat="30.51"/><node id="2" lon="114.391" lat="30.51"/>
<node id="3" lon="114.391" lat="30.511"/><node id="9" lon="114.39" lat="30.511"><tag k="barrier" v="gate"/></node>
<way id="5"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="1"/><tag k="building" v="yes"/><tag k="name" v="A座"/></way>
</osm>"""


def test_openstreetmap_xml_and_json_say_the_same() -> None:
    nodes = [("1", *SQUARE[0]), ("2", *SQUARE[1]), ("3", *SQUARE[2])]
    elements: list[dict[str, Any]] = [{"type": "node", "id": id, "lon": x, "lat": y} for id, x, y in nodes]
    elements.append({"type": "node", "id": "9", "lon": 114.39, "lat": 30.511, "tags": {"barrier": "gate"}})
    tags = {"building": "yes", "name": "A座"}
    elements.append({"type": "way", "id": "5", "nodes": ["1", "2", "3", "1"], "tags": tags})
    as_json = outlines.read(json.dumps({"elements": elements}).encode(), "wgs84")
    assert outlines.read(XML.encode(), "wgs84") == as_json
    assert {(one.kind, one.name) for one in as_json} == {("gate", ""), ("building", "A座")}


def test_a_document_type_is_refused_so_that_nothing_expands() -> None:
    with pytest.raises(Problem, match=r"atlas\.bad_footprints"):
        outlines.read(b'<!DOCTYPE osm [<!ENTITY a "b">]>' + XML.encode(), "wgs84")


@given(st.binary(max_size=60) | st.from_regex(r'\{"(features|elements)":\[\{.{0,20}\}\]\}').map(str.encode))
def test_whatever_is_no_such_file_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(Problem, match=r"atlas\.bad_footprints"):
        outlines.read(content, "wgs84")


def test_buildings_are_tied_by_name_or_number_and_never_by_guess() -> None:
    blocks = {fixed(name): name for name in ("22号楼", "光谷资本大厦", "9号楼")}
    names = {
        "a": "工大教工宿舍22栋",
        "b": "光谷資本大廈",
        "c": "学生公寓9栋",
        "d": "学生公寓22栋",
        "e": "9号楼",
        "f": "九栋",
    }
    found = tied(names, blocks, around=["教工宿舍"])
    assert found == {"a": fixed("22号楼"), "b": fixed("光谷资本大厦"), "e": fixed("9号楼")}
