"""Numbers that come as text."""

import pytest

from qiaomen.base.numbers import number_of


@pytest.mark.parametrize("text, number", [("0", 0), ("007", 7), ("999999999", 999_999_999), ("١٢", 12)])
def test_a_text_of_digits_is_a_number(text: str, number: int) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", "²", " 1", "1_0", "1000000000", "9" * 5000])
def test_a_text_that_counts_nothing_of_ours_is_none(text: str) -> None:
    assert number_of(text) is None
