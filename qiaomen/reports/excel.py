"""The report as an Excel file: the figures, one sheet for each level of places, and on demand the lists behind them."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.exchange.workbooks import MOST_ROWS, Cell, Heading
from qiaomen.reports.shown import Level, Shown, levels, minute

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"font_color": "#414d61"},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "number": {"num_format": "#,##0"},
    "change": {"num_format": "+#,##0;−#,##0;"},
    "total": {"num_format": "#,##0", "bold": True, "top": 1},
}
# Excel takes no more in a sheet's name, nor these characters.
_LONGEST = 31
_FORBIDDEN = str.maketrans("[]:*?/\\", "-------", "'")


@dataclass(frozen=True, slots=True)
class Listed:
    """The list behind a figure: its name, headings and rows; names are masked by whoever makes the rows."""

    name: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]]


def book(shown: Shown, *, lists: Iterable[Listed] = ()) -> bytes:
    """The workbook. Numbers are numbers, text is never a formula."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"constant_memory": True})
    made.set_properties({"title": shown.heading})
    formats = {name: made.add_format(style) for name, style in _STYLES.items()}
    names = _Names()
    _figures(made.add_worksheet(names.take(_("Figures"))), shown, formats)
    for level in levels(shown):
        _level(made.add_worksheet(names.take(level.word)), shown, level, formats)
    for listed in lists:
        _list(made.add_worksheet(names.take(listed.name)), listed, formats)
    made.close()
    return out.getvalue()


class _Names:
    """Sheet names, each once, whatever their case."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def take(self, wanted: str) -> str:
        base = wanted.translate(_FORBIDDEN).strip() or "-"
        name, again = base[:_LONGEST], 1
        while name.lower() in self.taken:
            again += 1
            ending = f" {again}"
            name = base[: _LONGEST - len(ending)] + ending
        self.taken.add(name.lower())
        return name


def _figures(sheet: Any, shown: Shown, formats: dict[str, Any]) -> None:
    heads = [
        Heading(_("Figure"), 36), Heading(_("Number"), 12), Heading(_("Counted"), 32),
        Heading(_("Report before, as sent"), 12), Heading(_("As known now"), 12), Heading(_("Corrected by"), 12),
    ]  # fmt: skip
    first = _head(sheet, shown, heads, formats)
    for at, column in enumerate(shown.columns, first):
        sheet.write_string(at, 0, column.name)
        sheet.write_number(at, 1, column.number, formats["number"])
        sheet.write_string(at, 2, column.says)
        if column.before is not None and column.before_now is not None:
            sheet.write_number(at, 3, column.before, formats["number"])
            sheet.write_number(at, 4, column.before_now, formats["number"])
            sheet.write_number(at, 5, column.difference, formats["change"])
    sheet.write_string(first + len(shown.columns) + 1, 0, shown.proof, formats["note"])


def _level(sheet: Any, shown: Shown, level: Level, formats: dict[str, Any]) -> None:
    """The places of one level, what lies in none of them, and the sum: the report's own number."""
    places = [Heading(pgettext("report", "Place"), 28), Heading(_("Code"), 14)]
    heads = [*places, *(Heading(one.name, 12) for one in shown.columns)]
    at = _head(sheet, shown, heads, formats)
    for line in level.lines:
        sheet.write_string(at, 0, line.name)
        sheet.write_string(at, 1, line.code)
        _numbers(sheet, at, line.numbers, formats["number"])
        at += 1
    if any(level.elsewhere):
        sheet.write_string(at, 0, _("in none of these"), formats["note"])
        _numbers(sheet, at, level.elsewhere, formats["number"])
        at += 1
    sheet.write_string(at, 0, shown.lines[0].name, formats["total"])
    sheet.write_string(at, 1, shown.lines[0].code, formats["total"])
    _numbers(sheet, at, shown.lines[0].numbers, formats["total"])


def _numbers(sheet: Any, row: int, numbers: Sequence[int], style: Any) -> None:
    for at, number in enumerate(numbers, 2):
        sheet.write_number(row, at, number, style)


def _head(sheet: Any, shown: Shown, heads: Sequence[Heading], formats: dict[str, Any]) -> int:
    """Title, stamp and column heads; answers the first row below."""
    for at, heading in enumerate(heads):
        sheet.set_column(at, at, heading.width)
    sheet.freeze_panes(3, 1)
    sheet.write_string(0, 0, shown.heading, formats["title"])
    sheet.write_string(1, 0, shown.stamp, formats["note"])
    for at, heading in enumerate(heads):
        sheet.write_string(2, at, heading.title, formats["head"])
    return 3


def _list(sheet: Any, listed: Listed, formats: dict[str, Any]) -> None:
    for at, heading in enumerate(listed.headings):
        sheet.set_column(at, at, heading.width)
        sheet.write_string(0, at, heading.title, formats["head"])
    sheet.freeze_panes(1, 0)
    for row, cells in enumerate(listed.rows, 1):
        if row > MOST_ROWS:
            break
        for at, cell in enumerate(cells):
            _cell(sheet, row, at, cell)


def _cell(sheet: Any, row: int, at: int, cell: Cell) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, int | float):
        sheet.write_number(row, at, cell)
    else:
        sheet.write_string(row, at, minute(cell) if isinstance(cell, datetime) else str(cell))
