"""The district's clock: every change takes the next number."""

import pytest

from qiaomen.base import changes
from qiaomen.base.models import Clock


def test_numbers_follow_each_other_without_a_gap(db: None) -> None:
    with changes.change("one") as one:
        pass
    with changes.change("another") as another:
        pass
    assert one.seq is not None
    assert another.seq == one.seq + 1 == changes.now_seq()


def test_a_change_that_is_rolled_back_takes_no_number(db: None) -> None:
    before = changes.now_seq()
    with pytest.raises(ZeroDivisionError), changes.change("broken"):
        _ = 1 / 0
    assert changes.now_seq() == before


def test_a_clock_that_was_lost_begins_a_new_generation(db: None) -> None:
    Clock.objects.all().delete()
    with changes.change("after") as change:
        pass
    assert (change.seq, Clock.objects.count()) == (1, 1)
