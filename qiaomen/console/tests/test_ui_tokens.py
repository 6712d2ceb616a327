"""The colours: readable in both themes, and each said once."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "static" / "console" / "css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
RESERVED = ("red", "yellow", "green")


def _colours() -> dict[str, tuple[str, str]]:
    both = re.findall(r"--([\w-]+): var\(--light, (#\w{6})\) var\(--dark, (#\w{6})\);", TOKENS)
    same = re.findall(r"--([\w-]+): (#\w{6});", TOKENS)
    return {name: (light, dark) for name, light, dark in both} | {name: (value, value) for name, value in same}


COLOURS = _colours()
TEXT = [
    *[(ink, paper) for ink in ("ink", "ink-2", "ink-3") for paper in ("bg", "surface", "sunken")],
    *[("brand", paper) for paper in ("bg", "surface", "sunken", "brand-soft")],
    *[("ink", "brand-soft"), ("ink-2", "brand-soft"), ("ink", "raised"), ("brand-strong", "brand-soft")],
    *[("on-brand", "brand"), ("on-brand", "brand-strong"), ("on-inverse", "inverse"), ("rail-ink", "rail")],
    ("rail-ink", "rail-well"),
    *[("rail-on", "rail"), ("rail-on", "rail-active"), ("violet", "surface"), ("violet", "violet-soft")],
    *[("red", "surface"), ("red", "red-soft"), ("on-red", "red-fill"), ("yellow-ink", "yellow-soft")],
    *[("on-yellow", "yellow"), ("green", "green-soft"), ("on-green", "green-fill")],
    *[("cov-ink-low", f"cov-{step}") for step in (1, 2, 3)],
    *[("cov-ink-high", f"cov-{step}") for step in (4, 5)],
]
OUTLINES = [
    ("line-strong", "surface"),
    ("line-strong", "bg"),
    ("focus", "bg"),
    ("focus", "surface"),
    ("brand", "cov-1"),
]


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_light(one), _light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink, paper", TEXT)
def test_text_stands_out_from_its_paper(ink: str, paper: str, theme: int) -> None:
    assert _contrast(COLOURS[ink][theme], COLOURS[paper][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("line, paper", OUTLINES)
def test_what_one_presses_has_a_visible_edge(line: str, paper: str, theme: int) -> None:
    assert _contrast(COLOURS[line][theme], COLOURS[paper][theme]) >= 3


@pytest.mark.parametrize("path", sorted((CSS / "components").glob("*.css")), ids=lambda path: path.stem)
def test_components_take_their_colours_from_the_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    assert re.findall(r"#[0-9a-f]{3,8}\b", text) == []


def test_every_colour_that_is_used_is_a_token() -> None:
    declared = set(re.findall(r"--([\w-]+):", TOKENS))
    used = {name for path in CSS.rglob("*.css") for name in re.findall(r"var\(--([\w-]+)", path.read_text("utf-8"))}
    assert used - declared == set()


@pytest.mark.parametrize(
    "name", ["button", "banner", "bar", "form", "gaps", "chart", "rail", "steps", "table", "dialog"]
)
def test_work_never_wears_the_colours_of_the_outbreak(name: str) -> None:
    text = (CSS / "components" / f"{name}.css").read_text("utf-8")
    assert [colour for colour in RESERVED if f"--{colour}" in text] == []


def test_every_sheet_is_in_the_cake_and_in_a_layer() -> None:
    imported = re.findall(r'@import url\("([^"]+)"\)', (CSS / "console.css").read_text("utf-8"))
    sheets = {path.relative_to(CSS).as_posix(): path for path in CSS.rglob("*.css") if path.name != "console.css"}
    # What only the pages of one room need, they load themselves.
    assert sorted(imported) == sorted(name for name in sheets if not name.startswith("rooms/"))
    assert [name for name, path in sheets.items() if "@layer " not in path.read_text("utf-8")] == []
