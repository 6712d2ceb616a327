"""Workbooks from elsewhere: what would burst the machine, or read its files, is refused before anything opens it."""

import io
import struct
import zipfile

import pytest

from qiaomen.base.problems import Problem
from qiaomen.base.unpacked import ZIP, check_workbook

HEAD = '<?xml version="1.0"?>'
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(sheet: str | bytes, *, at: str = "xl/worksheets/sheet1.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", f"{HEAD}<workbook/>")
        packed.writestr(at, sheet)
    return out.getvalue()


def sheet(rows: str, *, head: str = HEAD) -> str:
    return f'{head}<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'


def refusal(content: bytes, *, most_unpacked: int = 1 << 30) -> str:
    with pytest.raises(Problem) as raised:
        check_workbook(content, "名单.xlsx", most_unpacked=most_unpacked)
    return raised.value.code


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "rows",
    [
        FAR,
        FAR.replace("<c ", "<x:c ").replace("<row ", "<x:row "),
        FAR.replace(' r="', " r = '").replace('">', "'>"),
        FAR.replace("XFD1048576", "&#88;&#70;&#68;1048576"),
        FAR.replace("<c r=", '<c s="1" r='),
        "<row/>" * 30_000 + "<row>" + "<c/>" * 1_000 + "</row>",
        '<row r="1048576"/>' + "<row>" + "<c><v>1</v></c>" * 40 + "</row>",
    ],
    ids=["far", "prefixed", "single quotes", "escaped", "other attribute first", "without numbers", "half numbered"],
)
def test_a_few_cells_that_span_more_than_memory_are_refused(rows: str) -> None:
    assert refusal(workbook(sheet(rows))) == "file.too_much"


def test_a_sheet_is_one_wherever_it_lies_in_the_file() -> None:
    assert refusal(workbook(sheet(FAR), at="picture.png")) == "file.too_much"


def test_a_cell_that_a_pieces_end_cuts_is_seen() -> None:
    for filler in range((1 << 20) - 140, (1 << 20) - 60, 7):
        rows = f'<row r="1"><c r="A1" t="str"><v>{"字" * 1}{"x" * filler}</v></c>{FAR}'
        assert refusal(workbook(sheet(rows))) == "file.too_much", filler


def test_what_unpacks_to_more_than_fits_is_refused_while_it_is_unpacked() -> None:
    assert refusal(workbook(sheet(" " * 3_000_000)), most_unpacked=2_000_000) == "file.too_much"


def test_a_file_that_says_it_is_small_does_not_get_more_in() -> None:
    packed = bytearray(workbook(sheet(" " * 3_000_000)))
    at = packed.rindex(b"PK\x01\x02")
    packed[at + 24 : at + 28] = struct.pack("<I", 100)
    assert refusal(bytes(packed)) in {"file.unreadable", "file.too_much"}


@pytest.mark.parametrize(
    "part",
    [
        sheet("", head=f'{HEAD}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        sheet("", head='<?xml version="1.0" encoding="UTF-7"?>'),
        sheet(FAR).encode("utf-16"),
        sheet(FAR).encode("utf-16-le"),
    ],
    ids=["document type", "UTF-7", "UTF-16", "UTF-16 without mark"],
)
def test_entities_and_encodings_that_hide_something_are_refused(part: str | bytes) -> None:
    assert refusal(workbook(part)) == "file.unreadable"


def test_a_zip_of_very_many_files_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(2_001):
            packed.writestr(str(number), b"")
    assert refusal(out.getvalue()) == "file.too_much"


@pytest.mark.parametrize("content", [ZIP, ZIP + b"\0" * 400, b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_only_begins_like_a_workbook_is_unreadable(content: bytes) -> None:
    assert refusal(content) == "file.unreadable"


def test_an_ordinary_workbook_and_text_pass() -> None:
    check_workbook(workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 1_000)), "名单.xlsx")
    check_workbook("姓名,电话".encode(), "名单.csv")
