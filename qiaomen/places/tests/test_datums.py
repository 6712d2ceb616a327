import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.places.datums import DATUMS, Datum, from_wgs84, in_china, to_wgs84

# In degrees: a centimetre and less.
CLOSE = 1e-7
INSIDE = st.tuples(st.floats(75, 135), st.floats(19, 53))


@pytest.mark.parametrize(
    ("datum", "there"),
    [("gcj02", (116.41024449916938, 39.91640428150164)), ("bd09", (116.41662724378733, 39.922699552216216))],
)
def test_the_frames_move_a_known_position_as_other_implementations_do(datum: Datum, there: tuple[float, float]) -> None:
    assert from_wgs84((116.404, 39.915), datum) == pytest.approx(there, abs=1e-12)


@given(position=INSIDE, datum=st.sampled_from(DATUMS))
def test_there_and_back_is_the_same_position(position: tuple[float, float], datum: Datum) -> None:
    assert to_wgs84(from_wgs84(position, datum), datum) == pytest.approx(position, abs=CLOSE)


def test_nothing_is_moved_outside_the_country() -> None:
    paris = (2.35, 48.86)
    assert not in_china(paris)
    assert from_wgs84(paris, "gcj02") == paris
