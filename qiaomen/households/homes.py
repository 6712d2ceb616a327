"""Homes: where people live since they moved, for all ids of a person alike, and the spans of residence."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows, run
from qiaomen.households.records import Move
from qiaomen.ledger.told import Told
from qiaomen.people.facts import FactRow

MOVES = """
SELECT DISTINCT ON (person) person, at, id, door FROM ledger_record
WHERE kind = 'move' AND person = ANY(%b) ORDER BY person, at DESC, id DESC
"""
HOMES = """
SELECT h.id, h.home_door_id, m.person IS NOT NULL, m.stated_door, m.record, m.listed_door, m.listed_at
FROM people_person h LEFT JOIN households_moved m ON m.person = h.id WHERE h.id = ANY(%b)
"""
MOVE = """
INSERT INTO households_moved (person, stated_door, record, change)
SELECT n.person, n.stated, n.record, %b FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[]) AS n(person, stated, record)
ON CONFLICT (person) DO UPDATE SET record = excluded.record, change = excluded.change
"""
UNMOVE = "DELETE FROM households_moved WHERE person = ANY(%b)"
SETTLE = """
UPDATE people_person h SET home_door_id = n.door, version = h.version + 1, change = %b
FROM unnest(%b::uuid[], %b::uuid[]) AS n(person, door) WHERE h.id = n.person
"""
RESTATE = """
UPDATE households_moved m SET stated_door = n.door, change = %b
FROM unnest(%b::uuid[], %b::uuid[]) AS n(person, door) WHERE m.person = n.person
"""
END_RESIDENCES = """
UPDATE people_residence r SET until_change = %b FROM people_person h
WHERE h.id = ANY(%b) AND r.person_id = h.id AND r.until_change IS NULL AND r.door_id IS DISTINCT FROM h.home_door_id
AND r.from_change <> %b
"""
RESIDENCES = """
INSERT INTO people_residence AS r (person_id, door_id, from_change)
SELECT h.id, h.home_door_id, %b FROM people_person h
WHERE h.id = ANY(%b) AND h.home_door_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM people_residence o
  WHERE o.person_id = h.id AND o.until_change IS NULL AND o.door_id = h.home_door_id)
ON CONFLICT (person_id, from_change) DO UPDATE SET door_id = excluded.door_id
"""
LISTED = """
UPDATE households_moved m SET listed_door = n.door, listed_at = %b, change = %b
FROM unnest(%b::uuid[], %b::uuid[]) AS n(person, door)
WHERE m.person IN (SELECT n.person UNION SELECT a.id FROM people_alias a WHERE a.canonical = n.person)
RETURNING n.person
"""
RESIDENTS = "SELECT id FROM people_person WHERE home_door_id = ANY(%b)"


class Settled(msgspec.Struct, frozen=True):
    """Whose home changed, and the doors that they left or came to."""

    people: set[UUID]
    doors: set[UUID]


class _Home(msgspec.Struct, frozen=True):
    """A home as it stands: `stated` is where it was before the move `record`, if the person `has_moved`."""

    door: UUID | None
    has_moved: bool
    stated: UUID | None
    record: UUID | None
    listed: UUID | None
    listed_at: datetime | None


class _Move(msgspec.Struct, frozen=True):
    """A person's newest move: when it was stated, in which record, to which door."""

    at: datetime
    record: UUID
    door: UUID


def moved(said: Told) -> list[FactRow]:
    """What a move states: out of one home, into another. A home that was only wrong in the register was never left."""
    body: Move = said.body
    if said.person is None or body.wrong:
        return []
    return [
        FactRow(person=said.person, kind="moved", value=value, at=body.moved_at, place=door, verified=True,
                known_at=said.known_at)
        for value, door in (("out", body.from_door), ("in", said.door))
    ]  # fmt: skip


def settle(canonical: Mapping[UUID, UUID], change: UUID) -> Settled:
    """Let these people (id → canonical, all ids of each) live where the newest move says, or a file that came later;
    without a move, where they did before.

    The caller holds `aliases.lock`.
    """
    newest = _newest(canonical)
    homes = {row[0]: _Home(*row[1:]) for row in rows(HOMES, [list(canonical)])}
    later = _listed(canonical, homes)
    moved, back = [], []
    wanted: dict[UUID, UUID | None] = {}
    for person, home in homes.items():
        move = newest.get(canonical[person])
        if move is not None:
            listed = later.get(canonical[person])
            wanted[person] = listed[1] if listed is not None and listed[0] > move.at else move.door
            if home.record != move.record:
                moved.append((person, home.stated if home.has_moved else home.door, move.record))
        elif home.has_moved:
            wanted[person] = home.stated
            back.append(person)
    if moved:
        run(MOVE, [change, *(list(column) for column in zip(*moved, strict=True))])
    if back:
        run(UNMOVE, [back])
    return _write({one: door for one, door in wanted.items() if homes[one].door != door}, homes, change)


def listed(homes: Mapping[UUID, UUID], *, at: datetime, change: UUID) -> set[UUID]:
    """A file says these homes of people; of those who had moved it is kept when, and they are answered.

    The newest information counts: until somebody says later that they moved, they live where the file has them.
    """
    given = [at, change, list(homes), list(homes.values())]
    return {row[0] for row in rows(LISTED, given)} if homes else set()


def _listed(canonical: Mapping[UUID, UUID], homes: Mapping[UUID, _Home]) -> dict[UUID, tuple[datetime, UUID]]:
    """What the newest file says of each person's home, under whichever id."""
    found: dict[UUID, tuple[datetime, UUID]] = {}
    for person, home in homes.items():
        if home.listed is not None and home.listed_at is not None:
            said, who = (home.listed_at, home.listed), canonical[person]
            found[who] = max(found.get(who, said), said)
    return found


def _newest(canonical: Mapping[UUID, UUID]) -> dict[UUID, _Move]:
    """Each person's newest move by (at, id), under whichever id."""
    found: dict[UUID, _Move] = {}
    moves = sorted(rows(MOVES, [list(canonical)]), key=lambda row: (row[1], row[2].bytes))
    for person, at, record, door in moves:
        found[canonical[person]] = _Move(at, record, door)
    return found


def _write(wanted: Mapping[UUID, UUID | None], homes: Mapping[UUID, _Home], change: UUID) -> Settled:
    if not wanted:
        return Settled(set(), set())
    run(SETTLE, [change, list(wanted), list(wanted.values())])
    span(wanted, change)
    doors = {door for person in wanted for door in (wanted[person], homes[person].door) if door is not None}
    return Settled(set(wanted), doors)


def restate(homes: Mapping[UUID, UUID | None], change: UUID) -> None:
    """A newer record states where these people were found: that is where they would live had they not moved since."""
    if homes:
        run(RESTATE, [change, list(homes), list(homes.values())])


def span(people: Collection[UUID], change: UUID, *, are_new: bool = False) -> None:
    """Residences as these people's homes have it now: the former ends with this change, the new one begins."""
    if not are_new:
        run(END_RESIDENCES, [change, list(people), change])
    run(RESIDENCES, [change, list(people)])


def residents(doors: Collection[UUID]) -> set[UUID]:
    """Who lives behind these doors."""
    return {row[0] for row in rows(RESIDENTS, [list(doors)])} if doors else set()
