"""What the records of a door make of the orders that suspend it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.ledger import effective
from qiaomen.ledger.stages import Touched
from qiaomen.venues.orders import orders

KINDS = ("suspension", "suspension_step")
SPEAKING = frozenset({*KINDS, "void"})
DOORS_AT = "SELECT id FROM places_door WHERE place_id = ANY(%b)"
DROP = "DELETE FROM venues_orderedsuspension WHERE door_id = ANY(%b)"
ADD = """
INSERT INTO venues_orderedsuspension
SELECT r.* FROM jsonb_populate_recordset(NULL::venues_orderedsuspension, %s::jsonb) r
"""
ORPHANS = """
DELETE FROM venues_orderedsuspension o WHERE NOT EXISTS (SELECT 1 FROM places_door d WHERE d.id = o.door_id)
"""
KEYS = {"venues_orderedsuspension": "door_id"}


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the orders of the touched doors anew, where a record may speak of one."""
    if touched.doors and SPEAKING & touched.kinds:
        fold_doors(touched.doors, change, touched=touched)


def refold(places: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: the orders of all doors of these containers."""
    fold_doors({row[0] for row in rows(DOORS_AT, [list(places)])}, change)


def fold_doors(doors: Collection[UUID], change: UUID, *, touched: Touched | None = None) -> None:
    """Fold these doors' orders anew. Their containers are locked, or nobody's."""
    records = effective.of_doors(doors, KINDS, touched.fresh if touched else None)
    run(DROP, [list(doors)])
    lines: list[dict[str, Any]] = [
        {**msgspec.structs.asdict(one), "change": change} for several in records.values() for one in orders(several)
    ]
    if lines:
        run(ADD, [msgspec.json.encode(lines).decode()])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)
