"""One cell of somebody's spreadsheet: its text, its place, and what was wrong with it."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

import msgspec

Cell = str | float | int | bool | date | datetime | time | timedelta | None
Row = list[Cell]

_SPACES = re.compile(r"\s+")


class CellIssue(msgspec.Struct, frozen=True):
    """A cell to blame. `row` counts from 1 as spreadsheets do; `lost` when something in it could not be kept.

    `column` is the header as it stands in the file, `cell` the spreadsheet's own name of the cell (H12).
    """

    file: str
    sheet: str
    row: int
    column: str
    cell: str
    reason: str
    lost: bool


class RefusedRow(msgspec.Struct, frozen=True):
    """A row that could not be taken over, with what stood in it."""

    file: str
    sheet: str
    row: int
    reason: str
    cells: tuple[str, ...]


def text(cell: Cell) -> str:
    """The cell as a person reads it: whole numbers without a point, dates as 2022-03-01, blanks at the ends gone."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def first_text(row: Row) -> str:
    """The first text in a row, or nothing when the row is blank."""
    for cell in row:
        if cell not in ("", None) and (found := text(cell)):
            return found
    return ""


def squeezed(cell: Cell) -> str:
    """The cell's text in half-width without any blanks, for comparing words."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text(cell)))


def whole_number(cell: Cell) -> int | None:
    """The number that a cell begins with (3, 3.0, "3人"), or None."""
    found = re.match(r"\d+", squeezed(cell))
    return int(found[0]) if found and len(found[0]) <= 9 else None


def column_name(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
