"""What stands on and beside a building: its name, its figures, and where somebody isolates in it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from qiaomen.atlas.blocks import Block
from qiaomen.atlas.callouts import COLUMN, SIZE, Spot, beside, breadth, words
from qiaomen.atlas.counts import BlockCounts
from qiaomen.atlas.document import Point
from qiaomen.atlas.geometry import along, bounds, front_edges, middle
from qiaomen.atlas.models import Copy
from qiaomen.atlas.shapes import Band, Building, Callout, Text
from qiaomen.atlas.standing import Edge, Sheet, columns, is_side, main_edge, quad

Box = tuple[float, float, float, float]
NAME, LEAST_NAME, CAPTION, LEAST_CAPTION = 20.0, 5.0, 15.0, 8.0
# An octagon that stands on the building itself, where there is no room beside it.
PUBLIC_SIZE, LEAST_SIZE = 56.0, 18.0


def mark(
    one: Building, block: Block | None, counted: BlockCounts | None, *, others: Sequence[Box], sheet: Sheet, copy: Copy
) -> None:
    """Write a building's name and figures on it, and put octagons where somebody isolates."""
    box = bounds([*one.base, *one.roof])
    one.texts += _name(one, box)
    spots = _spots(one, block, counted, sheet) if copy == Copy.INTERNAL else []
    one.hot = counted is not None and counted.isolated.exact != 0
    noted = ""
    if one.hot and counted is not None:
        column = _room(box, others, sheet)
        if copy == Copy.INTERNAL and column and sheet.rise and spots:
            named = block is not None and len(block.stairwells) > 1
            top, bottom = column[1], column[3]
            one.callouts += beside(spots, x=box[2], top=top, bottom=bottom, name_stairwells=named)
        else:
            one.callouts.append(_single(counted.isolated.text, box, column))
            noted = ", ".join(words(spot, name_stairwells=True) for spot in spots)
    if block is not None and counted is not None:
        one.texts += _caption(block, counted, box, noted)


def _name(one: Building, box: Box) -> list[Text]:
    """On the roof; as large as fits into its breadth."""
    left, top, right, bottom = bounds(one.roof)
    x, y = middle(one.roof)
    long = max(breadth(one.name, 1), 1)
    size = min(NAME, (right - left) * 0.92 / long, max((bottom - top) * 0.78, LEAST_NAME))
    if not one.name or size < LEAST_NAME:
        return []
    return [Text((x, y + size * 0.36), size, one.name, bold=True)]


def _caption(block: Block, counted: BlockCounts, box: Box, noted: str) -> list[Text]:
    """Below its front: floors, doors and people, as much as there is room for; then what stands nowhere else."""
    room = (box[2] - box[0]) + COLUMN * 0.7
    parts = [_("%(n)s floors") % {"n": len(block.floors)}] if len(block.floors) > 2 else []
    parts.append(_("%(n)s doors") % {"n": block.doors})
    if counted.living.exact is not None:
        parts.append(_("%(n)s people") % {"n": counted.living.text})
    texts: list[Text] = []
    for text in (" · ".join(parts), " · ".join(parts[-2:])):
        size = min(CAPTION, room / max(breadth(text, 1), 1))
        if size >= LEAST_CAPTION:
            texts.append(Text((box[0], box[3] + size * 1.25), size, text, anchor="start"))
            break
    if noted:
        size = min(CAPTION, max(room / breadth(noted, 1), LEAST_CAPTION))
        below = texts[-1].at[1] if texts else box[3]
        texts.append(Text((box[0], below + size * 1.25), size, noted, anchor="start", bold=True))
    return texts


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
            spots.append(Spot(count, stairwell, (floor,), (end[0], end[1] - low - sheet.rise / 2)))
    return spots


def _bands(
    edges: Sequence[Edge], front: Edge, part: tuple[float, float], floor: int, low: float, rise: float, whole: bool
) -> list[Band]:
    """Around the whole building where it has one stairwell, else over the stairwell's part of the front."""
    seen = list(edges) if whole else [(along(front, part[0]), along(front, part[1]))]
    return [Band(quad(edge, low, low + rise), floor, is_side(edge)) for edge in seen]


def _room(box: Box, others: Sequence[Box], sheet: Sheet) -> Box | None:
    """The free column to the right of a building, if there is one; a little above and below it, too."""
    column = (box[2] + 1, box[1] - 8, box[2] + COLUMN, box[3] + 14)
    if column[2] > sheet.width or any(_touch(column, other) for other in others):
        return None
    return column


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _single(text: str, box: Box, column: Box | None) -> Callout:
    """One octagon for the building: beside it, else on its upper right corner."""
    if column is not None:
        return Callout(at=((column[0] + column[2]) / 2 - 4, (box[1] + box[3]) / 2), size=PUBLIC_SIZE, text=text)
    size = min(SIZE, max((box[2] - box[0]) * 0.5, LEAST_SIZE))
    at: Point = (box[2] - size * 0.3, box[1] + size * 0.3)
    return Callout(at=at, size=size, text=text)
