"""Checks of today in an area: how many are due by its end, and how many are done."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from qiaomen.base.sql import rows
from qiaomen.monitoring.folds import zone
from qiaomen.policy import days

# A second check for the same slot of the day is no further one.
TODAY: LiteralString = """
SELECT coalesce(sum(least(c.done, e.checks_a_day)), 0), coalesce(sum(e.checks_a_day), 0)
FROM monitoring_episode e JOIN people_person h ON h.id = e.person
JOIN places_door d ON d.id = coalesce(h.home_door_id, h.work_door_id) JOIN places_place p ON p.id = d.place_id
CROSS JOIN LATERAL (
  SELECT count(DISTINCT k.slot) AS done FROM monitoring_checkdone k WHERE k.episode = e.id AND k.day = %b) c
WHERE e.state = 'open' AND e.checks_a_day > 0
  AND EXISTS (SELECT FROM unnest(%b::text[]) area WHERE starts_with(p.path, area))
"""


def checks_of_today(paths: Sequence[str], now: datetime) -> tuple[int, int]:
    """(done, due) checks of today of people under a measure who live at and below these paths."""
    ((done, due),) = rows(TODAY, [days.local_day(now, zone()), list(paths)])
    return int(done), int(due)
