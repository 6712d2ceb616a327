"""Octagons beside a building, one for each floor of a stairwell where somebody isolates, and readable. Pure."""

from collections.abc import Sequence

import msgspec
from django.utils.translation import gettext as _

from qiaomen.atlas.document import Point
from qiaomen.atlas.shapes import Callout, Text

# Pixels: an octagon, the step to the next one below, the least of it, and the column that they stand in.
SIZE, STEP, LEAST_STEP, COLUMN = 40.0, 44.0, 22.0, 100.0
LABEL_TEXT, NOTE_TEXT, LABEL_HIGH = 17.0, 12.0, 28.0
# The one octagon of a building: beside it, or on it where there is no room.
SINGLE_SIZE, CROWDED_SIZE, LEAST_SINGLE = 56.0, 30.0, 18.0
Box = tuple[float, float, float, float]


class Spot(msgspec.Struct, frozen=True):
    """How many isolate where: floors of one stairwell, and the point of the building from which a line leads."""

    count: int
    stairwell: str
    floors: tuple[int, ...]
    at: Point
    whole: bool = False
    """Whether there is no other floor: then nothing needs to say which."""


def beside(spots: Sequence[Spot], *, x: float, top: float, bottom: float, name_stairwells: bool) -> list[Callout]:
    """A column of octagons at `x`, from top to bottom as the floors are; floors are joined where there is no room."""
    most = max(int((bottom - top) / LEAST_STEP), 1)
    joined = _joined(sorted(spots, key=lambda spot: (spot.at[1], spot.stairwell)), most)
    step = min(STEP, max((bottom - top) / len(joined), LEAST_STEP))
    size = min(SIZE, step - 3)
    middle = sum(spot.at[1] for spot in joined) / len(joined)
    first = min(
        max(middle - step * (len(joined) - 1) / 2, top + size / 2), bottom - size / 2 - step * (len(joined) - 1)
    )
    return [
        _callout(spot, (x + size / 2 + 6, max(first, top + size / 2) + step * number), size, name_stairwells)
        for number, spot in enumerate(joined)
    ]


def words(spot: Spot, *, name_stairwells: bool) -> str:
    """Which floor it is, in words: 9/F, with its stairwell before it."""
    stairwell = _stairwell(spot) if name_stairwells else ""
    return f"{stairwell} {_floor(spot)}".strip()


def single(text: str, noted: str, box: Box, column: Box | None, *, width: float) -> Callout:
    """One octagon for a building, beside it or else on its upper right corner; what is noted stands in a box at it.

    Both stay inside a sheet of this `width`: where there is no room at the right the box stands at the left.
    """
    if column is not None:
        size, at = SINGLE_SIZE, ((column[0] + column[2]) / 2 - 4, (box[1] + box[3]) / 2)
    else:
        size = min(CROWDED_SIZE, max((box[2] - box[0]) * 0.5, LEAST_SINGLE))
        at = (min(box[2] + size * 0.25, width - size / 2 - 2), box[1] + size * 0.3)
    if not noted:
        return Callout(at=at, size=size, text=text)
    letter = NOTE_TEXT
    wide, high = breadth(noted, letter) + 6, letter + 6
    left = at[0] + size / 2 + 2
    if left + wide > width - 4:
        left = at[0] - size / 2 - 2 - wide
    label = Text((left + wide / 2, at[1] + letter * 0.36), letter, noted, bold=True)
    corners = [(left, at[1] - high / 2), (left + wide, at[1] + high / 2)]
    return Callout(at=at, size=size, text=text, label=label, box=corners)


def touch(a: Box, b: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) overlap."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _stairwell(spot: Spot) -> str:
    return _("stairwell %(n)s") % {"n": spot.stairwell} if spot.stairwell.isdecimal() else spot.stairwell


def _floor(spot: Spot) -> str:
    low, high = min(spot.floors), max(spot.floors)
    return _("%(floors)s/F") % {"floors": str(low) if low == high else f"{low}–{high}"}


def _callout(spot: Spot, at: Point, size: float, name_stairwells: bool) -> Callout:
    """The label is a box at the right: the floor, and above it, smaller, the stairwell; in one line if it is low."""
    if spot.whole:
        return Callout(at=at, size=size, text=str(spot.count), lead=[spot.at, (at[0] - size / 2 + 1, at[1])])
    above = _stairwell(spot) if name_stairwells and size >= SIZE - 4 else ""
    text = _floor(spot) if above else words(spot, name_stairwells=name_stairwells)
    high = size - 2 if above else min(LABEL_HIGH, size)
    letter = min(LABEL_TEXT, high * 0.68)
    left, wide = at[0] + size / 2 + 3, max(breadth(text, letter), breadth(above, NOTE_TEXT)) + 8
    box = [(left, at[1] - high / 2), (left + wide, at[1] + high / 2)]
    middle, base = left + wide / 2, at[1] + (high / 2 - 5 if above else letter * 0.36)
    return Callout(
        at=at, size=size, text=str(spot.count), box=box, lead=[spot.at, (at[0] - size / 2 + 1, at[1])],
        label=Text((middle, base), letter, text, bold=True),
        note=Text((middle, at[1] - high / 2 + NOTE_TEXT + 1), NOTE_TEXT, above) if above else None,
    )  # fmt: skip


def breadth(text: str, size: float) -> float:
    """About how wide a text is set (pixels): Chinese is as wide as high, other letters are half of it."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.56 for letter in text)


def _joined(spots: Sequence[Spot], most: int) -> list[Spot]:
    """At most so many: neighbours (in order of height) become one, those that are least together first."""
    found = list(spots)
    while len(found) > most:
        at = min(range(len(found) - 1), key=lambda one: found[one].count + found[one + 1].count)
        one, other = found[at], found[at + 1]
        same = one.stairwell if one.stairwell == other.stairwell else ""
        floors, count = tuple(sorted({*one.floors, *other.floors})), one.count + other.count
        found[at : at + 2] = [Spot(count=count, stairwell=same, floors=floors, at=one.at)]
    return found
