"""Larval indices: house, container, Breteau."""

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.sampling.larval import House, indices

houses = st.lists(st.integers(0, 9).flatmap(lambda n: st.builds(House, st.just(n), st.integers(0, n))), max_size=30)


def test_the_textbook_example() -> None:
    found = indices([House(4, 1), House(2, 0), House(3, 2), House(0, 0), House(1, 0)])
    assert (found.house, found.container, found.breteau) == (40.0, 30.0, 60.0)


def test_where_nothing_was_looked_at_there_is_no_index() -> None:
    assert indices([]).house is None
    assert indices([House(0, 0)]).container is None


@given(houses)
def test_no_more_houses_than_containers_have_larvae(several: list[House]) -> None:
    found = indices(several)
    assert found.positive_houses <= found.positive <= found.containers
    if found.houses:
        assert (found.house or 0) <= min(100, found.breteau or 0)
