"""Outlines imported as a plan: laid out in metres, tied to the buildings that they are."""

from math import cos, radians
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.atlas import outlines, plans
from qiaomen.atlas.blocks import ground
from qiaomen.atlas.document import MOST_FEATURES, MOST_POINTS, Document, Feature, Frame, Point
from qiaomen.atlas.geometry import contains, middle
from qiaomen.atlas.outlines import Outline
from qiaomen.atlas.plans import PlanNow
from qiaomen.atlas.tying import tied
from qiaomen.base.problems import Problem
from qiaomen.places.datums import Datum, Position
from qiaomen.places.models import Place

# A degree of latitude in metres (mean of WGS-84); over a compound nothing finer matters.
DEGREE = 111_195.0
# Around everything, metres; above it room for the roofs of what stands at the top.
EDGE, HEAD = 12.0, 40.0


def import_footprints(*, place: Place, content: bytes, datum: Datum, by: Worker | None, after: int) -> PlanNow:
    """Keep the outlines of a file as the plan's next version; what was drawn beside the buildings stays.

    Of a place whose own outline is known only what lies in it is taken. Raises `atlas.bad_footprints`; else as
    `plans.save`.
    """
    found = _inside(place, outlines.read(content, datum))
    before = plans.plan_of(place)
    made = laid_out(found)
    _name(made, place, before.document)
    if not before.is_drawn:
        made.features += _kept(before.document, made)
    return plans.save(place=place, plan=made, by=by, after=after)


def laid_out(found: list[Outline]) -> Document:
    """Outlines as features, in metres from the top left corner, north up."""
    west = min(x for one in found for x, _y in one.ring)
    north = max(y for one in found for _x, y in one.ring)
    east, south = max(x for one in found for x, _y in one.ring), min(y for one in found for _x, y in one.ring)
    wide = DEGREE * cos(radians((north + south) / 2))
    origin = (west - EDGE / wide, north + (EDGE + HEAD) / DEGREE)
    frame = Frame(
        unit="m", width=round((east - west) * wide + 2 * EDGE, 1),
        height=round((north - south) * DEGREE + 2 * EDGE + HEAD, 1), origin=origin,
    )  # fmt: skip
    features = [
        Feature(
            id=_id(one), kind=one.kind, points=[_metres(point, origin, wide) for point in one.ring[:MOST_POINTS]],
            name=one.name, floors=one.floors,
        )
        for one in found[:MOST_FEATURES]
    ]  # fmt: skip
    return Document(frame=frame, features=features)


def _metres(position: Position, origin: Position, wide: float) -> Point:
    return round((position[0] - origin[0]) * wide, 2), round((origin[1] - position[1]) * DEGREE, 2)


def _id(one: Outline) -> str:
    return f"{one.kind[:1]}{one.id}"[:24]


def _inside(place: Place, found: list[Outline]) -> list[Outline]:
    """What lies in the place's outline, if it has one. Raises `atlas.bad_footprints` where no building does."""
    shape = place.shape or {}
    if shape.get("type") != "Polygon":
        return found
    around = [(float(x), float(y)) for x, y in shape["coordinates"][0]]
    inside = [one for one in found if contains(around, middle(one.ring))]
    if not any(one.kind == "building" for one in inside):
        raise Problem("atlas.bad_footprints")
    return inside


def _name(made: Document, place: Place, before: Document) -> None:
    """Tie the buildings to places: as they were tied before, else by their names."""
    known = {one.id: one for one in before.of_kind("building")}
    buildings = made.of_kind("building")
    for one in buildings:
        if one.id in known:
            one.place, one.name = known[one.id].place, known[one.id].name or one.name
    taken = {one.place for one in buildings}
    blocks: dict[UUID, str] = {b.place.id: b.name for b in ground(place).blocks if b.place.id not in taken}
    names = {one.id: one.name for one in buildings if one.name and one.place is None}
    ties = tied(names, blocks, around=[place.name])
    for one in buildings:
        one.place = one.place or ties.get(one.id)


def _kept(before: Document, made: Document) -> list[Feature]:
    """What is no building, moved from the old frame to the new one; nothing of a plan that lies nowhere."""
    old, new = before.frame, made.frame
    if old.origin is None or new.origin is None:
        return []
    wide = DEGREE * cos(radians(new.origin[1]))
    right, down = (old.origin[0] - new.origin[0]) * wide, (new.origin[1] - old.origin[1]) * DEGREE
    have = {one.id for one in made.features}
    for one in (others := [one for one in before.features if one.kind != "building" and one.id not in have]):
        one.points = [(x + right, y + down) for x, y in one.points]
    wide_most, high_most = new.width * 1.25, new.height * 1.25
    return [
        one for one in others
        if all(-new.width / 4 <= x <= wide_most and -new.height / 4 <= y <= high_most for x, y in one.points)
    ]  # fmt: skip
