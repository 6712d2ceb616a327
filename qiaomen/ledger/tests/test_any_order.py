"""Any order, duplication and batching of the same records gives the same state, and rebuilding agrees with it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiaomen.ledger.tests.story import Line, stories, tell
from qiaomen.testing.desk import Desk

calm = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def split(draw: st.DrawFn | st.DataObject, lines: list[Line]) -> list[list[Line]]:
    """Cut into batches at drawn places."""
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(lines)), max_size=4)))  # type: ignore[union-attr]
    return [lines[start:end] for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)]


@given(data=st.data())
@calm
def test_any_order_and_batching_gives_the_same_state(desk: Desk, data: st.DataObject) -> None:
    lines = data.draw(stories(desk))
    one_by_one = tell(desk, [[line] for line in lines])
    shuffled = data.draw(st.permutations(lines))
    assert tell(desk, split(data, shuffled)) == one_by_one


@given(data=st.data())
@calm
def test_sending_anything_again_changes_nothing(desk: Desk, data: st.DataObject) -> None:
    lines = data.draw(stories(desk))
    again = data.draw(st.lists(st.sampled_from(lines), max_size=8))
    assert tell(desk, split(data, data.draw(st.permutations(lines + again)))) == tell(desk, [lines])
