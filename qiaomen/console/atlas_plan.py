"""A compound's plan as the screen draws it: the shapes of the poster, painted, and each building a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext

from qiaomen.atlas.blocks import Ground
from qiaomen.atlas.callouts import breadth
from qiaomen.atlas.counts import Counts
from qiaomen.atlas.document import Point
from qiaomen.atlas.drawing import draw
from qiaomen.atlas.geometry import bounds
from qiaomen.atlas.plans import PlanNow
from qiaomen.atlas.shapes import Building, Callout, Drawing, Text

# The drawing is as wide as a poster's plan, so that letters and octagons are as large beside it as they are there.
WIDTH, HIGHEST = 752.0, 1018.0
MARGIN = 14.0
NOTE = 19.0
_GATE = (52.0, 18.0)
_OCTAGON = 0.414


@dataclass(frozen=True, slots=True)
class Paint:
    """What colours a building, the short number that goes with the colour, where a press leads, and more in words."""

    step: str = ""
    note: str = ""
    url: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the drawing."""

    x: str
    y: str
    size: str
    anchor: str
    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Octagon:
    """People isolated: a number, which floor it is, and a line to it."""

    points: str
    count: Words
    label: Words | None
    lead: str


@dataclass(frozen=True, slots=True)
class House:
    """A building, painted: outlines as SVG points, what is written on it, octagons; `label` says it all in words."""

    paint: Paint
    label: str
    fronts: list[str]
    sides: list[str]
    roof: str
    lines: list[tuple[str, bool]]
    bands: list[str]
    name: Words | None
    texts: list[Words]
    note: Words | None
    octagons: list[Octagon]
    is_current: bool
    is_tied: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """A gate with its name; `state` is open, shut, or nothing where nobody has said."""

    x: str
    y: str
    points: str
    name: Words
    state: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole drawing."""

    view: str
    frame: tuple[str, ...]
    areas: list[tuple[str, str, Words | None]]
    houses: list[House]
    signs: list[Sign]
    texts: list[Words]
    north: str


def paint(
    plan: PlanNow, counts: Counts, ground: Ground, paints: Mapping[UUID, Paint], *, current: UUID | None = None
) -> Shown:
    """The plan with the figures of one copy; `paints` are by the place that a building is tied to."""
    frame = plan.document.frame
    width = min(WIDTH, HIGHEST * frame.width / frame.height)
    drawn = draw(
        plan.document, counts, ground, width=width, height=width * frame.height / frame.width,
        has_picture=plan.picture is not None,
    )  # fmt: skip
    return Shown(
        view=f"{-MARGIN:.0f} {-MARGIN:.0f} {drawn.width + 2 * MARGIN:.0f} {drawn.height + 2 * MARGIN:.0f}",
        frame=tuple(f"{value:.1f}" for value in drawn.plan),
        areas=[(one.kind, _points(one.points), _words(one.text) if one.text else None) for one in drawn.areas],
        houses=[_house(one, paints, current) for one in drawn.buildings],
        signs=_signs(drawn),
        texts=[_words(one) for one in drawn.texts],
        north=f"translate({drawn.width - 24:.0f} 34) rotate({drawn.north:.0f})" if drawn.knows_north else "",
    )


def _house(one: Building, paints: Mapping[UUID, Paint], current: UUID | None) -> House:
    painted = paints.get(one.place, Paint()) if one.place is not None else Paint()
    name = one.texts[0] if one.texts and one.texts[0].bold and one.texts[0].text == one.name else None
    texts = [_words(text) for text in one.texts if text is not name]
    note = _note(one, painted.note)
    # It begins as what one sees does, so that who speaks to the page can say what stands there.
    written = [one.name, *([note.text] if note else []), *(text.text for text in texts)]
    said = " ".join(written).strip() or pgettext("building", "without a name")
    return House(
        paint=painted,
        label=", ".join(filter(None, [said, painted.said])),
        fronts=[_points(wall.points) for wall in one.walls if not wall.side],
        sides=[_points(wall.points) for wall in one.walls if wall.side],
        roof=_points(one.roof),
        lines=[(_points(line.points), line.heavy) for line in one.lines],
        bands=[_points(band.points) for band in one.bands],
        name=_words(name) if name else None,
        texts=texts,
        note=note,
        octagons=[_octagon(callout) for callout in one.callouts],
        is_current=one.place is not None and one.place == current,
        is_tied=one.place is not None,
    )


def _note(one: Building, note: str) -> Words | None:
    """The number on the largest wall that one sees, beside its red floors; on a flat building below its name."""
    fronts = [wall.points for wall in one.walls if not wall.side]
    left, top, right, bottom = bounds(max(fronts, key=_area) if fronts else one.base)
    if not note or breadth(note, NOTE) > right - left or bottom - top < NOTE * (1.3 if fronts else 2.6):
        return None
    middle = (top + bottom) / 2
    heights = [middle, bottom - NOTE * 0.7, top + NOTE * 0.7] if fronts else [middle + NOTE]
    free = [y for y in heights if not any(_crosses(band.points, y) for band in one.bands)]
    return _words(Text(((left + right) / 2, free[0] + NOTE * 0.36), NOTE, note, bold=True)) if free else None


def _crosses(points: Sequence[Point], y: float) -> bool:
    _left, top, _right, bottom = bounds(points)
    return top < y + NOTE * 0.6 and y - NOTE * 0.6 < bottom


def _area(points: Sequence[Point]) -> float:
    left, top, right, bottom = bounds(points)
    return (right - left) * (bottom - top)


def _octagon(one: Callout) -> Octagon:
    (x, y), half = one.at, one.size / 2
    near = half * _OCTAGON
    around = [(-near, -half), (near, -half), (half, -near), (half, near)]
    corners = [*around, *((-dx, -dy) for dx, dy in around)]
    size = min(one.size * 0.6, one.size * 0.8 / breadth(one.text, 1))
    return Octagon(
        points=_points([(x + dx, y + dy) for dx, dy in corners]),
        count=_words(Text((x, y + size * 0.36), size, one.text, bold=True)),
        label=_words(one.label) if one.label else None,
        lead=_points(one.lead),
    )


def _signs(drawn: Drawing) -> list[Sign]:
    wide, high = _GATE
    corners = [(-wide / 2, -high / 2), (wide / 2, -high / 2), (wide / 2, high / 2), (-wide / 2, high / 2)]
    states = {True: "open", False: "shut", None: ""}
    return [
        Sign(
            x=f"{one.at[0]:.1f}", y=f"{one.at[1]:.1f}", name=_words(one.text), state=states[one.open],
            points=_points([(one.at[0] + dx, one.at[1] + dy) for dx, dy in corners]),
        )
        for one in drawn.gates
    ]  # fmt: skip


def _words(text: Text) -> Words:
    return Words(f"{text.at[0]:.1f}", f"{text.at[1]:.1f}", f"{text.size:.1f}", text.anchor, text.text, text.bold)


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
