"""Refused rows and cells to blame as a workbook that an office can put right and send back."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from qiaomen.exchange.cells import CellIssue, RefusedRow
from qiaomen.exchange.reasons import reason

_WIDTHS = (22, 14, 6, 48)


def refused_workbook(rows: Sequence[RefusedRow], cells: Sequence[CellIssue]) -> bytes:
    """An XLSX file of two sheets. Every cell is written as text, so that nothing in it can become a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    head = [_("File"), _("Sheet"), _("Row"), _("Reason")]
    lines = [[row.file, row.sheet, str(row.row), reason(row.reason), *row.cells] for row in rows]
    _sheet(book, _("Refused rows"), head, lines)
    blamed = [[cell.file, cell.sheet, str(cell.row), reason(cell.reason), cell.cell, cell.column] for cell in cells]
    _sheet(book, _("Cells to look at"), [*head, _("Cell"), _("Column")], blamed)
    book.close()
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, head: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name[:31])
    bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "@", "text_wrap": False})
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else 16)
    for index, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            sheet.write_string(index, column, value, plain)
    sheet.freeze_panes(1, 0)
