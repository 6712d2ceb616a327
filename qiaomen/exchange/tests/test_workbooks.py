import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from qiaomen.exchange import workbooks
from qiaomen.exchange.workbooks import Cell, Form, Heading, write

HEADINGS = [Heading("门牌"), Heading("说明"), Heading("时间")]
AT = datetime(2020, 3, 22, 10, 40, tzinfo=UTC)
DANGEROUS = ["=1+1", "+8612000000000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


def written(form: Form, rows: Sequence[Sequence[Cell]]) -> bytes:
    to = io.BytesIO()
    assert write(form, to, title="缺口", headings=HEADINGS, rows=rows) == len(rows)
    return to.getvalue()


def sheet(content: bytes, name: str = "Sheet1") -> list[list[object]]:
    return [
        list(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()
    ]


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_stays_text(text: str) -> None:
    assert table(written("csv", [[text, None, None]]))[1][0] == "'" + text
    book = written("xlsx", [[text, None, None]])
    assert str(sheet(book)[2][0]).strip() == text.strip()
    assert b"<f>" not in sheet_xml(book)


def test_a_number_is_a_number_even_below_zero() -> None:
    assert table(written("csv", [[-3, 2.5, None]]))[1] == ["-3", "2.5", ""]
    assert sheet(written("xlsx", [[-3, 2.5, None]]))[2][:2] == [-3, 2.5]


def test_times_are_the_districts() -> None:
    assert table(written("csv", [["a", date(2020, 3, 1), AT]]))[1] == ["a", "2020-03-01", "2020-03-22 18:40"]
    assert sheet(written("xlsx", [["a", date(2020, 3, 1), AT]]))[2][2] == datetime(2020, 3, 22, 18, 40)  # noqa: DTZ001


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    assert written("csv", []).startswith(b"\xef\xbb\xbf")


def test_a_list_without_rows_still_has_its_head() -> None:
    assert table(written("csv", [])) == [["门牌", "说明", "时间"]]
    assert sheet(written("xlsx", []))[1] == ["门牌", "说明", "时间"]


def test_what_a_worksheet_cannot_hold_goes_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    book = written("xlsx", [["一", "", None], ["二", "", None], ["三", "", None]])
    assert [sheet(book)[2][0], sheet(book)[3][0], sheet(book, "Sheet2")[2][0]] == ["一", "二", "三"]


def test_a_long_list_is_never_held_in_memory() -> None:
    def rows() -> Iterator[list[Cell]]:
        for number in range(20_000):
            yield [f"{number} " + "长" * 50, number, AT]

    tracemalloc.start()
    for form in ("csv", "xlsx"):
        with open("/dev/null", "wb") if form == "csv" else io.BytesIO() as to:
            assert write(form, to, title="", headings=HEADINGS, rows=rows()) == 20_000
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000  # the cells alone would be more


def sheet_xml(book: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
