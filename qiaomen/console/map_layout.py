"""Where the map draws what: shapes as they are known, and a schematic grid for places without one. Pure.

Coordinates are those of GeoJSON: longitude and latitude in degrees, WGS-84. Where no place has a shape, one unit is one
cell of the grid and the map says that it is a scheme.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, cos, isfinite, radians, sqrt
from typing import Any

Corner = tuple[float, float]
Ring = list[Corner]

# Cells stand apart so that each is seen; groups stand further apart, for their names.
GAP = 0.1
BETWEEN = 0.4
NAME_ROOM = 0.9
# A cell is wider than high, for its name; the scheme as a whole a little.
CELL_WIDE = 1.7
ASPECT = 1.2
WALL = 2.4
# The scheme's cells beside a real map, as parts of its width.
CELL_SHARE = 1 / 16
# What a map of a single point is wide.
SMALLEST_DEGREES = 0.01


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of the map: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def height(self) -> float:
        return self.north - self.south


@dataclass(frozen=True, slots=True)
class Unit:
    """Something to draw: `group` is what its neighbours share, `shape` its GeoJSON or None."""

    key: str
    group: str
    shape: Any


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where units and the names of the scheme's groups stand. `is_scheme`: nothing has a shape."""

    rings: dict[str, list[Ring]]
    points: dict[str, Corner]
    names: list[tuple[str, Corner]]
    in_scheme: frozenset[str]
    is_scheme: bool


def lay_out(units: Sequence[Unit], *, aspect: float = ASPECT) -> Drawn:
    """Each unit's outer rings or its point; units without a usable shape stand in a grid, south of the others.

    `aspect` is about how many times wider than high the grid becomes.
    """
    rings: dict[str, list[Ring]] = {}
    points: dict[str, Corner] = {}
    for unit in units:
        found = outlines(unit.shape)
        if found:
            rings[unit.key] = found
        elif (point := point_of(unit.shape)) is not None:
            points[unit.key] = point
    known = [*(corner for found in rings.values() for ring in found for corner in ring), *points.values()]
    rest = [unit for unit in units if unit.key not in rings and unit.key not in points]
    names: list[tuple[str, Corner]] = []
    for key, ring, name in _scheme(rest, around(known), aspect):
        if ring is None:
            names.append((key, name))
        else:
            rings[key] = [ring]
    return Drawn(rings, points, names, frozenset(unit.key for unit in rest), is_scheme=not known)


def outlines(shape: Any) -> list[Ring]:
    """The outer rings of a polygon or several; nothing for anything else, or for what is no number."""
    if not isinstance(shape, dict):
        return []
    try:
        match shape.get("type"):
            case "Polygon":
                return [_ring(shape["coordinates"][0])]
            case "MultiPolygon":
                return [_ring(polygon[0]) for polygon in shape["coordinates"]]
            case _:
                return []
    except (KeyError, IndexError, TypeError, ValueError):
        return []


def point_of(shape: Any) -> Corner | None:
    """The position of a GeoJSON point; None for anything else."""
    if not isinstance(shape, dict) or shape.get("type") != "Point":
        return None
    try:
        return _corner(shape["coordinates"])
    except (KeyError, IndexError, TypeError, ValueError):
        return None


def around(corners: Iterable[Corner]) -> Box | None:
    """The smallest box that holds these; None of nothing."""
    found = list(corners)
    if not found:
        return None
    across, up = [x for x, _y in found], [y for _x, y in found]
    return Box(min(across), min(up), max(across), max(up))


def _ring(corners: Any) -> Ring:
    ring = [_corner(corner) for corner in corners]
    if len(ring) < 3:
        raise ValueError("a ring has three corners")
    return ring


def _corner(given: Any) -> Corner:
    x, y = float(given[0]), float(given[1])
    if not (isfinite(x) and isfinite(y)):
        raise ValueError("a corner is two numbers")
    return x, y


def _scheme(units: Sequence[Unit], box: Box | None, aspect: float) -> Iterator[tuple[str, Ring | None, Corner]]:
    """Cells in groups, row by row: (key, its square, nothing), and (group, None, where its name stands)."""
    if not units:
        return
    blocks = [(group, list(members)) for group, members in groupby(units, key=lambda unit: unit.group)]
    across, up, west, north = _scale(box)
    x = y = deepest = 0.0
    broad = _broad([len(members) for _group, members in blocks], aspect)
    for group, members in blocks:
        columns = _columns(len(members))
        if x and x + columns * CELL_WIDE > broad:
            x, y, deepest = 0.0, y + deepest, 0.0
        yield group, None, (west + x * across, north - (y + NAME_ROOM - GAP) * up)
        for number, member in enumerate(members):
            row, column = divmod(number, columns)
            corners = _cell(x + column * CELL_WIDE, y + NAME_ROOM + row)
            yield member.key, [(west + a * across, north - b * up) for a, b in corners], (0.0, 0.0)
        x += columns * CELL_WIDE + BETWEEN
        deepest = max(deepest, ceil(len(members) / columns) + NAME_ROOM + BETWEEN)


def _columns(number: int) -> int:
    return max(ceil(sqrt(number / CELL_WIDE)), 1)


def _broad(numbers: Sequence[int], aspect: float) -> float:
    """How wide rows of blocks may become so that all of them make a page of about the right form."""
    area = sum((_columns(n) * CELL_WIDE + BETWEEN) * (ceil(n / _columns(n)) + NAME_ROOM + BETWEEN) for n in numbers)
    widest = max(_columns(n) * CELL_WIDE for n in numbers)
    return max(sqrt(area * aspect), widest)


def _cell(left: float, top: float) -> Ring:
    right, bottom = left + CELL_WIDE - GAP, top + 1 - GAP
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _scale(box: Box | None) -> tuple[float, float, float, float]:
    """How long a cell is east and south, and where the scheme begins: below a real map, in squares on the ground."""
    if box is None:
        return 1.0, 1.0, 0.0, 0.0
    across = max(box.width, box.height, SMALLEST_DEGREES) * CELL_SHARE
    return across, across * cos(radians(box.south)), box.west, box.south - across
