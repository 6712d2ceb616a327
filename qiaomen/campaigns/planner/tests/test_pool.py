"""The county's figures from counts alone."""

import pytest

from qiaomen.campaigns.planner.pace import Pace
from qiaomen.campaigns.planner.pool import Pooled, pooled
from qiaomen.campaigns.planner.schedule import Schedule


def county(hours: float, *, people: int = 2000, size: int = 3) -> Pooled:
    return pooled(15_089, people=people, team_size=size, pace=Pace(doors_a_day=11), schedule=Schedule(hours))


def test_458_teams_hold_72_hours() -> None:
    assert county(72).teams_needed == 458
    assert county(72).holds


def test_48_hours_need_686_teams_58_people_beyond_the_2000() -> None:
    need = county(48)
    assert (need.teams_needed, need.people_needed, need.short_people) == (686, 2058, 58)
    assert not need.holds


def test_400_people_alone_are_58_teams_short_of_72_hours() -> None:
    assert county(72, people=400, size=1).short_teams == 58


def test_a_deadline_before_the_first_door_is_refused() -> None:
    with pytest.raises(ValueError, match="before the deadline"):
        county(1)
