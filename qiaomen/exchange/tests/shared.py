"""Where the shared test material lies, and small files made for one test."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from qiaomen.exchange.households import RegisterReading
from qiaomen.exchange.register import read_register
from qiaomen.exchange.tables import read_table

DATA = Path(os.environ.get("QIAOMEN_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared test data is not on this machine")

Cells = Sequence[Sequence[object]]


def workbook(sheets: dict[str, Cells], merged: dict[str, list[tuple[int, int, int, int]]] | None = None) -> bytes:
    """An XLSX file; `merged` names ranges (top, left, bottom, right) by sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
        for top, left, bottom, right in (merged or {}).get(name, []):
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return out.getvalue()


def csv_bytes(rows: Cells, encoding: str = "utf-8") -> bytes:
    """A CSV file in an encoding."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def register(rows: Cells, file: str = "城东社区.csv") -> RegisterReading:
    """A register of one sheet, read."""
    return read_register(read_table(csv_bytes(rows), file))
