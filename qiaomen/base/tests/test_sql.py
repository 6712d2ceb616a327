"""Arrays packed by hand arrive as psycopg's own would."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.base.sql import Packed, packed, rows

pytestmark = pytest.mark.django_db

BEIJING = timezone(timedelta(hours=8))
MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.sampled_from([UTC, BEIJING]))  # noqa: DTZ001
TEXT = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=20)


def back(values: list[Any], type_name: str) -> Any:
    assert isinstance(packed(values), Packed)
    [(found,)] = rows(f"SELECT %b::{type_name}[]", [values])
    return found


@pytest.mark.parametrize(
    ("type_name", "elements"),
    [
        ("uuid", st.uuids()),
        ("text", TEXT),
        ("bytea", st.binary(max_size=20)),
        ("bool", st.booleans()),
        ("int2", st.integers(-(2**15), 2**15 - 1)),
        ("int8", st.integers(-(2**63), 2**63 - 1)),
        ("timestamptz", MOMENTS),
    ],
)
def test_a_list_comes_back_as_it_was_sent(type_name: str, elements: st.SearchStrategy[Any]) -> None:
    @given(st.lists(st.none() | elements, min_size=1, max_size=8))
    def check(values: list[Any]) -> None:
        assert back(values, type_name) == values

    check()


@pytest.mark.parametrize("type_name", ["uuid", "text", "bytea", "int2", "timestamptz"])
def test_a_list_of_nothing_is_of_any_type(type_name: str) -> None:
    assert back([None, None], type_name) == [None, None]


def test_an_empty_list_is_of_any_type() -> None:
    assert rows("SELECT %b::uuid[], %b::int2[]", [[], []]) == [([], [])]


def test_what_is_no_list_is_left_to_psycopg() -> None:
    assert rows("SELECT %b::uuid, %b::int4", [UUID(int=7), 3]) == [(UUID(int=7), 3)]
