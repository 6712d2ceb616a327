"""Files open whatever their encoding, and merged cells hold what stands in their first."""

import pytest

from qiaomen.base.problems import Problem
from qiaomen.exchange.tables import read_table
from qiaomen.exchange.tests.shared import DATA, csv_bytes, needs_data, workbook

ROWS: list[list[object]] = [["姓名", "地址"], ["欧阳敏", "紫金国际1栋1单元101室"]]


@pytest.mark.parametrize(
    "encoding, found",
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gbk", "gb18030"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_the_encoding_is_found_without_asking(encoding: str, found: str) -> None:
    table = read_table(csv_bytes(ROWS, encoding), "a.csv")
    assert (table.encoding, table.sheets[0].rows) == (found, ROWS)


def test_utf_16_without_a_mark_is_found_by_its_zero_bytes() -> None:
    assert read_table(csv_bytes([["name", "phone"]], "utf-16-le"), "a.csv").sheets[0].rows == [["name", "phone"]]


def test_a_name_that_gbk_cannot_write_survives_in_gb18030() -> None:
    assert read_table(csv_bytes([["上㘵村"]], "gb18030"), "a.csv").sheets[0].rows == [["上㘵村"]]


def test_bytes_in_no_known_encoding_are_asked_about() -> None:
    with pytest.raises(Problem) as raised:
        read_table(b"\xff\x81\x20\xff\xff", "a.csv")
    assert raised.value.code == "file.encoding"


def test_big5_is_asked_about_and_can_be_forced() -> None:
    rows: list[list[object]] = [
        ["地區", "大廈名單"],
        ["九龍城", "九龍維景酒店"],
        ["灣仔", "利順大樓"],
        ["油尖旺", "金域假日酒店"],
    ]
    content = csv_bytes(rows, "big5hkscs")
    with pytest.raises(Problem):
        read_table(content, "a.csv")
    assert read_table(content, "a.csv", encoding="big5hkscs").sheets[0].rows == rows


def test_a_forced_encoding_that_does_not_fit_is_said() -> None:
    with pytest.raises(Problem) as raised:
        read_table(csv_bytes(ROWS, "gb18030"), "a.csv", encoding="utf-8")
    assert raised.value.code == "file.encoding"


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a workbook", b"\xd0\xcf\x11\xe0 nor this"])
def test_a_broken_workbook_is_said_to_be_unreadable(content: bytes) -> None:
    with pytest.raises(Problem) as raised:
        read_table(content, "a.xlsx")
    assert raised.value.code == "file.unreadable"


def test_merged_cells_are_filled_and_other_blanks_stay_blank() -> None:
    content = workbook({"S": [["1", "x"], ["", "y"], ["", ""], ["t", ""]]}, {"S": [(0, 0, 1, 0), (3, 0, 3, 1)]})
    assert read_table(content, "a.xlsx").sheets[0].rows == [["1", "x"], ["1", "y"], ["", ""], ["t", "t"]]


def test_rows_keep_their_number_below_an_empty_start() -> None:
    content = workbook({"S": [[], [], ["", "x"]]})
    assert read_table(content, "a.xlsx").sheets[0].rows[2] == ["", "x"]


def test_a_number_and_a_text_stay_apart() -> None:
    assert read_table(workbook({"S": [[12000000000, "12000000000"]]}), "a.xlsx").sheets[0].rows == [
        [12000000000.0, "12000000000"]
    ]


@needs_data
@pytest.mark.parametrize("name", ["gb18030", "utf16", "utf8bom"])
def test_one_list_reads_the_same_in_every_encoding(name: str) -> None:
    folder = DATA / "encodings"
    tables = [
        read_table((folder / f"foshan-villages.{each}.csv").read_bytes(), "villages.csv") for each in (name, "utf8bom")
    ]
    assert tables[0].sheets[0].rows == tables[1].sheets[0].rows
    assert len(tables[0].sheets[0].rows) > 500


@needs_data
def test_a_list_cut_down_to_gbk_still_reads() -> None:
    rows = read_table((DATA / "encodings/foshan-villages.gbk.csv").read_bytes(), "villages.csv").sheets[0].rows
    assert rows[1][1] == "澜石社区居委会"


@needs_data
def test_the_hong_kong_list_is_never_read_as_nonsense() -> None:
    content = (DATA / "encodings/hk-building-list.big5hkscs.csv").read_bytes()
    with pytest.raises(Problem) as raised:
        read_table(content, "list.csv")
    assert raised.value.details == {"likely": "big5hkscs"}
    assert read_table(content, "list.csv", encoding="big5hkscs").sheets[0].rows[1][1] == "九龍維景酒店"
