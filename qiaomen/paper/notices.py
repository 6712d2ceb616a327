"""Printing written notices: as PDF, and as a Word file in which an office may change its own letterhead."""

import io
from typing import Any

import msgspec
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.run import Run

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.monitoring.notices import Notice
from qiaomen.paper import codes, typesetting
from qiaomen.policy.language import Words

# What Word sets Chinese in; every Chinese Windows and macOS has it, others take their own.
EAST_ASIAN = "SimSun"
LATIN = "Times New Roman"
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(notice: Notice, *, base: str = "") -> bytes:
    """The notice with its receipt to cut off, as PDF. `base` is where phones reach us. Raises `paper.no_font`."""
    return typesetting.pdf("notice", data(notice, base=base))


def data(notice: Notice, *, base: str = "") -> dict[str, Any]:
    """What the sheet is filled with."""
    told: dict[str, Any] = msgspec.to_builtins(notice)
    address = _address(base) if notice.code else ""
    return {**told, "address": address, "qr": codes.drawn(address) if address else ""}


def _address(base: str) -> str:
    return f"{base.rstrip('/')}/my" if base else ""


def word(notice: Notice, *, base: str = "") -> bytes:
    """The same as a Word file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2)
    document.core_properties.title = notice.title.zh
    _heading(document, notice)
    _table(document, notice)
    for paragraph in notice.paragraphs:
        _both(document, paragraph)
    if notice.reading is not None and base:
        _both(document, notice.reading)
        _set(document.add_paragraph().add_run(f"{_address(base)}  {notice.code}"), 12, bold=True)
    _contacts(document, notice)
    _signed(document, notice)
    _stub(document, notice)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def printed(notice: Notice, *, by: Worker, person: object, form: str, base: str = "") -> bytes:
    """The notice in a form (`pdf`, `docx`); that it was printed is written to the audit, without a name."""
    made = word(notice, base=base) if form == "docx" else pdf(notice, base=base)
    audit.write(by, "export", person, list="notice", form=form, rows=1)  # type: ignore[arg-type]
    return made


def _heading(document: WordDocument, notice: Notice) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(title.add_run(notice.title.zh), 20, bold=True)
    below = document.add_paragraph()
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(below.add_run("  ".join(filter(None, [notice.title.en, notice.number]))), 11)
    _set(document.add_paragraph().add_run(f"{notice.to}："), 14, bold=True)


def _table(document: WordDocument, notice: Notice) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for row in notice.rows:
        label, value = table.add_row().cells
        label.width, value.width = Cm(4), Cm(12.2)
        _cell(label, row.label, bold=True)
        _cell(value, row.value)
    document.add_paragraph()


def _contacts(document: WordDocument, notice: Notice) -> None:
    for contact in notice.contacts:
        paragraph = document.add_paragraph()
        _set(paragraph.add_run(f"{contact.role.zh} {contact.role.en}  "), 11)
        _set(paragraph.add_run(f"{contact.name}  {contact.phone}"), 12, bold=True)


def _signed(document: WordDocument, notice: Notice) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    office, dated = notice.signed
    _set(paragraph.add_run(f"{office.zh} {office.en} ____________\n{dated.zh} {dated.en} {notice.dated.zh}"), 11)


def _stub(document: WordDocument, notice: Notice) -> None:
    _set(document.add_paragraph().add_run("✂ " + "- " * 60), 8)
    received, *lines = notice.stub
    _set(document.add_paragraph().add_run(f"{notice.title.zh} {notice.number} {notice.to}"), 11, bold=True)
    _both(document, received)
    _set(document.add_paragraph().add_run("  ".join(f"{one.zh} {one.en} __________" for one in lines)), 11)


def _both(document: WordDocument, text: Words) -> None:
    paragraph = document.add_paragraph()
    _set(paragraph.add_run(text.zh), 12)
    if text.en != text.zh:
        _set(paragraph.add_run(f"\n{text.en}"), 9)


def _cell(cell: _Cell, text: Words, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    _set(paragraph.add_run(text.zh), 12, bold=bold)
    if text.en != text.zh:
        _set(paragraph.add_run(f"\n{text.en}"), 9)


def _set(run: Run, points: float, *, bold: bool = False) -> None:
    """Size and fonts. Word takes the East Asian one from an attribute of its own."""
    run.font.size, run.font.bold, run.font.name = Pt(points), bold, LATIN
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), EAST_ASIAN)
