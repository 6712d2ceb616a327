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

# One statement, since every batch of visits counts. A correction can leave an hour without any door, a replanning a
# place without a team: what is deleted and what is written are never the same row.
RECOUNT: Any = f"""
WITH t AS MATERIALIZED (
  SELECT campaign_id, place_id, team_id, state, people, unaccounted, attempts, flags,
         date_trunc('hour', closed_at) AS hour
  FROM campaigns_target WHERE campaign_id = ANY(%b) AND place_id = ANY(%b)
), no_teams AS (
  DELETE FROM campaigns_tally y WHERE y.campaign_id = ANY(%b) AND y.place_id = ANY(%b) AND NOT EXISTS (
    SELECT 1 FROM t WHERE t.campaign_id = y.campaign_id AND t.place_id = y.place_id AND t.team_id = y.team_id)
), no_hours AS (
  DELETE FROM campaigns_hourtally h WHERE h.campaign_id = ANY(%b) AND h.place_id = ANY(%b) AND NOT EXISTS (
    SELECT 1 FROM t WHERE t.campaign_id = h.campaign_id AND t.place_id = h.place_id AND t.hour = h.hour)
), hours AS (
  INSERT INTO campaigns_hourtally (campaign_id, place_id, hour, closed)
  SELECT t.campaign_id, t.place_id, t.hour, count(*) FROM t WHERE t.hour IS NOT NULL GROUP BY 1, 2, 3
  ON CONFLICT (campaign_id, place_id, hour) DO UPDATE SET closed = excluded.closed
)
INSERT INTO campaigns_tally (campaign_id, place_id, team_id, {", ".join(COUNTS)}, change)
SELECT t.campaign_id, t.place_id, t.team_id, {_SELECT}, %b::uuid FROM t GROUP BY t.campaign_id, t.place_id, t.team_id
ON CONFLICT (campaign_id, place_id, team_id) DO UPDATE SET {_SET}, change = excluded.change
"""
COVERS = """
SELECT 1 FROM campaigns_campaign c JOIN places_place p ON p.id = c.place_id
WHERE c.id = %(campaign)s AND starts_with(p.path, %(path)s)
"""


def recount(campaigns: Collection[UUID], places: Collection[UUID], change: UUID) -> None:
    """Count these containers anew. The caller holds their rows' locks, so nobody counts beside it."""
    run(RECOUNT, [*[list(campaigns), list(places)] * 3, change])


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
