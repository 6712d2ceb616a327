"""Files as offices keep them, opened: CSV in any encoding, XLSX and XLS, as sheets of rows."""

import csv
import io
from pathlib import Path

import msgspec
import python_calamine as calamine

from qiaomen.base.problems import Problem
from qiaomen.base.unpacked import COMPOUND, ZIP, check_workbook
from qiaomen.exchange import encodings
from qiaomen.exchange.cells import Row

WORKBOOKS = (ZIP, COMPOUND)
_DELIMITERS = ",\t;|"


class Sheet(msgspec.Struct):
    """One sheet; `rows[0]` is the spreadsheet's row 1. Merged cells all hold what stands in their first."""

    name: str
    rows: list[Row]


class Table(msgspec.Struct):
    """One file; `encoding` is empty for workbooks, which carry their own."""

    file: str
    sheets: list[Sheet]
    encoding: str = ""


def read_table(content: bytes, file: str, *, encoding: str | None = None) -> Table:
    """Open a file by its content, not by its ending. Raises `file.unreadable`, `file.too_much` or `file.encoding`."""
    if content.startswith(WORKBOOKS):
        return Table(file=file, sheets=_workbook(content, file))
    text, used = encodings.decode(content, encoding=encoding)
    return Table(file=file, sheets=[Sheet(name=Path(file).stem, rows=_csv_rows(text, file))], encoding=used)


def _workbook(content: bytes, file: str) -> list[Sheet]:
    check_workbook(content, file)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet(book.get_sheet_by_name(name)) for name in _readable(book)]
    except (calamine.CalamineError, OSError, ValueError):
        raise Problem("file.unreadable", file=file) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust calls a bug of its own; no Exception of Python's
            raise
        raise Problem("file.unreadable", file=file) from None


def _readable(book: calamine.CalamineWorkbook) -> list[str]:
    return [sheet.name for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]


def _sheet(sheet: calamine.CalamineSheet) -> Sheet:
    rows: list[Row] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top < len(rows) and left < len(rows[top]):
            value = rows[top][left]
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [value] * len(row[left : right + 1])
    return Sheet(name=sheet.name, rows=rows)


def _csv_rows(text: str, file: str) -> list[Row]:
    head = text[:4096]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)]
    except csv.Error:
        raise Problem("file.unreadable", file=file) from None
