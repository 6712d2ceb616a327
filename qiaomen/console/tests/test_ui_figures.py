"""How figures are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.console.figures import number, percent, share

COUNT = st.integers(0, 10**8)


@pytest.mark.parametrize(
    "value, written", [(0, "0"), (999, "999"), (15_089, "15,089"), (1_000_000, "1,000,000"), (None, "")]
)
def test_numbers_are_grouped_by_three_in_every_language(value: int | None, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    "part, whole, written",
    [
        (8_946, 15_089, "59.3%"),
        (0, 10, "0.0%"),
        (10, 10, "100%"),
        (9_999, 10_000, "99.9%"),
        (1, 10**6, "0.1%"),
        (0, 0, "–"),
    ],
)
def test_percentages_are_rounded_but_never_to_an_untruth(part: int, whole: int, written: str) -> None:
    assert percent(part, whole) == written


@given(part=COUNT, whole=COUNT.filter(bool))
def test_only_all_of_it_is_a_hundred_and_only_none_of_it_is_nought(part: int, whole: int) -> None:
    found = share(part, whole)
    assert (found == 100) == (part >= whole)
    assert (found == 0) == (part == 0)


@given(parts=st.tuples(COUNT, COUNT).map(sorted), whole=COUNT.filter(bool))
def test_more_is_never_shown_as_less(parts: list[int], whole: int) -> None:
    assert (share(parts[0], whole) or 0) <= (share(parts[1], whole) or 0)
