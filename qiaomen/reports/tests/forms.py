"""A report to read, made up, and what its forms say when they are opened again."""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import openpyxl
import typst
from docx import Document
from python_calamine import CalamineWorkbook

from qiaomen.paper import typesetting
from qiaomen.reports import pdf
from qiaomen.reports.shown import Column, Line, Shown

HERE = ZoneInfo("Asia/Shanghai")
Numbers = dict[str, int]


def line(number: int, name: str, kind: str, path: str, *numbers: int, code: str = "") -> Line:
    return Line(UUID(int=number), name, kind, kind, code, path.count(".") - 1, path, numbers)


def report() -> Shown:
    """A county with two streets; one community lies in the county itself, as villages do."""
    columns = (
        Column("doors", "应敲户数", "happened by 2020-03-22 18:00", 15_089, 15_080, 15_083),
        Column("people", "人数", "known by 2020-03-22 18:00", 36_282, 36_000, 36_000),
        Column("fever", "发热", "happened in the 24 hours to 2020-03-22 18:00", 3),
    )
    lines = (
        line(1, "青石县", "district", "1.", 15_089, 36_282, 3, code="330199"),
        line(2, "城关街道", "street", "1.2.", 10_000, 24_000, 1, code="330199001"),
        line(3, "东门社区", "community", "1.2.3.", 9_000, 20_000, 1),
        line(4, "河湾街道", "street", "1.4.", 5_000, 12_000, 2, code="330199002"),
        line(5, "石桥村", "community", "1.5.", 89, 282, 0),
    )
    return Shown(
        "日报",
        "青石县",
        datetime(2020, 3, 22, 18, 0, tzinfo=HERE),
        datetime(2020, 3, 22, 18, 0, 5, tzinfo=HERE),
        4711,
        "县日报 1",
        "ab" * 32,
        columns,
        lines,
    )


def figures_of(shown: Shown) -> Numbers:
    """What the screen shows of the whole."""
    return {column.name: column.number for column in shown.columns}


def in_word(content: bytes) -> Numbers:
    table = Document(io.BytesIO(content)).tables[0]
    return {row.cells[0].text: int(row.cells[1].text.replace(",", "")) for row in table.rows[1:]}


def in_excel(content: bytes) -> Numbers:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[3:]
    return {str(row[0]): int(row[1]) for row in rows if row[0] and isinstance(row[1], float)}


def in_pdf(shown: Shown) -> Numbers:
    """What stands in the cells of the typeset tables, asked of typst itself."""
    told = {"font": typesetting.chinese_font(), "language": "zh", **pdf.data(shown, depth=2)}
    tables = json.loads(
        typst.query(pdf.SHEETS / "report.typ", "table", sys_inputs={"data": json.dumps(told)}, root=pdf.SHEETS)
    )
    texts = [text_of(cell) for table in tables for cell in table["children"] if cell["func"] == "cell"]
    return {name: int(texts[texts.index(name) + 1].replace(",", "")) for name in figures_of(shown)}


def text_of(node: Any) -> str:
    if isinstance(node, dict):
        return str(node.get("text", "")) or text_of(node.get("body") or node.get("children") or node.get("child"))
    return "".join(map(text_of, node)) if isinstance(node, list) else ""


def table_of(cells: Mapping[str, object]) -> bytes:
    """An office's table with these cells, one of them in a format of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "上报表"
    for place, value in cells.items():
        sheet[place] = value
    sheet["A1"].font = openpyxl.styles.Font(name="黑体", size=18, bold=True)
    sheet.merge_cells("A1:D1")
    sheet.column_dimensions["B"].width = 33
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def sheets(content: bytes) -> list[list[list[Any]]]:
    """All sheets of a workbook, without their heads."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names]
