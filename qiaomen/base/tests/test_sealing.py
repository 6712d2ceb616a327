"""Sealing and keyed hashes."""

import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import Unsealable, keyed_hash, lookup, seal, unseal

KEYS = Keys(data=b"d" * 32, lookup=b"l" * 32)
ROW, OTHER_ROW = UUID(int=1), UUID(int=2)


@given(st.binary(max_size=300), st.binary(min_size=32, max_size=32))
def test_the_keyed_hash_is_hmac_sha256(content: bytes, key: bytes) -> None:
    assert keyed_hash(Keys(data=key, lookup=key), content) == hmac.digest(key, content, "sha256")


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_for_its_row_only(plain: bytes) -> None:
    sealed = seal(KEYS, plain, row=ROW)
    assert unseal(KEYS, sealed, row=ROW) == plain
    with pytest.raises(Unsealable):
        unseal(KEYS, sealed, row=OTHER_ROW)


def test_one_value_has_another_hash_in_each_field() -> None:
    assert lookup(KEYS, "id", "12012345678") != lookup(KEYS, "phone", "12012345678")
