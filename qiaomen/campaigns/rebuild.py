"""What rebuilding does for sweeps: targets, rolls and tallies of some containers made anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.campaigns import scope
from qiaomen.campaigns.folds import fold_doors

DOORS_AT = "SELECT id FROM places_door WHERE place_id = ANY(%b)"
_ALL = "ARRAY(SELECT id FROM campaigns_campaign)"
# A target may still stand where its door stood before.
CLEAR: tuple[Any, ...] = (
    f"DELETE FROM campaigns_target WHERE place_id = ANY(%b) OR (campaign_id = ANY({_ALL}) AND door_id = ANY(%b))",
    f"DELETE FROM campaigns_roll WHERE %b::uuid[] IS NOT NULL AND campaign_id = ANY({_ALL}) AND door_id = ANY(%b)",
    "DELETE FROM campaigns_tally WHERE place_id = ANY(%b) AND %b::uuid[] IS NOT NULL",
    "DELETE FROM campaigns_hourtally WHERE place_id = ANY(%b) AND %b::uuid[] IS NOT NULL",
)
ORPHANS: tuple[Any, ...] = (
    "DELETE FROM campaigns_target t WHERE NOT EXISTS (SELECT 1 FROM places_door d WHERE d.id = t.door_id)",
    """DELETE FROM campaigns_roll r WHERE NOT EXISTS (
         SELECT 1 FROM campaigns_target t WHERE t.campaign_id = r.campaign_id AND t.door_id = r.door_id)""",
    """DELETE FROM campaigns_tally y WHERE NOT EXISTS (
         SELECT 1 FROM campaigns_target t WHERE t.campaign_id = y.campaign_id AND t.place_id = y.place_id)""",
    """DELETE FROM campaigns_hourtally h WHERE NOT EXISTS (
         SELECT 1 FROM campaigns_target t WHERE t.campaign_id = h.campaign_id AND t.place_id = h.place_id)""",
)
KEYS = {
    "campaigns_target": "place_id",
    "campaigns_roll": "door_id",
    "campaigns_tally": "place_id",
    "campaigns_hourtally": "place_id",
}


def refold(places: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make targets, rolls and tallies of these containers anew. Their rows are locked, or nobody's."""
    doors = {row[0] for row in rows(DOORS_AT, [list(places)])}
    for statement in CLEAR:
        run(statement, [list(places), list(doors)])
    scope.add_places(places, change)
    fold_doors(doors, change)


def drop_orphans() -> None:
    """Rebuild's last step: rows of containers that have no door any more."""
    for statement in ORPHANS:
        run(statement)
