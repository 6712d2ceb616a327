"""The header row is found under titles, columns are known by many names, and a person has the last word."""

import pytest

from qiaomen.exchange.fields import REGISTER, Field
from qiaomen.exchange.headers import Mapping, header_word, is_header_again, read_mapping
from qiaomen.exchange.tables import Sheet


def mapped(*rows: list[str]) -> Mapping:
    mapping = read_mapping(Sheet("S", [list(row) for row in rows]), REGISTER)
    assert mapping is not None
    return mapping


def test_the_header_is_found_below_title_rows() -> None:
    mapping = mapped(
        ["青石镇文明社区住户信息登记表"],
        ["填报单位（盖章）："],
        ["序号", "小区", "房号", "姓名"],
        ["1", "新街", "1号", "李翠"],
    )
    assert mapping.header_row == 2
    assert mapping.fields == {Field.SERIAL: 0, Field.COMPOUND: 1, Field.ROOM: 2, Field.NAME: 3}
    assert mapping.columns[3].samples == ("李翠",)


def test_the_lower_of_two_header_rows_wins_when_it_says_more() -> None:
    mapping = mapped(["住址", "住址", "姓名"], ["楼栋", "房号", "姓名"], ["1栋", "101", "李翠"])
    assert mapping.header_row == 1


@pytest.mark.parametrize(
    "header, field",
    [
        ("身份證號碼", Field.ID),
        ("联 系 电 话", Field.PHONE),
        ("与户主关系*", Field.RELATION),
        ("其他成员（姓名 身份证 电话）", Field.MEMBERS),
        ("详细地址：", Field.ADDRESS),
        ("常住人口数（人）", Field.COUNT),
    ],
)
def test_a_header_is_known_in_either_script_with_any_punctuation(header: str, field: Field) -> None:
    assert mapped(["姓名", header, "性别"]).fields[field] == 1


def test_a_similar_header_is_taken_with_less_confidence() -> None:
    column = mapped(["姓名", "性别", "本户详细地址登记"]).columns[2]
    assert (column.field, column.confidence) == (Field.ADDRESS, 0.7)


def test_an_address_of_elsewhere_is_no_address() -> None:
    assert Field.ADDRESS not in mapped(["姓名", "户籍地址", "楼栋", "房号"]).fields


def test_a_nameless_column_of_ids_is_known_by_content() -> None:
    column = mapped(["姓名", "地址", ""], ["甲", "1栋101", "990000199006110009"]).columns[2]
    assert (column.field, column.confidence) == (Field.ID, 0.5)


def test_a_column_of_family_members_is_one_name_or_many_by_content() -> None:
    one = mapped(["地址", "户主姓名", "家庭成员"], ["1栋101", "马凤", "马峰"])
    many = mapped(
        ["地址", "户主姓名", "家庭成员"], ["1栋101", "马凤", "马峰 990000199006110009；马丽 990000199006110009"]
    )
    assert (one.columns[2].field, many.columns[2].field) == (Field.NAME, Field.MEMBERS)


def test_a_person_puts_a_column_right_and_the_old_one_gives_way() -> None:
    mapping = mapped(["姓名", "地址", "曾用名"]).with_field(2, Field.NAME)
    assert mapping.fields == {Field.ADDRESS: 1, Field.NAME: 2}
    assert mapping.with_field(1, None).fields == {Field.NAME: 2}


def test_a_sheet_without_known_columns_has_no_header() -> None:
    assert read_mapping(Sheet("说明", [["请勿改动表头"]]), REGISTER) is None


def test_a_header_repeated_on_every_page_is_known_again() -> None:
    mapping = mapped(["姓名", "地址"], ["李翠", "1栋101"])
    assert is_header_again(["姓名", "地址"], mapping)
    assert not is_header_again(["李翠", "1栋101"], mapping)


def test_words_of_headers_lose_brackets_and_script() -> None:
    assert header_word(" 聯繫電話（必填） ") == "联系电话"
