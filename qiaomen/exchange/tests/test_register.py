"""Registers in the three layouts offices keep; every row ends as people, skipped or refused."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.base.problems import Problem
from qiaomen.exchange.fields import REGISTER, Field
from qiaomen.exchange.headers import read_mapping
from qiaomen.exchange.register import read_register
from qiaomen.exchange.tables import read_table
from qiaomen.exchange.tests.shared import DATA, Cells, csv_bytes, needs_data, register, workbook

TITLE = ["五里镇五里社区住户信息登记表（2022年3月）"]
ROSTER = ["序号", "小区", "楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号码", "联系电话"]
ADDRESSES = ["详细地址", "户主姓名", "家庭成员", "性别", "证件号码", "手机号码"]
HOUSEHOLDS = ["网格", "门牌", "户主", "户主身份证", "户主电话", "常住人口数", "其他成员（姓名 身份证 电话）", "备注"]


def reasons(rows: Cells, file: str = "城东社区.csv") -> list[tuple[int, str, str, bool]]:
    return [(issue.row, issue.cell, issue.reason, issue.lost) for issue in register(rows, file).issues]


def test_a_roster_with_merged_cells_puts_members_behind_their_door() -> None:
    rows: Cells = [
        TITLE,
        ROSTER,
        [1, "粮食局宿舍", "1栋", "1单元", "101", "马凤", "户主", "990000199006110009", "12000024924"],
        ["", "", "", "", "", "馬麗（租户）", "配偶", "", 12000024926],
        [2, "粮食局宿舍", "1栋", "1单元", "102", "空房", "", "", ""],
    ]
    content = workbook({"花名册": rows}, {"花名册": [(2, column, 3, column) for column in range(5)]})
    first, second = read_register(read_table(content, "a.xlsx")).households
    assert (first.street, first.community, first.compound, first.label.label) == (
        "五里镇",
        "五里社区",
        "粮食局宿舍",
        "1-1-101",
    )
    assert [(member.name, member.relation, member.remark) for member in first.members] == [
        ("马凤", "户主", ""),
        ("馬麗", "配偶", "租户"),
    ]
    assert first.members[1].phones == ("12000024926",)
    assert (second.vacant, second.members) == (True, [])


def test_blank_key_columns_without_a_merge_belong_to_the_household_above() -> None:
    rows: Cells = [ROSTER, [1, "新街", "", "1巷", "1号", "李翠"], ["", "", "", "", "", "夏萍", "子女"]]
    (household,) = register(rows).households
    assert (household.label.label, [member.name for member in household.members]) == ("1巷1号", ["李翠", "夏萍"])


def test_one_address_in_two_spellings_is_one_door() -> None:
    rows: Cells = [
        ADDRESSES,
        ["青石镇林峰社区文化苑1-1-101", "欧阳艳", "欧阳艳", "女", "", ""],
        ["青石镇林峰社区文化苑1栋1单元102室", "", "", "", "", ""],
        ["青石镇林峰社区文化苑1栋1单元101室", "欧阳艳", "顾生", "女", "", ""],
    ]
    first, second = register(rows).households
    assert (first.street, first.community, first.compound) == ("青石镇", "林峰社区", "文化苑")
    assert [(member.name, member.relation) for member in first.members] == [("欧阳艳", "户主"), ("顾生", "")]
    assert (second.members, second.vacant) == ([], False)


def test_a_household_a_row_over_two_sheets_keeps_its_grid() -> None:
    sheets: dict[str, Cells] = {
        "说明": [["请勿改动表头"]],
        "第1网格": [
            HOUSEHOLDS,
            [
                "下游社区第1网格",
                "烟厂宿舍 1栋 1单元 101",
                "乔敏英",
                "",
                "12000033574",
                2,
                "赖涛 990000199006110009 12000033575",
                "",
            ],
        ],
        "第2网格": [HOUSEHOLDS, ["下游社区第2网格", "山脚组  186号", "", "", "", 0, "", "长期空置"]],
    }
    reading = read_register(read_table(workbook(sheets), "下游社区.xlsx"))
    first, second = reading.households
    assert (first.grid, second.grid, second.compound, second.vacant) == ("第1网格", "第2网格", "山脚组", True)
    assert [member.name for member in first.members] == ["乔敏英", "赖涛"]
    assert reading.rows == Counter({"row.header": 2, "read": 2, "sheet.no_header": 1})


def test_every_bad_cell_is_blamed_and_its_person_stays() -> None:
    rows: Cells = [
        [*ADDRESSES, "出生日期", "房屋类型"],
        ["老街1巷1号", "", "甲一", "男", "9.90000E+17", "12000", "", ""],
        ["老街1巷1号", "", "甲二", "男", "990000199006110009", "", "", ""],
        ["老街1巷1号", "", "甲三", "女", "990000199006110008", "", "1990年2月31日", "飞船"],
    ]
    assert reasons(rows) == [
        (2, "E2", "id.digits_lost", True),
        (2, "F2", "phone.unreadable", True),
        (3, "D3", "sex.differs_from_id", False),
        (4, "H4", "kind.unknown", True),
        (4, "E4", "id.checksum", True),
        (4, "G4", "birth.unreadable", True),
    ]
    assert register(rows).people == 3


def test_two_people_with_one_id_both_stay_and_one_twice_is_one() -> None:
    rows: Cells = [
        ADDRESSES,
        *(["老街1号", "", name, "", "990000199006110009", ""] for name in ("甲一", "甲一", "甲二")),
    ]
    assert [member.id_number for member in register(rows).households[0].members] == ["990000199006110009", None]
    assert [reason for *_, reason, _lost in reasons(rows)] == ["person.repeated", "id.repeated"]


def test_totals_notes_blank_rows_and_repeated_headers_are_skipped_and_counted() -> None:
    household, totals = [1, "新街", "", "", "1号", "李翠"], ["合计", "", "", "", "1户", "1人"]
    reading = register([TITLE, ROSTER, household, ["", ""], ROSTER, totals, ["填报人：王某"]])
    assert reading.rows == Counter(
        {"row.title": 1, "row.header": 2, "read": 1, "row.blank": 1, "row.totals": 1, "row.note": 1}
    )
    assert reading.issues == []


def test_totals_that_contradict_the_rows_are_said() -> None:
    rows: Cells = [ROSTER, [1, "新街", "", "", "1号", "李翠"], ["合计", "", "", "", "2户", "1人"]]
    assert reasons(rows) == [(3, "", "totals.differ", False)]


def test_a_count_that_contradicts_the_members_is_said() -> None:
    rows: Cells = [HOUSEHOLDS, ["第1网格", "老街 1号", "李翠", "", "", 3, "夏萍", ""]]
    assert reasons(rows) == [(2, "F2", "count.differs", False)]


def test_rows_that_name_no_door_or_no_person_are_refused_with_what_stood_in_them() -> None:
    rows: Cells = [ROSTER, ["", "", "", "", "", "李翠"], [1, "新街", "", "", "1号", "", "", "990000199006110009"]]
    refused = register(rows).refused
    assert [(row.row, row.reason) for row in refused] == [(2, "row.no_door"), (3, "row.no_name")]
    assert refused[0].cells[5] == "李翠"


def test_a_file_that_names_no_community_has_its_rows_refused() -> None:
    assert [row.reason for row in register([ROSTER, [1, "新街", "", "", "1号", "李翠"]], "名单.csv").refused] == [
        "row.no_community"
    ]


def test_a_blank_compound_under_a_filled_one_is_the_one_above() -> None:
    rows: Cells = [ROSTER, [1, "新街", "", "", "1号", "李翠"], [2, "", "", "", "2号", "夏萍"]]
    assert [household.compound for household in register(rows).households] == ["新街", "新街"]
    assert reasons(rows) == [(3, "B3", "compound.from_above", False)]


def test_bare_numbers_take_the_word_of_their_column() -> None:
    rows: Cells = [ROSTER, [1, "幸福里", 3, 2, 501, "李翠"], [2, "幸福里", "三", "二", "502", "夏萍"]]
    assert [household.label.label for household in register(rows).households] == ["3-2-501", "3-2-502"]


def test_the_kind_of_a_door_comes_from_its_column() -> None:
    kinds = {
        "沿街商铺": "shop",
        "住宅": "dwelling",
        "小吃店": "restaurant",
        "快捷酒店": "hotel",
        "集体宿舍": "dormitory",
    }
    rows: Cells = [
        ["地址", "户主", "房屋类型"],
        *([f"老街{index}号", "李翠", word] for index, word in enumerate(kinds, 1)),
    ]
    assert [household.kind for household in register(rows).households] == list(kinds.values())


def test_a_door_without_a_number_is_a_door_by_its_name() -> None:
    first, second = register(
        [["小区", "房号", "姓名"], ["幸福里", "门卫室", "李翠"], ["幸福里", "配电房", "夏萍"]]
    ).households
    assert (first.compound, first.label.label, second.label.label) == ("幸福里", "门卫室", "配电房")
    assert first.label.local_key != second.label.local_key


def test_a_corrected_mapping_is_followed() -> None:
    table = read_table(csv_bytes([["甲", "门牌", "户主"], ["李翠", "老街1号", "x"]]), "城东社区.csv")
    mapping = read_mapping(table.sheets[0], REGISTER)
    assert mapping is not None
    reading = read_register(table, {"城东社区": mapping.with_field(2, None).with_field(0, Field.NAME)})
    assert reading.households[0].members[0].name == "李翠"


def test_a_file_without_any_header_is_refused_whole() -> None:
    with pytest.raises(Problem) as raised:
        register([["请勿改动表头"]])
    assert raised.value.code == "file.no_header"


ANY_CELL = st.sampled_from(
    ["", "新街", "1栋", "101", "李翠", "空房", "合计", "990000199006110009", "1.2E+10", "注：x", "张三；李四"]
)


@given(st.lists(st.lists(ANY_CELL, min_size=9, max_size=9), max_size=12))
def test_no_row_is_ever_dropped_silently(rows: list[list[str]]) -> None:
    reading = register([ROSTER, *rows])
    assert sum(reading.rows.values()) == len(rows) + 1
    assert reading.rows["refused"] == len(reading.refused)


@needs_data
def test_every_community_of_the_county_counts_what_it_must() -> None:
    truth = json.loads((DATA / "county-a/truth.json").read_text())
    counted: dict[str, list[object]] = {}
    for file in sorted((DATA / "county-a/register").iterdir()):
        reading = read_register(read_table(file.read_bytes(), file.name))
        assert reading.refused == []
        (community,) = {household.community for household in reading.households}
        compounds = len({household.compound for household in reading.households})
        counted[community] = [len(reading.households), reading.people, compounds]
    expected = {name.split("/")[1]: list(figures.values()) for name, figures in truth["communities"].items()}
    assert counted == expected


@needs_data
def test_every_mangled_id_of_the_county_is_listed() -> None:
    lost: Counter[str] = Counter()
    for file in (DATA / "county-a/register").iterdir():
        reading = read_register(read_table(file.read_bytes(), file.name))
        lost += Counter(issue.reason for issue in reading.issues)
    assert lost == {"id.digits_lost": 153, "id.checksum": 172}
