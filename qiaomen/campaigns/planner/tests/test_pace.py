"""Minutes a door, and what a team gets through."""

from fractions import Fraction

import pytest

from qiaomen.campaigns.planner.pace import Pace, has_lift, weighted


def test_by_default_every_door_is_like_every_other() -> None:
    assert Pace().seconds("hotel", floor=6) == Pace().seconds("dwelling")


def test_stairs_take_longer_than_a_lift_and_a_hotel_longer_than_a_home() -> None:
    pace = weighted()
    assert pace.seconds(floor=6) > pace.seconds(floor=6, lift=True) > pace.seconds(floor=1)
    assert pace.seconds("hotel") > pace.seconds("dwelling")


def test_the_pace_is_the_average_over_a_sweep_whatever_its_doors_take() -> None:
    assert Pace(11).capacity(Fraction(3), doors=100, seconds=25_000) == 33 * 250


def test_days_and_capacity_undo_each_other() -> None:
    load = Pace(11).capacity(Fraction(3), doors=100, seconds=25_000)
    assert Pace(11).days_for(load, doors=100, seconds=25_000) == 3


def test_part_of_a_door_is_not_done_by_the_deadline() -> None:
    assert Pace(11).doors_in(Fraction(5, 2)) == 27


def test_a_building_of_seven_floors_has_a_lift() -> None:
    assert [has_lift(floors) for floors in (6, 7)] == [False, True]


def test_a_pace_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than no doors"):
        Pace(0)
