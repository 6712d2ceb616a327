"""A drawing as SVG for print: black, white and greys that stay apart on a photocopier, and one red. Pure."""

import base64
from collections.abc import Iterator, Sequence
from html import escape

from django.utils.translation import pgettext

from qiaomen.atlas.document import Kind, Point
from qiaomen.atlas.shapes import Area, Building, Callout, Drawing, Gate, Text

RED, DEEP = "#b3121d", "#7d0a12"
FILLS: dict[Kind, str] = {
    "wall": 'fill="#f5f5f5" stroke="#000" stroke-width="4"',
    "garden": 'fill="#e4e4e4" stroke="#999"',
    "water": 'fill="#fff" stroke="#777" stroke-dasharray="5 4"',
    "parking": 'fill="#fff" stroke="#888"',
    "road": 'fill="none" stroke="#fff" stroke-width="22"',
}
# An octagon of diameter 40 around 0, 0.
OCTAGON = ((-8.3, -20), (8.3, -20), (20, -8.3), (20, 8.3), (8.3, 20), (-8.3, 20), (-20, 8.3), (-20, -8.3))
GATE_WIDE, GATE_HIGH = 56.0, 20.0


def svg(drawing: Drawing, *, font: str, picture: tuple[bytes, str] | None = None) -> str:
    """The drawing as one SVG text; every word in it is escaped."""
    w, h = drawing.width, drawing.height
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
             f'viewBox="0 0 {w:g} {h:g}" width="{w:g}" height="{h:g}" font-family="{escape(font)}">']  # fmt: skip
    if picture is not None:
        parts.append(_picture(drawing, *picture))
    for area in drawing.areas:
        parts += _area(area)
    for building in drawing.buildings:
        parts += _building(building, flat=drawing.has_picture)
    for gate in drawing.gates:
        parts += _gate(gate, drawing)
    parts += [_text(text, halo=drawing.has_picture) for text in drawing.texts]
    # Octagons come last: nothing may cover them.
    for building in drawing.buildings:
        for callout in building.callouts:
            parts += _callout(callout)
    parts.append(_north(drawing))
    return "".join([*parts, "</svg>"])


def _picture(drawing: Drawing, content: bytes, type: str) -> str:
    x, y, wide, high = drawing.plan
    data = base64.b64encode(content).decode()
    return (
        f'<image x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" preserveAspectRatio="none" '
        f'xlink:href="data:{type};base64,{data}"/>'
    )


def _area(area: Area) -> Iterator[str]:
    if area.kind == "road":
        yield f'<polyline points="{_points(area.points)}" {FILLS["road"]}/>'
    else:
        yield _polygon(area.points, FILLS[area.kind])
    if area.text:
        yield _text(area.text, fill="#333")


def _building(one: Building, *, flat: bool) -> Iterator[str]:
    wide = 2.6 if one.hot else 1.4
    outline = f'stroke="#000" stroke-width="{wide}" stroke-linejoin="round"'
    for wall in one.walls:
        yield _polygon(wall.points, f'fill="{"#cfcfcf" if wall.side else "#fff"}" {outline}')
    for line in one.lines:
        stroke = 'stroke="#555" stroke-width="1.2"' if line.heavy else 'stroke="#b5b5b5" stroke-width=".8"'
        yield f'<polyline points="{_points(line.points)}" fill="none" {stroke}/>'
    for band in one.bands:
        yield _polygon(band.points, f'fill="{DEEP if band.side else RED}"')
    roof = 'fill="#fff" fill-opacity=".75"' if flat else 'fill="#e6e6e6"'
    yield _polygon(one.roof, f"{roof} {outline}")
    yield from (_text(text, halo=flat) for text in one.texts)


def _callout(one: Callout) -> Iterator[str]:
    x, y = one.at
    if one.lead:
        yield f'<polyline points="{_points(one.lead)}" fill="none" stroke="#000" stroke-width="2"/>'
    ratio = one.size / 40
    corners = [(x + a * ratio, y + b * ratio) for a, b in OCTAGON]
    yield _polygon(corners, f'fill="{RED}" stroke="#fff" stroke-width="2"')
    size = min(one.size * 0.62, one.size * 0.9 / max(len(one.text) * 0.6, 1))
    yield _text(Text((x, y + size * 0.36), size, one.text, bold=True), fill="#fff")
    if one.label and one.box:
        (left, top), (right, bottom) = one.box
        yield (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" '
            'fill="#fff" stroke="#000" stroke-width="1.4"/>'
        )
        yield _text(one.label)
        if one.note:
            yield _text(one.note)


def _gate(gate: Gate, drawing: Drawing) -> Iterator[str]:
    """Open: a solid bar, closed: a cross, and in between an empty bar; on a side wall it stands upright."""
    x, y = gate.at
    upright = x < drawing.width * 0.08 or x > drawing.width * 0.92
    wide, high = (GATE_HIGH, GATE_WIDE) if upright else (GATE_WIDE, GATE_HIGH)
    if gate.open is False:
        yield f'<path d="M{x - 8:.1f} {y - 8:.1f}l16 16m0-16l-16 16" stroke="#000" stroke-width="4.5" fill="none"/>'
    else:
        fill = "#000" if gate.open else "#fff"
        yield (
            f'<rect x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide}" height="{high}" fill="{fill}" '
            'stroke="#000" stroke-width="2.5"/>'
        )
    if gate.text.text:
        yield _text(gate.text, halo=drawing.has_picture)


def _north(drawing: Drawing) -> str:
    """Only a plan that lies somewhere has a north."""
    if not drawing.knows_north:
        return ""
    x, y = drawing.width - 26, 46
    north = pgettext("compass", "N")
    return (
        f'<g transform="translate({x:g} {y:g}) rotate({drawing.north:g})" stroke="#000" stroke-width="2.5" '
        'fill="none"><path d="M0 20V-20M-9-8L0-22 9-8"/></g>'
        f'<text x="{x:g}" y="{y + 40:g}" font-size="17" text-anchor="middle">{escape(north)}</text>'
    )


def _text(text: Text, fill: str = "#000", *, halo: bool = False) -> str:
    """`halo`: with a white edge, to be read on a picture."""
    weight = ' font-weight="700"' if text.bold else ""
    weight += ' stroke="#fff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    return (
        f'<text x="{text.at[0]:.1f}" y="{text.at[1]:.1f}" font-size="{text.size:.1f}" text-anchor="{text.anchor}" '
        f'fill="{fill}"{weight}>{escape(text.text)}</text>'
    )


def _polygon(points: Sequence[Point], look: str) -> str:
    return f'<polygon points="{_points(points)}" {look}/>'


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
