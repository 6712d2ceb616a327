from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.console.map_layout import Box, Unit, around, lay_out, outlines, point_of

SQUARE = {"type": "Polygon", "coordinates": [[[114, 30], [114.01, 30], [114.01, 30.01], [114, 30.01], [114, 30]]]}
groups = st.lists(st.integers(1, 9), min_size=1, max_size=8)


def units(numbers: list[int]) -> list[Unit]:
    return [Unit(f"{group}-{n}", f"group {group}", None) for group, many in enumerate(numbers) for n in range(many)]


def overlap(one: Box, other: Box) -> bool:
    return one.west < other.east and other.west < one.east and one.south < other.north and other.south < one.north


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(numbers=groups, aspect=st.sampled_from([1.2, 2.4]))
def test_in_a_scheme_every_part_has_a_cell_of_its_own(numbers: list[int], aspect: float) -> None:
    listed = units(numbers)
    drawn = lay_out(listed, aspect=aspect)
    boxes = [around(drawn.rings[unit.key][0]) for unit in listed]
    assert drawn.is_scheme
    assert [name for name, _at in drawn.names] == [f"group {n}" for n in range(len(numbers))]
    assert not any(one and other and overlap(one, other) for one, other in combinations(boxes, 2))


def test_what_has_no_shape_stands_below_what_has_one() -> None:
    drawn = lay_out([Unit("shaped", "a", SQUARE), Unit("bare", "a", None), Unit("point", "a", _point(114.02, 30))])
    bare = around(drawn.rings["bare"][0])
    assert not drawn.is_scheme
    assert drawn.in_scheme == {"bare"}
    assert drawn.points == {"point": (114.02, 30)}
    assert bare is not None
    assert bare.north < 30


@pytest.mark.parametrize(
    "shape",
    [
        None, "POLYGON", {}, {"type": "Polygon"}, {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}, {"type": "Polygon", "coordinates": [[["x", 2]] * 4]},
        {"type": "MultiPolygon", "coordinates": [[]]}, {"type": "Point", "coordinates": [float("nan"), 1]},
        {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
    ],
)  # fmt: skip
def test_a_shape_that_is_none_puts_its_place_into_the_scheme(shape: Any) -> None:
    assert outlines(shape) == []
    assert point_of(shape) is None
    assert lay_out([Unit("a", "g", shape)]).in_scheme == {"a"}


def test_all_parts_of_a_place_are_drawn() -> None:
    two = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], SQUARE["coordinates"]]}
    assert len(lay_out([Unit("a", "g", two)]).rings["a"]) == 2


def _point(lon: float, lat: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [lon, lat]}
