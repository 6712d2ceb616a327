"""Outlines of buildings from files: GeoJSON, and OpenStreetMap as XML or JSON. Pure: bytes in, WGS-84 out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.parsers import expat

import msgspec

from qiaomen.atlas.document import Kind
from qiaomen.base.problems import Problem
from qiaomen.places.datums import Datum, Position, to_wgs84

Tags = Mapping[str, Any]
# About 2 cm: nearer points are one. Tiles cut buildings; their pieces meet in an edge.
NEAR = 2e-7
METRES_A_FLOOR = 3.0
MOST_FLOORS = 200
MOST_BYTES = 32_000_000
# Pieces with more corners are not put together: looking for a common edge takes time by the product of both.
MOST_JOINED = 400


class Outline(msgspec.Struct):
    """One thing of a file: its outline (or, of a gate or a mere name, its one point), name and floors."""

    id: str
    kind: Kind
    ring: list[Position]
    name: str = ""
    floors: int | None = None


def read(content: bytes, datum: Datum) -> list[Outline]:
    """What a file outlines, each thing once. Raises `atlas.bad_footprints` where there is no building."""
    if len(content) > MOST_BYTES:
        raise Problem("atlas.bad_footprints")
    try:
        found = list(_features(content))
    except (expat.ExpatError, LookupError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError):
        raise Problem("atlas.bad_footprints") from None
    names = {one.id: one.name for one in found if one.kind == "text" and one.name}
    once = [one for one in _once(found) if one.kind != "text"]
    if not any(one.kind == "building" for one in once):
        raise Problem("atlas.bad_footprints")
    for one in once:
        one.name = one.name or names.get(one.id, "")
        one.ring = [to_wgs84(position, datum) for position in one.ring]
    return once


def _features(content: bytes) -> Iterator[Outline]:
    if content.lstrip()[:1] == b"<":
        yield from _elements(*_xml(content))
        return
    raw = msgspec.json.decode(content)
    if "elements" in raw:
        yield from _elements(*_overpass(raw["elements"]))
        return
    for number, feature in enumerate(raw["features"]):
        tags = feature.get("properties") or {}
        id = str(tags.get("id") or feature.get("id") or number)
        shape = feature["geometry"]
        for ring in _rings(shape["type"], shape["coordinates"]):
            yield from _outline(id, tags, ring, is_default=shape["type"].endswith("Polygon"))


def _rings(kind: str, coordinates: Any) -> list[list[Position]]:
    """The outer rings; courts inside a building are not drawn."""
    if kind == "Point":
        return [[_position(coordinates)]]
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    return [[_position(one) for one in polygon[0]] for polygon in polygons]


def _position(raw: Sequence[float]) -> Position:
    longitude, latitude = float(raw[0]), float(raw[1])
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError
    return longitude, latitude


def _outline(id: str, tags: Tags, ring: list[Position], *, is_default: bool) -> Iterator[Outline]:
    """What a thing is by its tags: OpenStreetMap's own, or `kind` as vector tiles have it."""
    kind = _kind(tags, ring, is_default)
    if kind is None:
        return
    if len(ring) > 1 and _same(ring[0], ring[-1]):
        ring = ring[:-1]
    if len(ring) >= 3 or kind in ("gate", "text"):
        name = str(tags.get("name") or "").strip()[:60]
        yield Outline(id=id[:20], kind=kind, ring=ring, name=name, floors=_floors(tags))


def _kind(tags: Tags, ring: Sequence[Position], is_default: bool) -> Kind | None:
    if len(ring) == 1:
        is_gate = tags.get("barrier") in ("gate", "lift_gate") or tags.get("entrance") == "main"
        return "gate" if is_gate else "text"
    if tags.get("kind") == "building_part" or tags.get("building:part"):
        return None
    if tags.get("amenity") == "parking":
        return "parking"
    if tags.get("natural") == "water":
        return "water"
    if tags.get("leisure") in ("park", "garden") or tags.get("landuse") == "grass":
        return "garden"
    is_building = tags.get("building") or tags.get("kind") == "building"
    return "building" if is_building or (is_default and not tags.keys() & {"kind", "landuse", "highway"}) else None


def _floors(tags: Tags) -> int | None:
    levels = _number(tags.get("building:levels") or tags.get("levels"))
    floors = levels or _number(tags.get("height")) / METRES_A_FLOOR
    return min(max(round(floors), 1), MOST_FLOORS) if floors else None


def _number(text: Any) -> float:
    try:
        return max(float(str(text).split()[0]), 0) if text else 0
    except ValueError:
        return 0


def _xml(content: bytes) -> tuple[dict[str, Position], list[dict[str, Any]]]:
    """Nodes by id, and everything as Overpass has it. A document type is refused: nothing may expand."""
    nodes: dict[str, Position] = {}
    elements: list[dict[str, Any]] = []

    def begin(name: str, values: dict[str, str]) -> None:
        if name in ("node", "way"):
            elements.append({"type": name, "id": values["id"], "nodes": [], "tags": {}})
            if name == "node":
                nodes[values["id"]] = _position((float(values["lon"]), float(values["lat"])))
        elif name == "nd" and elements:
            elements[-1]["nodes"].append(values["ref"])
        elif name == "tag" and elements:
            elements[-1]["tags"][values["k"]] = values["v"]

    def refuse(*_words: Any) -> None:
        raise ValueError

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(content, True)
    return nodes, elements


def _overpass(raw: list[dict[str, Any]]) -> tuple[dict[str, Position], list[dict[str, Any]]]:
    nodes = {str(one["id"]): _position((one["lon"], one["lat"])) for one in raw if one["type"] == "node"}
    for one in raw:
        corners = [_position((corner["lon"], corner["lat"])) for corner in one.get("geometry") or []]
        if corners:
            one["nodes"] = [f"{one['id']}/{number}" for number in range(len(corners))]
            nodes |= zip(one["nodes"], corners, strict=True)
    return nodes, raw


def _elements(nodes: Mapping[str, Position], elements: list[dict[str, Any]]) -> Iterator[Outline]:
    for one in elements:
        tags, id = one.get("tags") or {}, str(one["id"])
        if one["type"] == "node" and tags:
            yield from _outline(id, tags, [nodes[id]], is_default=False)
        elif one["type"] == "way" and tags:
            ring = [nodes[str(node)] for node in one.get("nodes", ()) if str(node) in nodes]
            if len(ring) > 3 and _same(ring[0], ring[-1]):
                yield from _outline(id, tags, ring, is_default=False)


def _once(found: list[Outline]) -> list[Outline]:
    """Every thing once: what a file repeats is left out, pieces of one thing are put together again."""
    by_id: dict[tuple[str, Kind], Outline] = {}
    for one in found:
        before = by_id.setdefault((one.id, one.kind), one)
        if before is not one and before.ring != one.ring:
            before.ring = _joined(before.ring, one.ring) or max(before.ring, one.ring, key=_extent)
        before.name = before.name or one.name
    return list(by_id.values())


def _joined(one: list[Position], other: list[Position]) -> list[Position] | None:
    """Two rings that share an edge as one; None where they share none, or have very many corners."""
    if max(len(one), len(other)) > MOST_JOINED:
        return None
    for turned in (other, list(reversed(other))):
        for i in range(len(one)):
            for j in range(len(turned)):
                next_i, next_j = (i + 1) % len(one), (j + 1) % len(turned)
                if _same(one[i], turned[next_j]) and _same(one[next_i], turned[j]):
                    around = [*turned[next_j:], *turned[:next_j]]
                    return [*one[: i + 1], *around[1:-1], *one[i + 1 :]]
    return None


def _same(a: Position, b: Position) -> bool:
    return abs(a[0] - b[0]) < NEAR and abs(a[1] - b[1]) < NEAR


def _extent(ring: Sequence[Position]) -> float:
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
