"""A fever at a checkpoint is an alarm, told by the same ladder as one at a gate (`gates.alarms`)."""

from collections.abc import Collection
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.checkpoints.records import VehicleStop
from qiaomen.ledger.told import Told
from qiaomen.monitoring.records import FEVER_ABOVE

# Most vehicles have no reading at all; a correction may have taken the fever back, so the newest version decides.
HOT = """
SELECT DISTINCT coalesce(r.root, r.id) FROM ledger_record r
CROSS JOIN LATERAL jsonb_array_elements(r.body -> 'readings') e
WHERE (r.id = ANY(%b) OR r.root = ANY(%b)) AND r.kind = 'vehicle_stop' AND r.body ? 'readings'
  AND (e ->> 'celsius')::float8 > %b
"""
_WORDS = {"fever": "fever_vehicle", "waits": "second_reading", "": ""}


def raised(wanted: Collection[UUID]) -> set[UUID]:
    """Those of these records that ever had a reading above 37.3 °C, by the original."""
    ids = list(wanted)
    return {row[0] for row in rows(HOT, [ids, ids, FEVER_ABOVE])}


def what(told: Told) -> str:
    """A fever by a second reading, or one that is due; "" where neither is."""
    body: VehicleStop = told.body
    return _WORDS[body.fever]
