"""Street and community come off the front of addresses, titles and file names."""

import pytest

from qiaomen.exchange.addresses import Where, community_name, named_by_file, named_in, split_address, without_prefix


@pytest.mark.parametrize(
    "text, street, community, rest",
    [
        ("青石镇河街社区老街1巷1号", "青石镇", "河街社区", "老街1巷1号"),
        ("青石镇青龙社区菜园村12号", "青石镇", "青龙社区", "菜园村12号"),
        ("湖南省永州市双牌县青石镇城东社区 学府名苑4-2-501", "青石镇", "城东社区", "学府名苑4-2-501"),
        ("城关街道办事处东门社区锦溪苑5号楼", "城关街道", "东门社区", "锦溪苑5号楼"),
        ("和平社区居委会幸福里3栋", "", "和平社区", "幸福里3栋"),
        ("大田镇张家村3组18号", "大田镇", "张家村", "3组18号"),
        ("古镇花园3栋2单元", "", "", "古镇花园3栋2单元"),
        ("老街1巷2号", "", "", "老街1巷2号"),
    ],
)
def test_an_address_gives_up_street_and_community(text: str, street: str, community: str, rest: str) -> None:
    assert split_address(text) == Where(street=street, community=community, rest=rest)


def test_a_title_names_street_and_community() -> None:
    assert named_in("五里镇五里社区住户信息登记表（2022年3月）") == Where(street="五里镇", community="五里社区")
    assert named_in("填报单位（盖章）：") == Where()


@pytest.mark.parametrize("file, street", [("下游社区.xlsx", ""), ("江口镇-下游社区（第二版）.xlsx", "江口镇")])
def test_a_file_name_names_the_community(file: str, street: str) -> None:
    assert named_by_file(file) == Where(street=street, community="下游社区")


@pytest.mark.parametrize(
    "text, name",
    [("和平社区居委会", "和平社区"), ("东关居委会", "东关社区"), ("李家村村委会", "李家村"), ("永江社区", "永江社区")],
)
def test_a_community_has_one_everyday_name(text: str, name: str) -> None:
    assert community_name(text) == name


def test_a_name_repeated_in_front_is_taken_off_once() -> None:
    assert without_prefix("下游社区第1网格", "江口镇", "下游社区") == "第1网格"
    assert without_prefix("下游社区", "下游社区") == "下游社区"
