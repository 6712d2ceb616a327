"""A plan as data: what stands in a compound and where, drawn by hand or imported. Pure.

Coordinates are pixels of the plan's picture or sheet, or metres; x to the right, y down, from the top left corner. A
building is tied to a place; which people are in it follows from that, and is no part of the plan.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.utils.translation import gettext
from msgspec import Meta

from qiaomen.base.problems import Problem

Point = tuple[float, float]
Kind = Literal["building", "gate", "wall", "road", "garden", "parking", "water", "text"]

LEAST_POINTS: dict[Kind, int] = {
    "building": 3, "gate": 1, "wall": 3, "road": 2, "garden": 3, "parking": 3, "water": 3, "text": 1,
}  # fmt: skip
MOST_FEATURES = 2000
MOST_POINTS = 400
# How far outside the frame something may lie: a gate stands on the edge, its name beside it.
MARGIN = 0.25


class Frame(msgspec.Struct, omit_defaults=True):
    """What the coordinates mean."""

    unit: Literal["px", "m"]
    width: Annotated[float, Meta(gt=0, le=100_000)]
    height: Annotated[float, Meta(gt=0, le=100_000)]
    north: float = 0
    """Degrees clockwise from straight up."""
    rise: Annotated[float, Meta(ge=0, le=1000)] = 0
    """How much a floor stands above the next; 0: a share of the frame."""
    origin: tuple[float, float] | None = None
    """Longitude and latitude (WGS-84) of the top left corner; for metres only."""


class Feature(msgspec.Struct, omit_defaults=True):
    """One thing on the plan. An outline is a polygon that is not closed twice; a gate and a text are one point."""

    id: Annotated[str, Meta(min_length=1, max_length=24)]
    kind: Kind
    points: Annotated[list[Point], Meta(max_length=MOST_POINTS)]
    name: Annotated[str, Meta(max_length=60)] = ""
    place: UUID | None = None
    """The building, alley, gate … that it is."""
    open: bool | None = None
    """Of a gate; empty where nobody has said."""
    floors: Annotated[int, Meta(ge=1, le=200)] | None = None
    """Of a building whose doors do not say it."""


class Document(msgspec.Struct, omit_defaults=True):
    """A whole plan."""

    frame: Frame
    features: Annotated[list[Feature], Meta(max_length=MOST_FEATURES)] = msgspec.field(default_factory=list)

    def of_kind(self, *kinds: Kind) -> list[Feature]:
        """Its features of these kinds, in the order of the document."""
        return [feature for feature in self.features if feature.kind in kinds]


def read(raw: bytes | str | dict[str, Any]) -> Document:
    """A document from JSON, checked. Raises `atlas.bad_plan`, which names the feature."""
    try:
        plain = raw if isinstance(raw, dict) else msgspec.json.decode(raw)
        document = msgspec.convert(plain, Document)
    except (ValueError, RecursionError) as fault:
        raise Problem("atlas.bad_plan", feature="", reason=str(fault)) from None
    check(document)
    return document


def check(document: Document) -> None:
    """What types cannot say: ids once, places once, enough points, all of them near the frame.

    Raises `atlas.bad_plan`.
    """
    ids: set[str] = set()
    places: set[UUID] = set()
    for feature in document.features:
        reason = _fault(feature, document.frame)
        if feature.id in ids:
            reason = gettext("the id stands twice")
        elif feature.kind == "building" and feature.place in places:
            reason = gettext("two buildings are tied to one place")
        if reason:
            raise Problem("atlas.bad_plan", feature=feature.id, reason=reason)
        ids.add(feature.id)
        if feature.kind == "building" and feature.place is not None:
            places.add(feature.place)


def built(document: Document) -> dict[str, Any]:
    """The document as it is stored and sent: plain JSON."""
    plain: dict[str, Any] = msgspec.to_builtins(document)
    return plain


def _fault(feature: Feature, frame: Frame) -> str:
    if len(feature.points) < LEAST_POINTS[feature.kind]:
        return gettext("too few points")
    wide, high = frame.width * MARGIN, frame.height * MARGIN
    inside = (-wide <= x <= frame.width + wide and -high <= y <= frame.height + high for x, y in feature.points)
    return "" if all(inside) else gettext("a point lies far outside the plan")
