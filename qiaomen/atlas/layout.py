"""A plan that draws itself: a compound's buildings in rows, in walking order, as wide and high as their doors say.

Nothing is known of where they stand, so this is a picture of what there is and no map; whoever knows better draws or
imports a plan. Measures are pixels of a sheet of `WIDE` × `HIGH`, which is the place that a poster has for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qiaomen.atlas.blocks import Block, ground
from qiaomen.atlas.document import Document, Feature, Frame, Point
from qiaomen.places.models import Place, PlaceKind

WIDE, HIGH = 752.0, 1150.0
# At scale 1, in pixels: a floor, a door beside the next, and how far a building reaches back (to the right and up).
FLOOR, DOOR, BACK = 12.5, 30.0, (34.0, 28.0)
NARROWEST, WIDEST = 64.0, 420.0
FEWEST_FLOORS = 2
# Whatever the scale: the edge, room at the right for octagons with their floors, the name and figures below, roads.
EDGE, AISLE, CAPTION, ROAD, FORECOURT = 20.0, 100.0, 30.0, 22.0, 64.0
# With more buildings than this there is no room for octagons beside each; they stand on the building.
MOST_AISLES = 16
LARGEST, SMALLEST = 1.6, 0.05
# Where there is room to spare floors are drawn higher and doors broader, at most by this.
STRETCH = 1.6


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
    scale = _most(SMALLEST, LARGEST, lambda one: _fits(shapes, one, one, aisle))
    few = len(_rows(shapes, scale, scale, aisle))
    rise = _most(scale, scale * STRETCH, lambda one: _fits(shapes, scale, one, aisle))
    broad = _most(
        scale,
        scale * STRETCH,
        lambda one: _fits(shapes, one, rise, aisle) and few == len(_rows(shapes, one, rise, aisle)),
    )
    features = [Feature(id="wall", kind="wall", points=[(2, 2), (WIDE - 2, 2), (WIDE - 2, HIGH - 2), (2, HIGH - 2)])]
    features += _standing(_rows(shapes, broad, rise, aisle), broad, aisle)
    features += _gates(gates)
    return Document(frame=Frame(unit="px", width=WIDE, height=HIGH, rise=FLOOR * rise), features=features)


def _shape(block: Block) -> _Shape:
    width = min(max(block.doors_on_a_floor * DOOR, NARROWEST), WIDEST)
    return _Shape(block, width, max(len(block.floors), FEWEST_FLOORS))


def _most(low: float, high: float, fits: Callable[[float], bool], *, nearly: float = 0.01) -> float:
    """The largest value between two that fits, but for so much; the lowest, if none does."""
    while high - low > nearly:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _fits(shapes: Sequence[_Shape], scale: float, rise: float, aisle: float) -> bool:
    rows = _rows(shapes, scale, rise, aisle)
    wide = all(_wide(row.shapes, scale, aisle) <= WIDE - 2 * EDGE for row in rows)
    return wide and sum(row.height for row in rows) + ROAD * len(rows) + FORECOURT <= HIGH


def _rows(shapes: Sequence[_Shape], scale: float, rise: float, aisle: float) -> list[_Row]:
    """As few rows as the breadth asks for, all about as long."""
    wide = WIDE - 2 * EDGE
    few = len(_packed(shapes, scale, aisle, wide))
    shortest = -_most(-wide, 0, lambda limit: len(_packed(shapes, scale, aisle, -limit)) <= few, nearly=1)
    return [
        _Row(row, max(shape.height * rise + BACK[1] * scale + CAPTION for shape in row))
        for row in _packed(shapes, scale, aisle, shortest)
    ]


def _packed(shapes: Sequence[_Shape], scale: float, aisle: float, wide: float) -> list[list[_Shape]]:
    rows: list[list[_Shape]] = []
    room = 0.0
    for shape in shapes:
        needed = _wide([shape], scale, aisle)
        if rows and needed <= room:
            rows[-1].append(shape)
        else:
            rows.append([shape])
            room = wide
        room -= needed
    return rows


def _wide(shapes: Sequence[_Shape], scale: float, aisle: float) -> float:
    return sum((shape.width + BACK[0]) * scale + aisle for shape in shapes)


def _standing(rows: Sequence[_Row], scale: float, aisle: float) -> list[Feature]:
    """The buildings on their ground lines, with a road between one row and the next."""
    spare = HIGH - FORECOURT - ROAD * len(rows) - sum(row.height for row in rows)
    between = min(max(spare, 0) / max(len(rows), 1), ROAD * 3)
    features, y = [], EDGE / 2
    for number, row in enumerate(rows, start=1):
        y += row.height + between
        x, loose = EDGE, WIDE - 2 * EDGE - _wide(row.shapes, scale, aisle)
        for shape in row.shapes:
            features.append(_building(shape, x, y - CAPTION, scale))
            x += (shape.width + BACK[0]) * scale + aisle + loose / len(row.shapes)
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
