"""What a household states by the code that a worker holds out: kept sealed, then taken in at the worker's own doors.

It fills what it can on the worker's screen, and changes nothing by itself: no fact, no colour, no state of a door.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from qiaomen.base.ids import RESIDENT, new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.sealing import Unsealable, seal, unseal
from qiaomen.base.sql import rows, run
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.people.names import read_name, search_keys
from qiaomen.places.labels import parse_label
from qiaomen.venues.models import Statement
from qiaomen.venues.records import Stated, VenueScan

KEPT = timedelta(hours=24)
SHOWN = timedelta(hours=12)
MOST = 20
# Of the doors given, those that are called so and behind which somebody has one of the names.
MATCHING = """
SELECT d.id, h.id, h.name_plain FROM places_door d JOIN people_person h ON h.home_door_id = d.id
WHERE d.id = ANY(%b) AND (d.label = %s OR d.key = %s OR (d.room <> '' AND d.room = %s))
  AND h.name_plain = ANY(%b::text[])
"""
_people = msgspec.json.Decoder(list[Stated]).decode
NEWEST = """
SELECT DISTINCT ON (r.door) r.id, r.door, r.at, coalesce(r.body ->> 'people', '[]') FROM ledger_record r
WHERE r.door = ANY(%b) AND r.kind = 'venue_scan' AND r.body ->> 'by' = 'household' AND r.root IS NULL AND r.at >= %b
ORDER BY r.door, r.at DESC, r.id DESC
"""
FORGET = "DELETE FROM venues_statement WHERE at < %b"
TAKE = """
DELETE FROM venues_statement WHERE id IN (
  SELECT id FROM venues_statement WHERE worker = %b AND outbreak_id = %b ORDER BY at, id LIMIT %b
  FOR UPDATE SKIP LOCKED)
RETURNING id, at, sealed
"""


class Slip(msgspec.Struct):
    """As the page sends it: how the door is called, and what each member states."""

    room: str
    people: list[Stated]


class AtDoor(msgspec.Struct):
    """What a household stated last at a door of the worker's, of whom it names by a person that is known there."""

    record: UUID
    door: UUID
    at: datetime
    people: list[Stated]


def put(worker: UUID, slip: Slip, *, now: datetime) -> None:
    """Keep a slip, whoever's the code is and whether or not it is anybody's. Nothing is looked up."""
    outbreak = Outbreak.objects.current()
    id = new_id()
    sealed = seal(outbreak.keys, msgspec.json.encode(slip), row=id)
    Statement.objects.create(id=id, outbreak=outbreak, worker=worker, at=now, sealed=sealed)


def take_in(worker: UUID, doors: Sequence[UUID], *, outbreak: UUID, keys: Keys, now: datetime) -> int:
    """Take in what waits for this worker, as records of residents at the worker's own `doors`; answers how many fit.

    What fits no door of theirs, or two doors as well, is gone: the worker asks at the door, as without it.
    """
    taken = 0
    for id, at, sealed in rows(TAKE, [worker, outbreak, MOST]):
        try:
            slip = msgspec.json.decode(unseal(keys, bytes(sealed), row=id), type=Slip)
        except Unsealable:
            continue
        door = _matched(slip, doors)
        if door is None:
            continue
        body = VenueScan(by="household", worker=worker, people=slip.people)
        raw = msgspec.json.encode(desk.record("venue_scan", body, at=at, door=door))
        [told] = submit([raw], author=Author(RESIDENT, outbreak), received_at=now)
        taken += told.verdict == "accepted"
    return taken


def stated_at(doors: Sequence[UUID], *, now: datetime) -> list[AtDoor]:
    """The newest statement at each of these doors within the last hours, of the members who are known there."""
    found = rows(NEWEST, [list(doors), now - SHOWN]) if doors else []
    made = [AtDoor(record, door, at, _people(text)) for record, door, at, text in found]
    for one in made:
        one.people = [each for each in one.people if each.person is not None]
    return made


def forget(now: datetime) -> None:
    """What nobody took in is gone after a day."""
    run(FORGET, [now - KEPT])


def _matched(slip: Slip, doors: Sequence[UUID]) -> UUID | None:
    """The one door that fits best, by how many of its people are named; their ids are filled in."""
    said = parse_label(slip.room)
    plain = {search_keys(read_name(one.name).name).plain: one for one in slip.people if one.name}
    wanted = [list(doors), slip.room.strip(), said.local_key, said.room, list(plain)]
    fitting: dict[UUID, dict[str, UUID]] = {}
    for door, person, name in rows(MATCHING, wanted) if doors and plain else ():
        fitting.setdefault(door, {})[name] = person
    ranked = sorted(fitting, key=lambda door: len(fitting[door]), reverse=True)
    if not ranked or (len(ranked) > 1 and len(fitting[ranked[0]]) == len(fitting[ranked[1]])):
        return None
    for name, person in fitting[ranked[0]].items():
        plain[name].person = person
    return ranked[0]
