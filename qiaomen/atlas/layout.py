"""A plan that draws itself: a compound's buildings in rows, in walking order, as wide and high as their doors say.

Nothing is known of where they stand, so this is a picture of what there is and no map; whoever knows better draws or
imports a plan. Measures are pixels of a sheet of `WIDE` × `HIGH`, which is the place that a poster has for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qiaomen.atlas.blocks import Block, ground
from qiaomen.atlas.document import Document, Feature, Frame, Point
from qiaomen.places.models import Place, PlaceKind

WIDE, HIGH = 752.0, 1018.0
# At scale 1, in pixels: a floor, a door beside the next, and how far a building reaches back (to the right and up).
FLOOR, DOOR, BACK = 12.5, 30.0, (34.0, 28.0)
NARROWEST, WIDEST = 64.0, 420.0
FEWEST_FLOORS = 2
# Whatever the scale: the edge, room at the right for octagons with their floors, the name and figures below, roads.
EDGE, AISLE, CAPTION, ROAD, FORECOURT = 22.0, 84.0, 30.0, 22.0, 64.0
# With more buildings than this there is no room for octagons beside each; they stand on the building.
MOST_AISLES = 16
LARGEST, SMALLEST = 1.6, 0.05


@dataclass(frozen=True, slots=True)
class _Shape:
    """A building at scale 1."""

    block: Block
    width: float
    floors: int

    @property
    def height(self) -> float:
        return self.floors * FLOOR


@dataclass(slots=True)
class _Row:
    shapes: list[_Shape]
    height: float


def drawn(place: Place) -> Document:
    """The plan of a place from what stands in it."""
    gates = list(place.below().filter(kind=PlaceKind.GATE).order_by("walk", "name"))
    return arranged(ground(place).blocks, gates)


def arranged(blocks: Sequence[Block], gates: Sequence[Place] = ()) -> Document:
    """The plan of these blocks, as large as fits; the gates in the wall at the bottom."""
    shapes = [_shape(block) for block in blocks]
    aisle = AISLE if len(shapes) <= MOST_AISLES else EDGE / 2
    scale = _largest(shapes, aisle)
    features = [Feature(id="wall", kind="wall", points=[(2, 2), (WIDE - 2, 2), (WIDE - 2, HIGH - 2), (2, HIGH - 2)])]
    features += _standing(_rows(shapes, scale, aisle), scale, aisle)
    features += _gates(gates)
    return Document(frame=Frame(unit="px", width=WIDE, height=HIGH, rise=FLOOR * scale), features=features)


def _shape(block: Block) -> _Shape:
    width = min(max(block.doors_on_a_floor * DOOR, NARROWEST), WIDEST)
    return _Shape(block, width, max(len(block.floors), FEWEST_FLOORS))


def _largest(shapes: Sequence[_Shape], aisle: float) -> float:
    """The largest scale at which all rows fit, to a hundredth."""
    small, large = SMALLEST, LARGEST
    while large - small > 0.01:
        middle = (small + large) / 2
        rows = _rows(shapes, middle, aisle)
        fits = all(_wide(row.shapes, middle, aisle) <= WIDE - 2 * EDGE for row in rows)
        high = sum(row.height for row in rows) + ROAD * len(rows) + FORECOURT
        small, large = (middle, large) if fits and high <= HIGH else (small, middle)
    return small


def _rows(shapes: Sequence[_Shape], scale: float, aisle: float) -> list[_Row]:
    rows: list[_Row] = []
    for shape in shapes:
        high = (shape.height + BACK[1]) * scale + CAPTION
        if rows and _wide([*rows[-1].shapes, shape], scale, aisle) <= WIDE - 2 * EDGE:
            rows[-1].shapes.append(shape)
            rows[-1].height = max(rows[-1].height, high)
        else:
            rows.append(_Row([shape], high))
    return rows


def _wide(shapes: Sequence[_Shape], scale: float, aisle: float) -> float:
    return sum((shape.width + BACK[0]) * scale + aisle for shape in shapes)


def _standing(rows: Sequence[_Row], scale: float, aisle: float) -> list[Feature]:
    """The buildings on their ground lines, with a road between one row and the next."""
    spare = HIGH - FORECOURT - ROAD * len(rows) - sum(row.height for row in rows)
    between = min(max(spare, 0) / max(len(rows), 1), ROAD * 2)
    features, y = [], EDGE / 2
    for number, row in enumerate(rows, start=1):
        y += row.height + between
        x, loose = EDGE, WIDE - 2 * EDGE - _wide(row.shapes, scale, aisle)
        for shape in row.shapes:
            features.append(_building(shape, x, y - CAPTION, scale))
            x += (shape.width + BACK[0]) * scale + aisle + min(loose / len(row.shapes), aisle)
        if number < len(rows):
            road: list[Point] = [(2, y + ROAD / 2), (WIDE - 2, y + ROAD / 2)]
            features.insert(0, Feature(id=f"road-{number}", kind="road", points=road))
        y += ROAD
    return features


def _building(shape: _Shape, x: float, y: float, scale: float) -> Feature:
    wide, (right, up) = shape.width * scale, (BACK[0] * scale, BACK[1] * scale)
    corners = [(x, y), (x + wide, y), (x + wide + right, y - up), (x + right, y - up)]
    place = shape.block.place
    return Feature(
        id=f"b-{place.id.hex[-8:]}", kind="building", name=shape.block.name, place=place.id,
        points=[(round(a, 1), round(b, 1)) for a, b in corners],
    )  # fmt: skip


def _gates(gates: Sequence[Place]) -> list[Feature]:
    """In the wall at the bottom. Of several nobody has said which is open; a single one is."""
    apart = WIDE / (len(gates) + 1)
    return [
        Feature(
            id=f"g-{gate.id.hex[-8:]}", kind="gate", name=gate.name, place=gate.id,
            points=[(round(apart * number, 1), HIGH - 2)], open=True if len(gates) == 1 else None,
        )
        for number, gate in enumerate(gates, start=1)
    ]  # fmt: skip
