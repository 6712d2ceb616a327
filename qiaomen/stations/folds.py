"""What the records of stations make: stays, and the fact that somebody lives apart from the household meanwhile.

An arrival's fact ends when the stay does, hence depends on later records. So this fold stands right after that of
facts, before anything that reads facts.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.ledger import facts, told
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told
from qiaomen.monitoring.folds import zone
from qiaomen.people.facts import FactRow
from qiaomen.stations.stays import Stayed, stays

KINDS = ("station_event",)
SPEAKING = frozenset({*KINDS, "void"})
# All ids of these people, under the canonical one.
SAME = """
WITH wanted AS (
  SELECT DISTINCT coalesce(a.canonical, w.id) AS id
  FROM unnest(%b::uuid[]) w(id) LEFT JOIN people_alias a ON a.id = w.id)
SELECT w.id, w.id FROM wanted w
UNION SELECT a.canonical, a.id FROM people_alias a JOIN wanted w ON w.id = a.canonical
"""
# One person goes by several ids, and a correction may speak of another one.
ARRIVALS = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record WHERE person = ANY(%b) AND kind = 'station_event'
"""
# Whatever joins a guest's ids folds their stays, too.
GUESTS = "SELECT 1 FROM stations_stay WHERE person = ANY(%b) LIMIT 1"
LOCK = "SELECT id FROM people_person WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
DROP = "DELETE FROM stations_stay WHERE person = ANY(%b)"
ADD = "INSERT INTO stations_stay SELECT r.* FROM jsonb_populate_recordset(NULL::stations_stay, %s::jsonb) r"
ORPHANS = "DELETE FROM stations_stay s WHERE NOT EXISTS (SELECT 1 FROM ledger_record l WHERE l.id = s.id)"
KEYS = {"stations_stay": "person"}


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage: fold the stays of the touched people anew, and state their facts."""
    if not touched.people or not (SPEAKING & touched.kinds or rows(GUESTS, [list(touched.people)])):
        return
    ids = _ids(touched.people)
    records = [row[0] for row in rows(ARRIVALS, [list(ids)])]
    if records:
        run(LOCK, [list(ids)])
        touched.people |= facts.state(records, change)
        refold(list(ids), change)


def refold(people: Sequence[UUID], change: UUID) -> None:
    """Rebuild's step: make the stays of these people (under all of their ids) anew."""
    ids = _ids(people)
    run(DROP, [list(ids)])
    lines = [
        {**msgspec.structs.asdict(one), "person": person, "change": change}
        for person, several in _stays(ids).items()
        for one in several
    ]
    if lines:
        run(ADD, [msgspec.json.encode(lines).decode()])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def states(event: Told) -> list[FactRow]:
    """Who arrived lives apart from the household until they leave; the other records state nothing of their own."""
    if event.person is None or event.body.event != "arrived":
        return []
    several = [one for found in _stays(_ids([event.person])).values() for one in found]
    stay = next((one for one in several if one.id == event.id), None)
    return [_apart(event, stay)] if stay is not None else []


def _apart(event: Told, stay: Stayed) -> FactRow:
    assert event.person is not None
    return FactRow(
        person=event.person, kind="apart", value="station", at=stay.arrived_at, until=stay.left_at, place=stay.place,
        known_at=event.received_at, verified=True,
    )  # fmt: skip


def _stays(ids: dict[UUID, UUID]) -> dict[UUID, list[Stayed]]:
    """Everybody's stays by canonical id, from the records under any of their ids."""
    says: dict[UUID, list[Any]] = defaultdict(list)
    for one, several in told.of_people(set(ids), KINDS).items():
        says[ids[one]] += several
    return {person: stays(told.in_order(several), zone()) for person, several in says.items()}


def _ids(people: Collection[UUID]) -> dict[UUID, UUID]:
    """All ids of these people, each with the canonical one."""
    return {one: canonical for canonical, one in rows(SAME, [list(people)])}
