"""The report as a Word file, in which an office may change its own letterhead."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from qiaomen.reports.shown import Line, Shown, chunks, down_to

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What Word sets Chinese in; every Chinese Windows and macOS has it, others take their own.
EAST_ASIAN = "SimSun"
LATIN = "Times New Roman"
# Figures side by side on a page in landscape, beside the places' names.
ACROSS = 8


def word(shown: Shown, *, depth: int = 2) -> bytes:
    """The figures, what was corrected, and the places down to `depth` levels below the report's own."""
    document = Document()
    _page(document, shown)
    _heading(document, shown)
    _figures(document, shown)
    lines = down_to(shown, depth)
    for across in chunks(len(shown.columns), ACROSS) if len(lines) > 1 else ():
        document.add_paragraph()
        _places(document, shown, lines, across)
    _set(document.add_paragraph().add_run(shown.proof), 8)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: WordDocument, shown: Shown) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.6)
    document.core_properties.title = shown.heading
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(foot.add_run(f"{shown.heading}  {shown.stamp}  "), 8)
    _page_number(foot)


def _page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _heading(document: WordDocument, shown: Shown) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(title.add_run(shown.heading), 20, bold=True)
    below = document.add_paragraph()
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(below.add_run(shown.stamp), 10)


def _figures(document: WordDocument, shown: Shown) -> None:
    """One line for each figure; where the report before has been corrected, what it said and what it would say now."""
    heads = [_("Figure"), _("Number"), _("Counted")]
    if shown.corrected:
        heads += [_("Report before, as sent"), _("As known now"), _("Corrected by")]
    table = _table(document, heads)
    for column in shown.columns:
        cells = [column.name, f"{column.number:,}", column.says]
        if shown.corrected:
            said = [column.before, column.before_now] if column.is_corrected else [None, None]
            cells += ["" if value is None else f"{value:,}" for value in said]
            cells.append(column.signed)
        _fill(table.add_row(), cells, left={0, 2})


def _places(document: WordDocument, shown: Shown, lines: Sequence[Line], across: range) -> None:
    table = _table(document, [pgettext("report", "Place"), *(shown.columns[at].name for at in across)])
    for line in lines:
        name = "\u3000" * line.depth + line.name
        _fill(table.add_row(), [name, *(f"{line.numbers[at]:,}" for at in across)], left={0}, bold=not line.depth)


def _table(document: WordDocument, heads: Sequence[str]) -> Any:
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    _fill(table.rows[0], heads, left=set(range(len(heads))), bold=True)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def _fill(row: Any, texts: Sequence[str], *, left: set[int], bold: bool = False) -> None:
    for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        _write(cell, text, is_left=at in left, bold=bold)


def _write(cell: _Cell, text: str, *, is_left: bool, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_left else WD_ALIGN_PARAGRAPH.RIGHT
    _set(paragraph.add_run(text), 10, bold=bold)


def _set(run: Run, points: float, *, bold: bool = False) -> None:
    """Size and fonts. Word takes the East Asian one from an attribute of its own."""
    run.font.size, run.font.bold, run.font.name = Pt(points), bold, LATIN
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), EAST_ASIAN)
