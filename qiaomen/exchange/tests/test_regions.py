"""Division codes of regions as people write them."""

import pytest

from qiaomen.exchange.regions import region_code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("北京市丰台区", "110106"),
        ("北京丰台", "110106"),
        ("中国北京市丰台区新发地", "110106"),
        ("上海市浦东新区", "310115"),
        ("深圳市福田区", "440304"),
        ("广东省深圳市", "4403"),
        ("长春市", "2201"),
        ("山东省威海市", "3710"),
        ("內蒙古自治區呼和浩特市", "1501"),
        ("湖北", "42"),
        ("武汉", "4201"),
        ("丰台区", "110106"),
        ("朝阳区", ""),
        ("境外", ""),
        ("不详", ""),
        ("", ""),
    ],
)
def test_a_region_is_known_by_its_name_in_full_or_short(said: str, code: str) -> None:
    assert region_code(said) == code
