"""Who is not missed at a door any more, since they moved away: a phone that was offline may still name them there."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from qiaomen.base.sql import rows
from qiaomen.ledger.effective import Effective

MOVED = """
SELECT m.person, h.home_door_id FROM households_moved m JOIN people_person h ON h.id = m.person
WHERE m.person = ANY(%b)
"""


def departed(doors: Iterable[tuple[UUID, Sequence[Effective]]]) -> dict[int, set[UUID]]:
    """By door (its number): who moved away of those whom records name there as unaccounted for."""
    named: dict[UUID, set[UUID]] = {}
    for door, records in doors:
        for record in records:
            missed = [one.person for one in getattr(record.body, "people", ()) if one.presence == "unaccounted"]
            if missed:
                named.setdefault(door, set()).update(missed)
    if not named:
        return {}
    homes = dict(rows(MOVED, [[person for missed in named.values() for person in missed]]))
    return {door.int: {one for one in missed if homes.get(one, door) != door} for door, missed in named.items()}
