"""Absurd labels take no more time than others, and raise nothing."""

import pytest

from qiaomen.exchange.headers import header_word
from qiaomen.exchange.register import _DOORS
from qiaomen.places.labels import LONGEST, parse_label


@pytest.mark.parametrize("piece", ["1", "号", "栋1", "1单元", "甲1", "一", "-1", "附1"])
def test_of_a_label_as_long_as_a_page_only_its_beginning_is_read(piece: str) -> None:
    page = piece * 30_000
    assert parse_label(page) == parse_label(page[:LONGEST])


def test_a_heading_of_nothing_but_brackets_is_a_heading() -> None:
    assert header_word("(" * 30_000) == header_word("(" * 500)


def test_a_total_of_ten_thousand_digits_is_no_number() -> None:
    assert _DOORS.search("1" * 10_000 + "户") is not None
    assert int(_DOORS.search("1" * 10_000 + "户")[1]) < 10**9  # type: ignore[index]
