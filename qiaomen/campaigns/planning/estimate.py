"""A first sum while a sweep is being written down: doors there, people there, and what the deadline asks for."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

import msgspec
from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.campaigns.planner import Pace, Schedule, pooled
from qiaomen.campaigns.planning.summary import PooledLine
from qiaomen.places.models import Place

DOORS = """
SELECT count(*) FROM places_place p JOIN places_door d ON d.place_id = p.id AND d.is_open
WHERE p.path >= %b AND p.path < %b || 'g' AND (%b::text[] = '{}' OR d.kind = ANY(%b::text[]))
"""
# Zones that reach into the area, or that the area lies in.
PEOPLE = """
SELECT count(DISTINCT w.id) FROM duty_zoneplace zp
JOIN places_place p ON p.id = zp.place_id AND (starts_with(p.path, %b) OR starts_with(%b, p.path))
JOIN duty_backing b ON b.zone_id = zp.zone_id
JOIN access_worker w ON w.organisation_id = b.organisation_id AND w.is_active AND w.username IS NULL
"""


def estimate(
    *,
    place: Place,
    door_kinds: Collection[str],
    opens_at: datetime,
    deadline: datetime,
    day_from: time,
    day_until: time,
    pace: float,
    team_size: int,
) -> PooledLine:
    """The pooled sum of a sweep that does not exist yet. Raises `campaign.times`, `plan.no_time`, `plan.no_doors`."""
    if deadline <= opens_at or day_until <= day_from:
        raise Problem("campaign.times")
    kinds = list(door_kinds)
    ((doors,),) = rows(DOORS, [place.path, place.path, kinds, kinds])
    ((people,),) = rows(PEOPLE, [place.path, place.path])
    if not doors:
        raise Problem("plan.no_doors")
    local = timezone.localtime(opens_at)
    schedule = Schedule(
        hours=(deadline - opens_at) / timedelta(hours=1),
        opens=local.hour * 60 + local.minute,
        knocking=((day_from.hour * 60 + day_from.minute, day_until.hour * 60 + day_until.minute),),
    )
    speed = Pace(pace)
    if speed.doors_in(schedule.days) == 0:
        raise Problem("plan.no_time")
    found = pooled(doors, people=people, team_size=team_size, pace=speed, schedule=schedule)
    return msgspec.convert(found, PooledLine, from_attributes=True)
