"""Word, Excel, PDF and the office's own table say what the screen says."""

import dataclasses
import io
import json
import zipfile

import pytest
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from qiaomen.base.problems import Problem
from qiaomen.reports import excel, parcel, pdf, template_fill, word
from qiaomen.reports.shown import Line, levels, signed
from qiaomen.reports.tests import forms


def test_screen_word_excel_pdf_and_the_offices_table_agree() -> None:
    report = forms.report()
    screen = forms.figures_of(report)
    assert forms.in_word(word.word(report)) == screen
    assert forms.in_excel(excel.book(report)) == screen
    assert forms.in_pdf(report) == screen
    asked = {f"A{at}": f"{{{{{column.key}}}}}" for at, column in enumerate(report.columns, 2)}
    filled = forms.opened(template_fill.fill(forms.table_of(asked), report))
    assert [filled[cell].value for cell in asked] == list(screen.values())


def test_the_typeset_report_is_a_pdf() -> None:
    assert pdf.pdf(forms.report()).startswith(b"%PDF")


def test_a_word_report_sets_chinese_in_a_chinese_font() -> None:
    run = Document(io.BytesIO(word.word(forms.report()))).paragraphs[0].runs[0]
    assert run._element.get_or_add_rPr().get_or_add_rFonts().get(qn("w:eastAsia")) == "SimSun"


def test_corrections_are_shown_beside_the_new_numbers_not_in_them() -> None:
    report = forms.report()
    [doors] = report.corrected
    assert (doors.number, doors.before, doors.before_now, doors.signed) == (15_089, 15_080, 15_083, "+3")
    row = Document(io.BytesIO(word.word(report))).tables[0].rows[1]
    assert [cell.text for cell in row.cells[3:]] == ["15,080", "15,083", "+3"]


@pytest.mark.parametrize("difference, said", [(3, "+3"), (-2, "−2"), (0, ""), (1234, "+1,234")])
def test_a_correction_carries_its_sign(difference: int, said: str) -> None:
    assert signed(difference) == said


def test_every_level_adds_up_to_the_whole() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(excel.book(forms.report())))
    for at in range(1, len(book.sheet_names)):
        *places, whole = [row[2:] for row in book.get_sheet_by_index(at).to_python()[3:]]
        assert [sum(column) for column in zip(*places, strict=True)] == whole == [15_089, 36_282, 3]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 50)), min_size=1, max_size=12))
def test_any_tree_adds_up_at_every_level(places: list[tuple[int, int]]) -> None:
    lines = grown(places)
    report = dataclasses.replace(forms.report(), columns=(), lines=tuple(lines))
    whole = sum(own for _parent, own in places)
    assert lines[0].numbers == (whole,)
    for level in levels(report):
        assert sum(line.numbers[0] for line in level.lines) + level.elsewhere[0] == whole


def grown(places: list[tuple[int, int]]) -> list[Line]:
    """Places, each in one before it, with doors of their own; kinds repeat, so that some lie in their like."""
    paths = ["0."]
    for at, (parent, _own) in enumerate(places[1:], 1):
        paths.append(f"{paths[parent % at]}{at:x}.")
    below = [sum(own for path, (_parent, own) in zip(paths, places, strict=True) if path.startswith(p)) for p in paths]
    lines = [
        forms.line(at, str(at), "ab"[path.count(".") % 3 % 2], path, number)
        for at, (path, number) in enumerate(zip(paths, below, strict=True))
    ]
    return sorted(lines, key=lambda line: line.path)


def test_a_filled_table_keeps_what_the_office_made_of_it() -> None:
    table = forms.table_of({"A1": "截至{{report.cut}}，共{{people}}人", "B2": "{{doors@330199001}}", "C3": 7})
    sheet = forms.opened(template_fill.fill(table, forms.report()))
    assert (sheet["A1"].value, sheet["B2"].value, sheet["C3"].value) == ("截至2020-03-22 18:00，共36282人", 10_000, 7)
    assert (sheet["A1"].font.name, sheet["A1"].font.sz, sheet.column_dimensions["B"].width) == ("黑体", 18, 33)
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:D1"]


def test_a_place_is_named_by_its_code_or_by_its_name() -> None:
    table = forms.table_of({"B2": "{{doors@330199002}}", "B3": "{{ doors @ 河湾街道 }}"})
    sheet = forms.opened(template_fill.fill(table, forms.report()))
    assert sheet["B2"].value == sheet["B3"].value == 5_000


def test_a_formula_keeps_its_text_and_loses_the_old_sum() -> None:
    filled = template_fill.fill(forms.table_of({"A1": "x", "B2": "{{doors}}", "B3": "=B2*2"}), forms.report())
    with zipfile.ZipFile(io.BytesIO(filled)) as parts:
        sheet, book = parts.read("xl/worksheets/sheet1.xml").decode(), parts.read("xl/workbook.xml").decode()
    assert "<f>B2*2</f>" in sheet
    assert "<v>" not in sheet.partition("<f>B2*2</f>")[2].partition("</c>")[0]
    assert 'fullCalcOnLoad="1"' in book


def test_a_table_that_asks_for_what_is_not_there_names_the_cell() -> None:
    with pytest.raises(Problem) as refused:
        template_fill.fill(forms.table_of({"A1": "x", "D7": "{{doors@无此处}}"}), forms.report())
    assert refused.value.code == "report.template"
    assert refused.value.details["cell"] == "D7"


def test_a_name_that_two_places_have_is_not_taken_for_either() -> None:
    report = forms.report()
    twin = forms.line(9, "东门社区", "community", "1.4.9.", 1, 1, 1, code="330199002001")
    words = template_fill.words_of(dataclasses.replace(report, lines=(*report.lines, twin)))
    assert "doors@东门社区" not in words
    assert words["doors@330199002001"] == 1


@pytest.mark.parametrize("table", [b"", b"PK\x03\x04", b"name,number\n", b"x" * (template_fill.MOST_BYTES + 1)])
def test_what_is_no_workbook_is_refused(table: bytes) -> None:
    with pytest.raises(Problem, match=r"report\.template_unreadable"):
        template_fill.fill(table, forms.report())


def test_a_workbook_that_defines_entities_is_refused() -> None:
    table = forms.table_of({"A1": "{{doors}}"})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(table)) as parts, zipfile.ZipFile(out, "w") as packed:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
            packed.writestr(name, content)
    with pytest.raises(Problem, match=r"report\.template_unreadable"):
        template_fill.fill(out.getvalue(), forms.report())


def test_a_parcel_holds_places_and_numbers_and_no_id() -> None:
    made = parcel.parcel(forms.report(), forms=["xlsx"])
    told = json.loads(made.body)
    assert set(told) == {"report", "figures", "places", "files"}
    assert all(set(place) == {"name", "code", "kind", "depth", "numbers"} for place in told["places"])
    assert not [line for line in forms.report().lines if str(line.place) in made.body.decode()]


def test_a_report_reads_in_english_too() -> None:
    with translation.override("en"):
        document = Document(io.BytesIO(word.word(forms.report())))
    assert [cell.text for cell in document.tables[0].rows[0].cells][:3] == ["Figure", "Number", "Counted"]
