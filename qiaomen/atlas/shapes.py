"""The shapes that a plan is drawn of, in pixels of its sheet, y down: what screen and poster have in common."""

from typing import Literal
from uuid import UUID

import msgspec

from qiaomen.atlas.document import Kind, Point


class Text(msgspec.Struct, frozen=True):
    """Words at a point: the middle, the start or the end of their base line."""

    at: Point
    size: float
    text: str
    anchor: Literal["start", "middle", "end"] = "middle"
    bold: bool = False


class Wall(msgspec.Struct, frozen=True):
    """A wall that one sees; a `side` lies in the shade."""

    points: list[Point]
    side: bool


class Line(msgspec.Struct, frozen=True):
    """On a wall: between floors, or (`heavy`) between stairwells."""

    points: list[Point]
    heavy: bool


class Band(msgspec.Struct, frozen=True):
    """A floor on which somebody isolates, on one wall, over the columns of the stairwell."""

    points: list[Point]
    floor: int
    side: bool


class Callout(msgspec.Struct, frozen=True):
    """An octagon around `at` with a count, what it counts beside it, and a line that leads to where that is."""

    at: Point
    size: float
    text: str
    label: Text | None = None
    note: Text | None = None
    """A smaller line above the label: the stairwell."""
    box: list[Point] = msgspec.field(default_factory=list)
    lead: list[Point] = msgspec.field(default_factory=list)


class Building(msgspec.Struct):
    """One building. `hot`: somebody isolates in it, as far as this copy tells."""

    id: str
    place: UUID | None
    name: str
    base: list[Point]
    roof: list[Point]
    walls: list[Wall] = msgspec.field(default_factory=list)
    lines: list[Line] = msgspec.field(default_factory=list)
    bands: list[Band] = msgspec.field(default_factory=list)
    texts: list[Text] = msgspec.field(default_factory=list)
    callouts: list[Callout] = msgspec.field(default_factory=list)
    hot: bool = False


class Area(msgspec.Struct, frozen=True):
    """Wall, road, garden, parking or water, with its name."""

    kind: Kind
    points: list[Point]
    text: Text | None = None


class Gate(msgspec.Struct, frozen=True):
    """A gate: open, closed, or (None) nobody has said."""

    id: str
    place: UUID | None
    at: Point
    open: bool | None
    text: Text


class Drawing(msgspec.Struct):
    """Everything, in the order in which it is painted: areas, buildings from the farthest on, gates, texts."""

    width: float
    height: float
    plan: tuple[float, float, float, float]
    """Where the plan's frame (its picture) lies on the sheet: left, top, width, height."""
    north: float
    knows_north: bool
    """Whether up is known: it is not where the plan drew itself."""
    has_picture: bool
    areas: list[Area]
    buildings: list[Building]
    gates: list[Gate]
    texts: list[Text]
