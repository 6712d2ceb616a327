"""Typesetting: a sheet of ours and its data become a PDF. Nothing is fetched: no package, no font from elsewhere."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils.translation import get_language

from qiaomen.base.problems import Problem

Form = Literal["pdf", "svg", "png"]
SHEETS = Path(__file__).parent / "sheets"
# Where Debian's fonts-noto-cjk lies; typst looks through the system's own folders besides.
DEBIAN = Path("/usr/share/fonts/opentype/noto")
FAMILIES = {
    "hans": [
        "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC",
        "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
    ],
    "hant": [
        "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Source Han Sans TW", "PingFang TC",
        "Microsoft JhengHei",
    ],
}  # fmt: skip


def pdf(sheet: str, data: Mapping[str, Any], *, folder: Path = SHEETS, tags: bool = True) -> bytes:
    """The sheet (`codes`, `walk`; of another package: in its `folder`) filled with data, as PDF.

    Without `tags` nothing in it is marked for who has it read aloud: half the size, for what only goes to a printer.
    Raises `paper.no_font`.
    """
    return compiled(sheet, data, form="pdf", folder=folder, tags=tags)


def compiled(
    sheet: str, data: Mapping[str, Any], *, form: Form, folder: Path = SHEETS, ppi: float = 96, tags: bool = True
) -> bytes:
    """A sheet of one page as PDF, SVG or PNG (so many pixels an inch). Raises `paper.no_font`."""
    made = typst.compile(format=form, ppi=ppi, pdf_tags=tags, **_job(sheet, data, folder))
    assert isinstance(made, bytes)
    return made


def pages(sheet: str, data: Mapping[str, Any], *, ppi: float = 144) -> list[bytes]:
    """The same as PNG images, one a page."""
    made: bytes | list[bytes] = typst.compile(format="png", ppi=ppi, **_job(sheet, data, SHEETS))
    return made if isinstance(made, list) else [made]


def chinese_font(script: str = "hans") -> str | None:
    """The family that Chinese is set in, the script's own first; None where none is installed."""
    known = set(_fonts().families())
    wanted = FAMILIES[script] + [name for names in FAMILIES.values() for name in names]
    return next((name for name in wanted if name in known), None)


def _job(sheet: str, data: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    language = get_language() or ""
    font = chinese_font("hant" if language == "zh-hant" else "hans")
    if font is None:
        raise Problem("paper.no_font")
    told = {"font": font, "language": language[:2] or "zh", **data}
    return {
        "input": folder / f"{sheet}.typ",
        "root": folder,
        "font_paths": _fonts(),
        # Data travels as one JSON text, so that no name or label is ever read as markup.
        "sys_inputs": {"data": json.dumps(told, ensure_ascii=False)},
        "package_path": folder,
        "package_cache_path": folder,
    }


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, font_paths=[str(DEBIAN)] if DEBIAN.is_dir() else [])
