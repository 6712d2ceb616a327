"""Names are cleaned without losing what stood beside them, and found in either script and by pinyin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.people.names import NameCell, is_vacant, read_name, search_keys, simplified


@pytest.mark.parametrize(
    "cell, name, remark",
    [
        ("马 丽", "马丽", ""),
        ("馬麗（租户）", "馬麗", "租户"),
        ("王燕(租户）", "王燕", "租户"),
        ("谢 思（租户）（已婚）", "谢思", "租户；已婚"),
        ("买买提•艾力", "买买提·艾力", ""),
        ("John   Smith", "John Smith", ""),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_a_name_loses_its_blanks_but_not_its_remark(cell: object, name: str, remark: str) -> None:
    assert read_name(cell) == NameCell(name=name, remark=remark)


@pytest.mark.parametrize("cell", ["空房", "空 置", "长期空置", "无人", "（空房）", "vacant", " 空户 "])
def test_an_empty_flat_is_nobody(cell: str) -> None:
    assert read_name(cell).vacant
    assert read_name(cell).name == ""


def test_a_person_called_like_emptiness_is_a_person() -> None:
    assert not is_vacant("空海")
    assert read_name("吴人").name == "吴人"


@pytest.mark.parametrize(
    "name, pinyin, initials",
    [
        ("张三", "zhangsan", "zs"),
        ("曾国", "zengguo", "zg"),
        ("解放", "xiefang", "xf"),
        ("仇和", "qiuhe", "qh"),
        ("朴树", "piaoshu", "ps"),
        ("查良镛", "zhaliangyong", "zly"),
        ("单田芳", "shantianfang", "stf"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("吕布", "lvbu", "lb"),
        ("张乾", "zhangqian", "zq"),
        ("John Smith", "johnsmith", "js"),
    ],
)
def test_a_name_is_found_by_pinyin_and_initials(name: str, pinyin: str, initials: str) -> None:
    keys = search_keys(name)
    assert (keys.pinyin, keys.initials) == (pinyin, initials)


@pytest.mark.parametrize(
    "one, other", [("馬麗", "马丽"), ("楊偉福", "杨 伟福"), ("羅一軒", "罗一轩"), ("买买提·艾力", "买买提艾力")]
)
def test_either_script_finds_the_same_person(one: str, other: str) -> None:
    assert search_keys(one) == search_keys(other)


@given(st.text(max_size=12))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    name = read_name(text).name
    assert read_name(name).name == name
    assert simplified(simplified(name)) == simplified(name)
