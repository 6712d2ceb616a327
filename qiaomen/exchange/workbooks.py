"""Lists that leave: XLSX and CSV, written row by row, safe to open.

What begins like a formula stays text: in XLSX no cell is ever written as one, in CSV an apostrophe goes before it
(OWASP, CSV injection). CSV is UTF-8 with a BOM, for Excel would read anything else in the machine's own encoding.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Literal

import xlsxwriter
from django.utils import timezone

Cell = str | int | float | date | datetime | None
Form = Literal["xlsx", "csv"]

MIME: dict[Form, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
BOM = "\ufeff"
# A worksheet's own limit, less the two rows above the data.
MOST_ROWS = 1_048_574
# Excel in Chinese takes the wide signs for the narrow ones.
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MOMENT, _DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title in the reader's language, and its width in characters."""

    title: str
    width: int = 14


def write(form: Form, to: IO[bytes], *, title: str, headings: Sequence[Heading], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a list; answers how many rows it has. `title` stands above the table in XLSX, CSV has none.

    Times are written in the district's time zone. A worksheet holds 1,048,574 rows; what is more goes to further ones.
    """
    if form == "csv":
        return _write_csv(to, headings, rows)
    return _write_xlsx(to, title, headings, rows)


def _write_csv(to: IO[bytes], headings: Sequence[Heading], rows: Iterable[Sequence[Cell]]) -> int:
    text = io.TextIOWrapper(to, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow([_harmless(heading.title) for heading in headings])
    count = 0
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        count += 1
    text.detach()
    return count


def _harmless(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _local(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(_LIKE_A_FORMULA):
        return "'" + cell
    return cell


def _write_xlsx(to: IO[bytes], title: str, headings: Sequence[Heading], rows: Iterable[Sequence[Cell]]) -> int:
    options = {"constant_memory": True, "default_date_format": _MOMENT}
    book = xlsxwriter.Workbook(to, options)
    formats = {name: book.add_format(style) for name, style in _STYLES.items()}
    sheet: Any = None
    count = 0
    for row in rows:
        if count % MOST_ROWS == 0:
            sheet = _worksheet(book, title, headings, formats)
        _write_row(sheet, count % MOST_ROWS + 2, row, formats)
        count += 1
    if sheet is None:
        _worksheet(book, title, headings, formats)
    book.close()
    return count


_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 12},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "moment": {"num_format": _MOMENT, "align": "left"},
    "day": {"num_format": _DAY, "align": "left"},
}


def _worksheet(book: Any, title: str, headings: Sequence[Heading], formats: dict[str, Any]) -> Any:
    sheet = book.add_worksheet()
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width)
    sheet.freeze_panes(2, 0)
    sheet.write_string(0, 0, title, formats["title"])
    for column, heading in enumerate(headings):
        sheet.write_string(1, column, heading.title, formats["head"])
    return sheet


def _write_row(sheet: Any, at: int, row: Sequence[Cell], formats: dict[str, Any]) -> None:
    for column, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        if isinstance(cell, datetime):
            sheet.write_datetime(at, column, _local(cell).replace(tzinfo=None), formats["moment"])
        elif isinstance(cell, date):
            sheet.write_datetime(at, column, cell, formats["day"])
        elif isinstance(cell, str):
            sheet.write_string(at, column, cell)
        else:
            sheet.write_number(at, column, cell)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)
