"""Members who all stand in one cell come apart whole."""

import pytest

from qiaomen.exchange.members import MemberText, read_members

ID = "990000198904110022"


@pytest.mark.parametrize(
    "cell, members",
    [
        (f"赖涛 {ID} 12000033575", [MemberText("赖涛", ID, "12000033575")]),
        ("邓 艳 12000033585；邓建", [MemberText("邓 艳", "", "12000033585"), MemberText("邓建")]),
        ("郑霞诺  12000021747", [MemberText("郑霞诺", "", "12000021747")]),
        ("曹燕生  990000 20140915 0005", [MemberText("曹燕生", "990000 20140915 0005")]),
        (f"侯文 '{ID} 120-0001-2973", [MemberText("侯文", ID, "120-0001-2973")]),
        ("叶楷（租户） 12000023305/12100023305", [MemberText("叶楷(租户)", "", "12000023305/12100023305")]),
        ("王燕 9.9E+17 +86 12000012969", [MemberText("王燕", "9.9E+17", "+86 12000012969")]),
        ("甲一、甲二", [MemberText("甲一"), MemberText("甲二")]),
        ("甲一 甲二", [MemberText("甲一"), MemberText("甲二")]),
        ("李 翠", [MemberText("李 翠")]),
        ("；\n", []),
    ],
)
def test_a_cell_of_members_comes_apart(cell: str, members: list[MemberText]) -> None:
    assert read_members(cell) == members


def test_an_id_in_full_width_digits_is_found() -> None:
    assert read_members("罗生 ９９００００１９８９０４１１００２２ 12000033591") == [
        MemberText("罗生", ID, "12000033591")
    ]
