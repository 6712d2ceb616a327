"""Coverage: one definition per count. Tallies are recomputed for the touched containers, never incremented.

The tile, the map, the list, the report and the spreadsheet all read `coverage`; every list of doors uses the same
columns of `Target` that are counted here, so a number and its list agree.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from qiaomen.base.sql import run
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.states import Flag, State

STATES = [state.name.lower() for state in State]
FLAGS = [flag.name.lower() for flag in Flag]
SUMS = ["people", "unaccounted", "attempts"]
COUNTS = ["doors", *STATES, *SUMS, *FLAGS]

_SELECT = ", ".join(
    ["count(*)"]
    + [f"count(*) FILTER (WHERE t.state = {int(state)})" for state in State]
    + [f"sum(t.{name})" for name in SUMS]
    + [f"count(*) FILTER (WHERE t.flags & {int(flag)} > 0)" for flag in Flag]
)
_SET = ", ".join(f"{name} = excluded.{name}" for name in COUNTS)

RECOUNT: Any = f"""
INSERT INTO campaigns_tally (campaign_id, place_id, team_id, {", ".join(COUNTS)}, change)
SELECT t.campaign_id, t.place_id, t.team_id, {_SELECT}, %b::uuid
FROM campaigns_target t WHERE t.campaign_id = ANY(%b) AND t.place_id = ANY(%b)
GROUP BY t.campaign_id, t.place_id, t.team_id
ON CONFLICT (campaign_id, place_id, team_id) DO UPDATE SET {_SET}, change = excluded.change
"""
RECOUNT_HOURS: Any = """
INSERT INTO campaigns_hourtally (campaign_id, place_id, hour, closed)
SELECT t.campaign_id, t.place_id, date_trunc('hour', t.closed_at), count(*)
FROM campaigns_target t
WHERE t.campaign_id = ANY(%b) AND t.place_id = ANY(%b) AND t.closed_at IS NOT NULL
GROUP BY 1, 2, 3
ON CONFLICT (campaign_id, place_id, hour) DO UPDATE SET closed = excluded.closed
"""
# A correction can leave an hour without any door, a replanning a place without a team.
DROP_HOURS: Any = """
DELETE FROM campaigns_hourtally h WHERE h.campaign_id = ANY(%b) AND h.place_id = ANY(%b) AND NOT EXISTS (
  SELECT 1 FROM campaigns_target t WHERE t.campaign_id = h.campaign_id AND t.place_id = h.place_id
  AND t.closed_at >= h.hour AND t.closed_at < h.hour + interval '1 hour')
"""
DROP_TEAMS: Any = """
DELETE FROM campaigns_tally y WHERE y.campaign_id = ANY(%b) AND y.place_id = ANY(%b) AND NOT EXISTS (
  SELECT 1 FROM campaigns_target t WHERE t.campaign_id = y.campaign_id AND t.place_id = y.place_id
  AND t.team_id = y.team_id)
"""
COVERS = """
SELECT 1 FROM campaigns_campaign c JOIN places_place p ON p.id = c.place_id
WHERE c.id = %(campaign)s AND starts_with(p.path, %(path)s)
"""


def recount(campaigns: Collection[UUID], places: Collection[UUID], change: UUID) -> None:
    """Count these containers anew. The caller holds their rows' locks, so nobody counts beside it."""
    keys = [list(campaigns), list(places)]
    run(RECOUNT, [change, *keys])
    run(DROP_HOURS, keys)
    run(RECOUNT_HOURS, keys)


def recount_teams(campaigns: Collection[UUID], places: Collection[UUID], change: UUID) -> None:
    """Count anew after doors went to other teams or left."""
    run(DROP_TEAMS, [list(campaigns), list(places)])
    recount(campaigns, places, change)


def coverage(campaign: UUID, path: str = "") -> dict[str, int]:
    """The counts of everything at and below a path ("" is the whole sweep), by the names of `COUNTS`."""
    # Every tally of the sweep lies below the sweep's place: there is no need to look where.
    covers_all = ask(COVERS, {"campaign": campaign, "path": path})
    inside = (
        "" if covers_all else "JOIN places_place p ON p.id = y.place_id AND p.path >= %(path)s AND p.path < %(end)s"
    )
    sums = ", ".join(f"coalesce(sum(y.{name}), 0)" for name in COUNTS)
    statement = f"SELECT {sums} FROM campaigns_tally y {inside} WHERE y.campaign_id = %(campaign)s"
    return _named(ask(statement, {"campaign": campaign, "path": path, "end": path + "g"})[0])


def _named(row: tuple[Any, ...]) -> dict[str, int]:
    return {name: int(value) for name, value in zip(COUNTS, row, strict=True)}
