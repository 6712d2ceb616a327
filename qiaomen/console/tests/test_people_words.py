"""Every value that a fact of a closed list may have is said in words."""

import pytest

from qiaomen.console.people_words import VALUES
from qiaomen.people import facts


@pytest.mark.parametrize("kind", sorted(facts.VALUES))
def test_every_value_of_a_fact_has_a_word(kind: facts.FactKind) -> None:
    assert set(facts.VALUES[kind]) <= set(VALUES[kind])
