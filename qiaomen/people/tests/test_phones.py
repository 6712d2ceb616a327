"""A phone cell gives up every number in it and says when it could not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.people.phones import PhoneReading, read_phones


@pytest.mark.parametrize(
    "cell, phones",
    [
        ("12000013746", ("12000013746",)),
        (12000013746.0, ("12000013746",)),
        ("120-0001-2973", ("12000012973",)),
        ("+86 12000012969", ("12000012969",)),
        ("8612000012969", ("12000012969",)),
        ("１２００００１３７４６", ("12000013746",)),
        ("12000011316/12100011316", ("12000011316", "12100011316")),
        ("12000011316 12100011316、12000011316", ("12000011316", "12100011316")),
        ("0746-3223322", ("0746-3223322",)),
        ("(0746)3223322转8", ("0746-3223322-8",)),
        ("3223322", ("3223322",)),
        ("+852 9123 4567", ("+85291234567",)),
        ("", ()),
        (None, ()),
    ],
)
def test_every_phone_of_a_cell_is_read(cell: object, phones: tuple[str, ...]) -> None:
    assert read_phones(cell) == PhoneReading(phones=phones)


@pytest.mark.parametrize(
    "cell, issue",
    [
        ("120000137", "phone.unreadable"),
        ("没有", "phone.unreadable"),
        ("1.2E+10", "phone.digits_lost"),
        (1.20000137461212e21, "phone.digits_lost"),
        (0.5, "phone.digits_lost"),
    ],
)
def test_a_cell_that_gives_no_phone_is_flagged(cell: object, issue: str) -> None:
    assert read_phones(cell) == PhoneReading(issue=issue)


def test_a_good_phone_survives_beside_a_broken_one() -> None:
    assert read_phones("12000011316/1210001131") == PhoneReading(phones=("12000011316",), issue="phone.unreadable")


MOBILES = st.integers(10_000_000_000, 19_999_999_999).map(str)


@given(st.lists(MOBILES, min_size=1, max_size=3, unique=True), st.sampled_from(["/", "、", " ", ",", "；", "\n"]))
def test_any_separator_parts_any_phones(phones: list[str], separator: str) -> None:
    assert read_phones(separator.join(phones)).phones == tuple(phones)


@given(st.text(max_size=40))
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    reading = read_phones(text)
    assert reading.phones or reading.issue or not text.strip() or reading == PhoneReading()
