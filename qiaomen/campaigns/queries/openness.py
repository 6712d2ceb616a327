"""When somebody opens: of the knocks of a sweep so far, how many were answered, by the hour of the local day."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from qiaomen.campaigns.better_hours import HourRate
from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.asking import ask

# So many knocks say when people are in; of a larger sweep the newest are asked.
KNOCKS = 20_000
# A knock at a door that is vacant or does not exist says nothing of when people are in; a refusal was opened.
AT_HOME = ["answered", "refused"]
BY_HOUR = """
SELECT extract(hour FROM r.at AT TIME ZONE %(zone)s)::int, count(*), count(*) FILTER (WHERE r.outcome = ANY(%(home)s))
FROM (SELECT at, door, body ->> 'outcome' AS outcome FROM ledger_record
      WHERE kind = 'visit' AND body ->> 'campaign' = %(sweep)s ORDER BY change DESC LIMIT %(knocks)s) r{area}
WHERE r.outcome = ANY(%(asked)s) GROUP BY 1 ORDER BY 1
"""
INSIDE = " JOIN places_door d ON d.id = r.door"


def by_hour(area: Area) -> list[HourRate]:
    """Knocks and how many of them somebody answered, by hour of the day in the district's time zone.

    As the records say it: one that was taken back or corrected later is still a knock at that hour.
    """
    statement = BY_HOUR.format(area="" if area.whole else INSIDE + area.join("d.place_id"))
    asked: dict[str, Any] = {
        "zone": ZoneInfo(settings.TIME_ZONE).key, "sweep": str(area.campaign), "knocks": KNOCKS, "home": AT_HOME,
        "asked": [*AT_HOME, "absent"],
    }  # fmt: skip
    return [HourRate(hour, knocks, opened) for hour, knocks, opened in ask(statement, area.parameters | asked)]
