"""Files of outlines that are none: refused by code, whatever stands in them."""

from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qiaomen.atlas.outlines import MOST_BYTES, read
from qiaomen.base.problems import Problem

BOMB = b'<!DOCTYPE osm [<!ENTITY a SYSTEM "file:///etc/passwd">]><osm><node id="&a;" lat="1" lon="1"/></osm>'
SQUARE = [[0, 0], [0, 1e-4], [1e-4, 1e-4], [0, 0]]


def feature(**tags: Any) -> bytes:
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    return msgspec.json.encode({"features": [{"geometry": shape, "properties": tags}]})


def code(content: bytes) -> str:
    try:
        return "read" if read(content, "wgs84") else ""
    except Problem as problem:
        return problem.code


@pytest.mark.parametrize(
    "content",
    [BOMB, b"[" * 100_000, b'{"features":' * 20_000, b"<a>" * 50_000, b'{"elements": [7]}', b'{"features": {"a": 1}}',
     b'{"features": [{"geometry": []}]}', b'"\xff"', b" " * (MOST_BYTES + 1)],
)  # fmt: skip
def test_what_is_no_file_of_outlines_is_refused(content: bytes) -> None:
    assert code(content) == "atlas.bad_footprints"


def test_a_house_of_infinite_height_is_no_house_or_a_high_one() -> None:
    assert code(feature(height="inf")) in {"read", "atlas.bad_footprints"}
    assert code(feature(height="9")) == "read"


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=4),
        lambda inside: st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["features", "elements", "geometry", "type", "coordinates", "properties", "id", "nodes"]),
            inside, max_size=4,
        ),
        max_leaves=12,
    )
)  # fmt: skip
@example({"elements": [{"type": "way", "id": 1, "tags": [], "geometry": [{"lat": 1, "lon": 1}]}]})
def test_whatever_json_a_file_holds_it_is_refused_or_read(content: Any) -> None:
    assert code(msgspec.json.encode(content)) in {"read", "atlas.bad_footprints"}
