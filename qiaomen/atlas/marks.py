"""What stands on and beside a building: its name, its figures, and where somebody isolates in it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from qiaomen.atlas.blocks import Block
from qiaomen.atlas.callouts import COLUMN, Box, Spot, beside, breadth, single, touch, words
from qiaomen.atlas.counts import BlockCounts
from qiaomen.atlas.geometry import along, bounds, front_edges, middle
from qiaomen.atlas.models import Copy
from qiaomen.atlas.shapes import Band, Building, Callout, Text
from qiaomen.atlas.standing import Edge, Sheet, columns, is_side, main_edge, quad

NAME, LEAST_NAME, CAPTION, LEAST_CAPTION = 20.0, 5.0, 15.0, 8.0
# More floors than this are not listed beside one octagon.
MOST_NOTED = 2


class Marking:
    """Marks the buildings of a sheet one after the other; what is taken already is not written over."""

    def __init__(self, sheet: Sheet, copy: Copy, buildings: Sequence[Box]) -> None:
        self.sheet, self.copy, self.taken = sheet, copy, list(buildings)
        self.called: list[Box] = []

    def mark(self, one: Building, block: Block | None, counted: BlockCounts | None) -> None:
        """Write a building's name and figures on it, and put octagons where somebody isolates."""
        box = bounds([*one.base, *one.roof])
        one.texts += _name(one, box)
        one.hot = counted is not None and counted.isolated.exact != 0
        if one.hot and counted is not None:
            self._call_out(one, block, counted, box)
        if block is not None and counted is not None:
            self._write_below(one, _captions(block, counted), box)

    def _call_out(self, one: Building, block: Block | None, counted: BlockCounts, box: Box) -> None:
        spots = _spots(one, block, counted, self.sheet) if self.copy == Copy.INTERNAL else []
        named = block is not None and len(block.stairwells) > 1
        column = self._room(box)
        if column is not None and spots and self.sheet.rise:
            one.callouts += beside(spots, x=box[2], top=column[1], bottom=column[3], name_stairwells=named)
        else:
            told = [words(spot, name_stairwells=named) for spot in spots if not spot.whole]
            noted = _(", ").join(told[:MOST_NOTED]) + (" …" if len(told) > MOST_NOTED else "")
            whole = single(counted.isolated.text, noted, box, column, width=self.sheet.width)
            crowded = any(touch(_around(whole), other) for other in self.called)
            # The bands still say where; on a picture there are none.
            bare = single(counted.isolated.text, "", box, column, width=self.sheet.width)
            one.callouts.append(bare if crowded and self.sheet.rise else whole)
        self.called += [_around(callout) for callout in one.callouts]
        self.taken += self.called[-len(one.callouts) :]

    def _write_below(self, one: Building, captions: Sequence[str], box: Box) -> None:
        """The first of these lines that has room below the building, else none."""
        others = [taken for taken in self.taken if taken != box]
        for text in captions:
            room = min(box[2] - box[0] + COLUMN * 0.7, self.sheet.width - box[0] - 4)
            size = min(CAPTION, room / max(breadth(text, 1), 1))
            place = (box[0], box[3] + 1, box[0] + breadth(text, size), box[3] + size * 1.3)
            if size >= LEAST_CAPTION and not any(touch(place, other) for other in others):
                one.texts.append(Text((box[0], box[3] + size * 1.25), size, text, anchor="start"))
                self.taken.append(place)
                return

    def _room(self, box: Box) -> Box | None:
        """The free column to the right of a building, if there is one; a little above and below it, too."""
        column = (box[2] + 1, box[1] - 8, box[2] + COLUMN, box[3] + 14)
        if column[2] > self.sheet.width or any(touch(column, other) for other in self.taken if other != box):
            return None
        return column


def _name(one: Building, box: Box) -> list[Text]:
    """On the roof; as large as fits into its breadth."""
    left, top, right, bottom = bounds(one.roof)
    x, y = middle(one.roof)
    long = max(breadth(one.name, 1), 1)
    size = min(NAME, (right - left) * 0.92 / long, max((bottom - top) * 0.78, LEAST_NAME))
    if not one.name or size < LEAST_NAME:
        return []
    # What is not tied to a place stands there for orientation only.
    return [Text((x, y + size * 0.36), size, one.name, bold=one.place is not None)]


def _captions(block: Block, counted: BlockCounts) -> list[str]:
    """Floors, doors and people; or less, where there is less room."""
    parts = [_("%(n)s floors") % {"n": len(block.floors)}] if len(block.floors) > 2 else []
    parts.append(_("%(n)s doors") % {"n": block.doors})
    if counted.living.exact is not None:
        parts.append(_("%(n)s people") % {"n": counted.living.text})
    return [" · ".join(parts), " · ".join(parts[-2:]), parts[-1]]


def _spots(one: Building, block: Block | None, counted: BlockCounts | None, sheet: Sheet) -> list[Spot]:
    """Where somebody isolates, with the bands on the walls."""
    edges = front_edges(one.base)
    if block is None or counted is None or not edges:
        return []
    front, spread, levels = main_edge(edges), columns(block), {floor: n for n, floor in enumerate(block.floors)}
    right = max(edges, key=lambda edge: edge[1][0])
    spots = []
    for stairwell, floors in counted.stacks.items():
        for floor, count in floors.items():
            low = levels.get(floor, 0) * sheet.rise
            if sheet.rise:
                one.bands += _bands(edges, front, spread[stairwell], floor, low, sheet.rise, len(spread) == 1)
            end = right[1] if len(spread) == 1 else along(front, spread[stairwell][1])
            whole = len(block.floors) == 1 and len(spread) == 1
            spots.append(Spot(count, stairwell, (floor,), (end[0], end[1] - low - sheet.rise / 2), whole))
    return spots


def _bands(
    edges: Sequence[Edge], front: Edge, part: tuple[float, float], floor: int, low: float, rise: float, whole: bool
) -> list[Band]:
    """Around the whole building where it has one stairwell, else over the stairwell's part of the front."""
    seen = list(edges) if whole else [(along(front, part[0]), along(front, part[1]))]
    return [Band(quad(edge, low, low + rise), floor, is_side(edge)) for edge in seen]


def _around(callout: Callout) -> Box:
    (x, y), half = callout.at, callout.size / 2
    return bounds([(x - half, y - half), (x + half, y + half), *callout.box])
