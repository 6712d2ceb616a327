"""Ids in every form that spreadsheets leave them in; a wrong one never takes its person along."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.people.idnumbers import IdReading, check_digit, read_id

GOOD = "990000199006110009"


@pytest.mark.parametrize(
    "cell",
    [GOOD, f"'{GOOD}", " 990000 19900611 0009", "９９００００１９９００６１１０００９", f"{GOOD}　", f"\ufeff{GOOD}"],
)
def test_one_id_in_any_dress_is_one_id(cell: str) -> None:
    assert read_id(cell) == IdReading(number=GOOD, kind="resident", sex=2, birth=date(1990, 6, 11))


def test_a_small_x_is_an_x() -> None:
    assert read_id("99000019950606001x").number == "99000019950606001X"


@pytest.mark.parametrize("cell", ["990000900611001", 990000900611001.0])
def test_a_number_of_15_digits_grows_to_18(cell: object) -> None:
    reading = read_id(cell)
    assert (reading.number, reading.sex, reading.birth) == ("990000199006110017", 1, date(1990, 6, 11))


@pytest.mark.parametrize("cell", [9.9000019560403e17, "9.90000E+17", "9.9e17", 990000199006110009])
def test_lost_digits_are_never_guessed(cell: object) -> None:
    assert read_id(cell) == IdReading(issue="id.digits_lost")


@pytest.mark.parametrize(
    "cell, issue",
    [
        ("990000199006110008", "id.checksum"),
        ("99000019900231" + "001" + check_digit("99000019900231001"), "id.date"),
        ("99000019900611000", "id.length"),
        ("没有证", "id.form"),
    ],
)
def test_a_wrong_id_is_named_by_its_fault(cell: str, issue: str) -> None:
    assert read_id(cell) == IdReading(issue=issue)


def test_a_birth_in_the_future_is_a_wrong_date() -> None:
    assert read_id(GOOD, today=date(1990, 6, 10)).issue == "id.date"


@pytest.mark.parametrize(
    "cell, kind, number",
    [
        ("E12345678", "passport", "E12345678"),
        ("EA1234567", "passport", "EA1234567"),
        ("H12345678", "hk_macao_permit", "H12345678"),
        ("m1234567890", "hk_macao_permit", "M1234567890"),
        ("12345678", "taiwan_permit", "12345678"),
        ("USA110000000001", "permanent_residence", "USA110000000001"),
    ],
)
def test_other_documents_are_known_by_their_form(cell: str, kind: str, number: str) -> None:
    assert read_id(cell) == IdReading(number=number, kind=kind)


@pytest.mark.parametrize("cell", ["", None, "  ", "'"])
def test_an_empty_cell_is_no_fault(cell: object) -> None:
    assert read_id(cell) == IdReading()


@given(st.integers(100000, 999999), st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 999))
def test_every_rightly_made_id_is_read_and_every_changed_digit_is_noticed(area: int, birth: date, serial: int) -> None:
    first_17 = f"{area}{birth:%Y%m%d}{serial:03d}"
    good = first_17 + check_digit(first_17)
    assert read_id(good) == IdReading(number=good, kind="resident", sex=1 if serial % 2 else 2, birth=birth)
    wrong = good[:9] + str((int(good[9]) + 1) % 10) + good[10:]
    assert read_id(wrong).issue == "id.checksum"


@given(st.one_of(st.text(max_size=24), st.floats(allow_nan=False, allow_infinity=False), st.integers()))
def test_any_cell_at_all_is_read_without_an_error(cell: object) -> None:
    reading = read_id(cell)
    assert reading.number is None or not reading.issue
