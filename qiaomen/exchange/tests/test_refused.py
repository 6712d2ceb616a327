"""Refused rows go back to their office as a workbook that says why and can do no harm."""

import zipfile
from io import BytesIO

from django.utils import translation

from qiaomen.exchange.cells import CellIssue, RefusedRow
from qiaomen.exchange.reasons import REASONS
from qiaomen.exchange.refused import refused_workbook
from qiaomen.exchange.tables import read_table

ROW = RefusedRow(
    "城东社区.csv", "城东社区", 7, "row.no_door", ('=HYPERLINK("http://x")', "+86 1", "990000199006110009")
)
CELL = CellIssue("城东社区.csv", "城东社区", 9, "证件号码", "E9", "id.checksum", lost=True)


def test_a_refused_row_comes_back_with_its_reason_and_all_its_cells() -> None:
    with translation.override("en"):
        rows, cells = read_table(refused_workbook([ROW], [CELL]), "refused.xlsx").sheets
    assert rows.rows[1] == ["城东社区.csv", "城东社区", "7", "This row names no door.", *ROW.cells]
    assert cells.rows[1][2:] == ["9", str(cells.rows[1][3]), "E9", "证件号码"]


def test_nothing_in_a_refused_row_becomes_a_formula_or_a_number() -> None:
    with zipfile.ZipFile(BytesIO(refused_workbook([ROW], []))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()


def test_every_reason_is_a_sentence() -> None:
    with translation.override("en"):
        assert all(str(sentence).endswith(".") for sentence in REASONS.values())
