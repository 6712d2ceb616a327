from datetime import time

from qiaomen.campaigns.better_hours import BestHours, HourRate, best_hours, longer_day
from qiaomen.campaigns.knocking_hours import KnockingHours
from qiaomen.campaigns.outlook import Frame
from qiaomen.campaigns.tests.test_outlook import EVENING, FRAME, HERE, HOURS, at_pace


def rates(**by_hour: float) -> list[HourRate]:
    """A hundred knocks an hour, with the share answered: h8=0.4."""
    return [HourRate(int(hour.removeprefix("h")), 100, round(share * 100)) for hour, share in by_hour.items()]


def test_the_two_hours_in_which_most_doors_open_are_named() -> None:
    best = best_hours(rates(h9=0.4, h10=0.4, h14=0.4, h15=0.4, h18=0.8, h19=0.9), HOURS)
    assert best == BestHours(start=18, end=20, share=0.85, share_else=0.4)


def test_hours_that_are_no_better_or_hardly_known_are_not_named() -> None:
    assert best_hours(rates(h9=0.5, h10=0.5, h14=0.52, h15=0.52), HOURS) is None
    assert (
        best_hours([*rates(h9=0.4, h10=0.4, h11=0.4, h12=0.4), HourRate(18, 3, 3), HourRate(19, 3, 3)], HOURS) is None
    )
    assert best_hours(rates(h9=0.4, h10=0.4, h14=0.4, h15=0.4, h22=0.9, h23=0.9), HOURS) is None


def test_an_hour_more_a_day_is_done_earlier() -> None:
    seen = at_pace(20)
    longer = longer_day(FRAME, EVENING, seen)
    assert longer is not None
    assert seen.done_at is not None
    assert (longer.day_from, longer.day_until) == (time(8), time(22))
    assert longer.done_at < seen.done_at
    assert longer.late == longer.done_at - FRAME.deadline


def test_no_hour_is_added_where_all_is_in_time_or_the_day_is_full() -> None:
    full = Frame(KnockingHours(HERE, time(7), time(22)), FRAME.opens_at, FRAME.deadline)
    assert longer_day(FRAME, EVENING, at_pace(100)) is None
    assert longer_day(full, EVENING, at_pace(20)) is None
