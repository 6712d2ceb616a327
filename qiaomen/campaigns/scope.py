"""Which doors are targets of a sweep: one statement, for launching, for doors found later, and for rebuilding.

A sweep's doors are those in use, of its kinds and below its place, at any time from its launch to its close; a door
that is closed, or becomes a shop, meanwhile stays a target. Besides, a door is a target while records of the sweep
speak of it. Spans are compared by the order of changes; a change that is still being made comes after all others.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from qiaomen.base.ids import NOBODY
from qiaomen.base.sql import rows, run

_LAST = 2**63 - 1

# Doors in use now need no look at the spans. Paths are hexadecimal with dots: what is below lies before `path || 'g'`.
_FROM = """
FROM campaigns_campaign c
LEFT JOIN base_change opened ON opened.id = c.from_change
LEFT JOIN base_change ended ON ended.id = c.until_change
JOIN places_place area ON area.id = c.place_id
JOIN places_place p ON p.path >= area.path AND p.path < area.path || 'g'
JOIN places_door d ON d.place_id = p.id
"""
_WHERE = f"""
WHERE c.from_change IS NOT NULL AND (
  (c.until_change IS NULL AND d.is_open AND (c.door_kinds = '[]'::jsonb OR c.door_kinds ? d.kind))
  OR EXISTS (
    SELECT 1 FROM places_doorspan s
    LEFT JOIN base_change f ON f.id = s.from_change LEFT JOIN base_change u ON u.id = s.until_change
    WHERE s.door_id = d.id AND s.is_open AND (c.door_kinds = '[]'::jsonb OR c.door_kinds ? s.kind)
    AND (s.until_change IS NULL OR coalesce(u.seq, {_LAST}) > coalesce(opened.seq, {_LAST}))
    AND (c.until_change IS NULL OR coalesce(f.seq, {_LAST}) < coalesce(ended.seq, {_LAST}))))
"""
_ADD = f"""
INSERT INTO campaigns_target (campaign_id, door_id, place_id, team_id, state, attempts, by_phone, flags, people,
                              unaccounted, change)
SELECT c.id, d.id, d.place_id, coalesce(a.team_id, '{NOBODY}'), 0, 0, false, 0, 0, 0, %b
{_FROM}
LEFT JOIN campaigns_assignment a ON a.campaign_id = c.id AND a.door_id = d.id AND a.until_change IS NULL
{_WHERE}
"""
ADD_OF_CAMPAIGN: Any = f"{_ADD} AND c.id = %b ON CONFLICT DO NOTHING"
ADD_OF_PLACES: Any = f"{_ADD} AND d.place_id = ANY(%b) ON CONFLICT DO NOTHING"
ADD_OF_DOORS: Any = f"{_ADD} AND d.id = ANY(%b) AND c.until_change IS NULL ON CONFLICT DO NOTHING"
INSIDE: Any = f"SELECT c.id, d.id {_FROM} {_WHERE} AND c.id = ANY(%b) AND d.id = ANY(%b)"

Key = tuple[UUID, UUID]


def add_campaign(campaign: UUID, change: UUID) -> int:
    """Make the targets of a sweep that is being launched; answers how many. Those that it has stay as they are."""
    return run(ADD_OF_CAMPAIGN, [change, campaign]).rowcount


def add_doors(doors: Collection[UUID], change: UUID) -> int:
    """Make doors that were found or changed targets of the sweeps under way that they belong to."""
    return run(ADD_OF_DOORS, [change, list(doors)]).rowcount if doors else 0


def add_places(places: Collection[UUID], change: UUID) -> None:
    """Make the targets of all sweeps in these containers: the first step of rebuilding them."""
    run(ADD_OF_PLACES, [change, list(places)])


def inside(keys: Collection[Key]) -> set[Key]:
    """Which of these (sweep, door) belong to the sweep without any record."""
    if not keys:
        return set()
    found = rows(INSIDE, [list({campaign for campaign, _door in keys}), list({door for _campaign, door in keys})])
    return set(keys).intersection((row[0], row[1]) for row in found)
