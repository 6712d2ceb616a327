"""A building raised from its outline: walls, floors, stairwells, roof. Pure."""

from dataclasses import dataclass

from qiaomen.atlas.blocks import Block
from qiaomen.atlas.document import Point
from qiaomen.atlas.geometry import along, front_edges
from qiaomen.atlas.shapes import Building, Line, Wall

Edge = tuple[Point, Point]
# A wall whose edge climbs more steeply than this (rise over run) lies in the shade.
STEEP = 0.5
# Lines nearer than this (pixels) would be a grey area.
CLOSEST_LINES = 2.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a plan lies on the sheet, and how high a floor is there (pixels); 0: everything lies flat."""

    scale: float
    left: float
    top: float
    rise: float
    width: float
    height: float

    def point(self, at: Point) -> Point:
        """A point of the plan on the sheet."""
        return self.left + at[0] * self.scale, self.top + at[1] * self.scale


def raised(one: Building, floors: int, block: Block | None, sheet: Sheet) -> Building:
    """Give a building walls of so many floors."""
    if not sheet.rise:
        return one
    edges = front_edges(one.base)
    high = floors * sheet.rise
    one.roof = [(x, y - high) for x, y in one.base]
    one.walls = [Wall(quad(edge, 0, high), is_side(edge)) for edge in edges]
    if sheet.rise >= CLOSEST_LINES:
        one.lines = [
            Line([(a[0], a[1] - n * sheet.rise), (b[0], b[1] - n * sheet.rise)], heavy=False)
            for a, b in edges
            if not is_side((a, b))
            for n in range(1, floors)
        ]
    if block is not None and edges:
        edge = main_edge(edges)
        one.lines += [
            Line([(x, y), (x, y - high)], heavy=True)
            for x, y in (along(edge, share) for share, _until in list(columns(block).values())[1:])
        ]
    return one


def columns(block: Block) -> dict[str, tuple[float, float]]:
    """Which part of the front each stairwell takes, from 0 at the left to 1: as wide as its doors on a floor."""
    wide = {name: max(floors.values()) for name, floors in block.stacks.items()}
    total, found, at = sum(wide.values()), {}, 0.0
    for name, doors in wide.items():
        found[name] = (at / total, (at + doors) / total)
        at += doors
    return found


def main_edge(edges: list[Edge]) -> Edge:
    """The front: of the walls that one sees, the broadest."""
    return max(edges, key=lambda edge: edge[1][0] - edge[0][0])


def quad(edge: Edge, low: float, high: float) -> list[Point]:
    """The part of a wall between two heights (pixels)."""
    (x1, y1), (x2, y2) = edge
    return [(x1, y1 - low), (x2, y2 - low), (x2, y2 - high), (x1, y1 - high)]


def is_side(edge: Edge) -> bool:
    """Whether a wall lies in the shade."""
    (x1, y1), (x2, y2) = edge
    return abs(y2 - y1) > STEEP * (x2 - x1)
