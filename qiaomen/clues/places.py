"""At which places a clue may stand."""

from qiaomen.places.models import PlaceKind

LARGE = (
    PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.ENCLOSURE, PlaceKind.RESIDENT_GROUP, PlaceKind.COMMUNITY,
    PlaceKind.STREET,
)  # fmt: skip
"""Places so large that they do not say who told it."""
