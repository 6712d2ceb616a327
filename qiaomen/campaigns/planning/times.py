"""A sweep's time as the planner counts it: from the opening, or from now once teams knock, to the deadline."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planner import Forecast, Pace, Schedule, Visits, forecast, paced, registered, weighted

TRIED = "SELECT EXISTS (SELECT FROM campaigns_target WHERE campaign_id = %b AND (attempts > 0 OR state > 0))"
DAY_HOURS = 24
A_DAY = timedelta(hours=DAY_HOURS)


@dataclass(frozen=True, slots=True)
class Frame:
    """From when to when a plan counts, and how fast teams are."""

    start: datetime
    schedule: Schedule
    pace: Pace
    weekday: int
    """Of the start, 0 Monday … 6 Sunday."""
    late: bool = False
    """The deadline is so near, or past, that a day's work takes its place."""


def frame(campaign: Campaign, *, by_kind: bool, now: datetime | None = None) -> Frame:
    """The whole sweep while nobody has knocked yet, afterwards what is left of it.

    `by_kind` lets doors differ by kind, floor and lift. When the deadline leaves no door's time, the frame is a day
    long and `late`. Raises `plan.no_time` when not even the whole sweep has time for a door.
    """
    pace = weighted(campaign.pace) if by_kind else Pace(campaign.pace)
    whole = _framed(campaign, pace, campaign.opens_at, campaign.deadline)
    if pace.doors_in(whole.schedule.days) == 0:
        raise Problem("plan.no_time")
    moment = now or timezone.now()
    if moment <= campaign.opens_at or not _begun(campaign):
        return whole
    if moment < campaign.deadline:
        rest = _framed(campaign, pace, moment, campaign.deadline)
        if pace.doors_in(rest.schedule.days) > 0:
            return rest
    return _framed(campaign, pace, moment, moment + A_DAY, late=True)


def foretold(campaign: Campaign, loads: list[int], frame: Frame, *, empty: float) -> Forecast:
    """The expected course of teams with so many doors each, at the sweep's pace and number of tries.

    `empty`: behind what share of the doors (0–1) the register knows nobody.
    """
    visits = _tempo(campaign.pace, campaign.max_tries, frame.schedule.knocking)
    return _forecast(tuple(sorted(loads)), frame.schedule, visits, frame.weekday, round(empty, 3))


@lru_cache(maxsize=32)
def _forecast(loads: tuple[int, ...], schedule: Schedule, visits: Visits, weekday: int, empty: float) -> Forecast:
    """Costs half a second, and the same plan is looked at again and again."""
    return forecast(loads, schedule=schedule, visits=visits, weekday=weekday, openness=registered(empty))


@lru_cache(maxsize=32)
def _tempo(pace: float, tries: int, knocking: tuple[tuple[int, int], ...]) -> Visits:
    """Costs a fifth of a second, and every look at a plan asks for the same."""
    return paced(pace, schedule=Schedule(DAY_HOURS, 0, knocking), visits=Visits(tries=tries))


def _begun(campaign: Campaign) -> bool:
    return campaign.launched_at is not None and bool(rows(TRIED, [campaign.id])[0][0])


def _framed(campaign: Campaign, pace: Pace, start: datetime, end: datetime, *, late: bool = False) -> Frame:
    local = timezone.localtime(start)
    hours = (end - start) / timedelta(hours=1)
    knocking = ((_minute(campaign.day_from), _minute(campaign.day_until)),)
    return Frame(start, Schedule(hours, _minute(local), knocking), pace, local.weekday(), late)


def _minute(at: datetime | time) -> int:
    return at.hour * 60 + at.minute
