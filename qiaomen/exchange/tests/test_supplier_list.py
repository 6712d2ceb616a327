"""A supplier's list as it comes: titles above, totals below, prices with signs, a name twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.base.problems import Problem
from qiaomen.care.actions_orders import Goods
from qiaomen.exchange.supplier_list import Fault, cents_of, read_goods, read_rows

LIST = """青石供销社 团购清单,,,
序号,品名,规格,单价（元）,每户限购
1,蔬菜包,5斤,￥30,2
2,鸡蛋,30枚,22.5,
3,蔬菜包,3斤,20,
4,大米,5kg,面议,
合计,,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_goods_are_read_from_a_sheet_as_offices_keep_it(encoding: str) -> None:
    found = read_goods(LIST.encode(encoding), "清单.csv")
    assert found.goods == [Goods("蔬菜包", "5斤", 3000, 2), Goods("鸡蛋", "30枚", 2250)]
    assert found.faults == [Fault(5, "name"), Fault(6, "price")]


def test_a_sheet_without_names_of_goods_is_refused() -> None:
    with pytest.raises(Problem, match=r"offer\.no_items"):
        read_goods("甲,乙\n1,2\n".encode(), "x.csv")


@given(st.integers(0, 10_000_000))
def test_a_price_that_is_written_is_read_again(cents: int) -> None:
    assert cents_of(f"￥{cents / 100:.2f} 元") == cents


@pytest.mark.parametrize("said", ["1.234", "-1", "nan", "abc"])
def test_what_is_no_price_is_not_taken_for_one(said: str) -> None:
    with pytest.raises(ValueError, match=said):
        cents_of(said)
    assert read_rows([["name", "price"], ["eggs", said]]).goods == []
