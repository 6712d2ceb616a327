"""A plan with its figures as shapes to draw, the same for the screen and the poster. Pure.

Every building stands on its outline, straight up, so that a floor is something that one can point at: the walls that
face down are seen, with a line for each floor, and the roof above. A floor on which somebody isolates is a band over
the columns of their stairwell, with an octagon that holds the number and a label that says the floor; shape, number and
word say what the colour says. A public copy has one octagon a building and no band. On a picture buildings lie flat.
"""

from typing import Literal
from uuid import UUID

from qiaomen.atlas.blocks import Block, Ground
from qiaomen.atlas.counts import Counts
from qiaomen.atlas.document import Document, Feature, Point
from qiaomen.atlas.geometry import bounds, middle
from qiaomen.atlas.marks import Marking
from qiaomen.atlas.shapes import Area, Building, Drawing, Gate, Text
from qiaomen.atlas.standing import Sheet, raised

# A floor's height where the plan does not say it: metres (drawn lower than it is, so that what is behind stays in
# sight), or a share of the sheet.
RISE_METRES, RISE_SHARE = 2.0, 0.006
MARGIN = 0.05
GATE_TEXT, AREA_TEXT, FREE_TEXT = 20.0, 17.0, 17.0


def draw(
    plan: Document,
    counts: Counts,
    ground: Ground,
    *,
    width: float = 752,
    height: float = 1150,
    has_picture: bool = False,
) -> Drawing:
    """The plan as large as fits into `width` × `height` pixels, with the figures of one copy.

    Of a plan in metres, which may have come with all the neighbourhood, the part with the place's own buildings.
    """
    blocks = {block.place.id: block for block in ground.blocks}
    sheet = _sheet(plan, width, height, flat=has_picture)
    buildings = [_building(one, sheet, blocks) for one in plan.of_kind("building")]
    # Who stands farther down stands in front.
    buildings = sorted((one for one in buildings if _seen(one.base, sheet)), key=lambda one: bounds(one.base)[3])
    marking = Marking(sheet, counts.copy, [bounds([*one.base, *one.roof]) for one in buildings])
    for one in buildings:
        known = one.place if one.place is not None else None
        marking.mark(one, blocks.get(known) if known else None, counts.blocks.get(known) if known else None)
    frame = (sheet.left, sheet.top, plan.frame.width * sheet.scale, plan.frame.height * sheet.scale)
    areas = (_area(one, sheet) for one in plan.of_kind("wall", "garden", "water", "parking", "road"))
    return Drawing(
        width=width, height=height, plan=frame, north=plan.frame.north, has_picture=has_picture,
        knows_north=plan.frame.origin is not None or plan.frame.north != 0,
        areas=[one for one in areas if _seen(one.points, sheet)], buildings=buildings,
        gates=[_gate(one, sheet) for one in plan.of_kind("gate")],
        texts=[Text(sheet.point(one.points[0]), FREE_TEXT, one.name) for one in plan.of_kind("text")],
    )  # fmt: skip


def _sheet(plan: Document, width: float, height: float, *, flat: bool) -> Sheet:
    frame = plan.frame
    left, top, right, bottom = _view(plan)
    scale = min(width / (right - left), height / (bottom - top))
    if frame.rise:
        rise = frame.rise * scale
    else:
        rise = RISE_METRES * scale if frame.unit == "m" else min(width, height) * RISE_SHARE
    return Sheet(
        scale=scale, left=(width - (right - left) * scale) / 2 - left * scale,
        top=(height - (bottom - top) * scale) / 2 - top * scale, rise=0 if flat else rise, width=width, height=height,
    )  # fmt: skip


def _view(plan: Document) -> tuple[float, float, float, float]:
    """The part of the plan that is drawn: its wall, or its tied buildings and gates, with a margin; else all of it."""
    frame = plan.frame
    own = plan.of_kind("wall") or [one for one in plan.of_kind("building", "gate") if one.place is not None]
    if frame.unit == "px" or not own:
        return 0, 0, frame.width, frame.height
    left, top, right, bottom = bounds([point for one in own for point in one.points])
    edge = max(right - left, bottom - top) * MARGIN
    return left - edge, top - 2 * edge, right + edge, bottom + edge


def _seen(points: list[Point], sheet: Sheet) -> bool:
    left, top, right, bottom = bounds(points)
    return right > 0 and bottom > 0 and left < sheet.width and top < sheet.height


def _building(one: Feature, sheet: Sheet, blocks: dict[UUID, Block]) -> Building:
    block = blocks.get(one.place) if one.place is not None else None
    floors = len(block.floors) if block is not None and block.floors else one.floors or 1
    base = [sheet.point(point) for point in one.points]
    name = block.name if block is not None else one.name
    return raised(Building(id=one.id, place=one.place, name=name, base=base, roof=base), floors, block, sheet)


def _area(one: Feature, sheet: Sheet) -> Area:
    points = [sheet.point(point) for point in one.points]
    if not one.name or one.kind in ("wall", "road"):
        return Area(one.kind, points)
    x, y = middle(points)
    return Area(one.kind, points, Text((x, y + AREA_TEXT / 3), AREA_TEXT, one.name))


def _gate(one: Feature, sheet: Sheet) -> Gate:
    """Its name stands inside the sheet: above a gate in the lower half, below one in the upper."""
    x, y = sheet.point(one.points[0])
    below = -18 if y > sheet.height / 2 else 36
    anchor = _anchor(x, sheet.width)
    beside = {"start": max(x - 14, 6), "middle": x, "end": min(x + 14, sheet.width - 6)}[anchor]
    text = Text((beside, y + below), GATE_TEXT, one.name, anchor=anchor, bold=True)
    return Gate(id=one.id, place=one.place, at=(x, y), open=one.open, text=text)


def _anchor(x: float, width: float) -> Literal["start", "middle", "end"]:
    if x < width * 0.2:
        return "start"
    return "end" if x > width * 0.8 else "middle"
