"""Register rows that records create or change: places and doors found on the spot, under ids that the records carry.

Everything is idempotent. What two phones find at the same time is kept twice and marked, never lost: visits already
name both. Changes of a door follow its version; one that saw an older version is kept, marked and not applied.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import LiteralString, cast
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.campaigns import neighbours, newcomers, scope
from qiaomen.campaigns.neighbours import Beside
from qiaomen.campaigns.records import DoorAdded, DoorChanged, PlaceAdded
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry
from qiaomen.places.labels import DoorLabel
from qiaomen.places.models import segment

PLACES = """
INSERT INTO places_place (id, parent_id, kind, name, code, path, walk, version, change)
SELECT n.id, n.parent, n.kind, n.name, '', p.path || n.segment, n.name, 1, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::text[]) AS n(id, parent, kind, name, segment)
JOIN places_place p ON p.id = n.parent
ON CONFLICT DO NOTHING
RETURNING id
"""
HAS_PLACES = "SELECT id FROM places_place WHERE id = ANY(%b)"
HAS_DOORS = "SELECT id FROM places_door WHERE id = ANY(%b)"
DOORS = """
INSERT INTO places_door (id, place_id, label, key, building, stairwell, floor, room, kind, walk, is_open, version,
                         change)
SELECT n.id, n.place, n.label, n.key, n.building, n.stairwell, n.floor, n.room, n.kind, n.walk, true, 1, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::text[], %b::text[], %b::int2[], %b::text[], %b::text[],
            %b::text[]) AS n(id, place, label, key, building, stairwell, floor, room, kind, walk)
ON CONFLICT DO NOTHING
RETURNING id
"""
DOOR_SPANS = """
INSERT INTO places_doorspan (door_id, place_id, kind, is_open, from_change)
SELECT id, place_id, kind, is_open, %b FROM places_door WHERE id = ANY(%b)
ON CONFLICT (door_id, from_change) DO UPDATE SET kind = excluded.kind, is_open = excluded.is_open
"""
END_DOOR_SPANS = """
UPDATE places_doorspan SET until_change = %b WHERE door_id = ANY(%b) AND until_change IS NULL AND from_change <> %b
"""
# A door found during a sweep belongs to that sweep at once, and to the team that found it.
FOUND_ASSIGNMENTS = """
INSERT INTO campaigns_assignment (campaign_id, door_id, team_id, from_change)
SELECT c.id, d.id, m.team_id, %b
FROM unnest(%b::uuid[], %b::uuid[]) AS f(door, worker)
JOIN places_door d ON d.id = f.door
JOIN places_place p ON p.id = d.place_id
JOIN campaigns_campaign c ON c.launched_at IS NOT NULL AND c.closed_at IS NULL
  AND (c.door_kinds = '[]'::jsonb OR c.door_kinds ? d.kind)
JOIN places_place area ON area.id = c.place_id AND starts_with(p.path, area.path)
JOIN duty_membership m ON m.worker_id = f.worker AND m.until_change IS NULL
ON CONFLICT DO NOTHING
"""
CHANGE_DOORS = """
UPDATE places_door d SET label = coalesce(n.label, d.label),
  key = CASE WHEN n.key IS NULL THEN d.key
             WHEN n.alike > 1 OR EXISTS (SELECT 1 FROM places_door o
                                         WHERE o.place_id = d.place_id AND o.key = n.key AND o.id <> d.id)
             THEN n.key || ' ~' || right(d.id::text, 4) ELSE n.key END,
  building = coalesce(n.building, d.building), stairwell = coalesce(n.stairwell, d.stairwell),
  floor = CASE WHEN n.label IS NULL THEN d.floor ELSE n.floor END, room = coalesce(n.room, d.room),
  walk = coalesce(n.walk, d.walk), kind = coalesce(n.kind, d.kind), is_open = coalesce(n.is_open, d.is_open),
  version = d.version + 1, change = %b
FROM (SELECT *, count(*) OVER (PARTITION BY key) AS alike
      FROM unnest(%b::uuid[], %b::int4[], %b::text[], %b::text[], %b::text[], %b::text[], %b::int2[], %b::text[],
                  %b::text[], %b::text[], %b::bool[])
        AS u(id, version, label, key, building, stairwell, floor, room, walk, kind, is_open)) n
WHERE d.id = n.id AND d.version = n.version
RETURNING d.id
"""
# The record stays, marked, and a person looks at it.
FLAG = "UPDATE ledger_record SET flags = flags || ARRAY[%s]::varchar[] WHERE id = ANY(%b)"


def register(accepted: Sequence[Entry], change: UUID) -> stages.Beside:
    """Submit's stage: the rows that these records create or change; answers who became one with another, or two."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in accepted:
        by_kind.setdefault(entry.kind.name, []).append(entry)
    if "place_added" in by_kind:
        _add_places(by_kind["place_added"], change)
    if "door_added" in by_kind:
        _add_doors(by_kind["door_added"], change)
    if "door_changed" in by_kind:
        _change_doors(by_kind["door_changed"], change)
    found = [
        (entry, seen.person, seen.new)
        for entry in by_kind.get("visit", []) + by_kind.get("self_report", [])
        for seen in entry.body.people
        if seen.new is not None
    ]
    return newcomers.add(found, change) if found else stages.Beside()


def _add_places(entries: Sequence[Entry], change: UUID) -> None:
    """Parents before children: a batch may bring a building and its stairwells."""
    waiting = {cast(UUID, entry.envelope.place): entry for entry in entries}
    while waiting:
        now = {place: entry for place, entry in waiting.items() if entry.body.parent not in waiting} or dict(waiting)
        added = _insert_places([(place, entry.body, entry.body.name) for place, entry in now.items()], change)
        alike = _not_there(HAS_PLACES, now.keys() - added)
        _insert_places([(place, now[place].body, _apart(now[place].body.name, place)) for place in alike], change)
        _flag([now[place] for place in alike], "same_name")
        waiting = {place: entry for place, entry in waiting.items() if place not in now}


def _insert_places(places: Sequence[tuple[UUID, PlaceAdded, str]], change: UUID) -> set[UUID]:
    columns = [(place, body.parent, body.kind, name, segment(place)) for place, body, name in places]
    if not columns:
        return set()
    return {row[0] for row in rows(PLACES, [change, *(list(column) for column in zip(*columns, strict=True))])}


def _add_doors(entries: Sequence[Entry], change: UUID) -> None:
    """Two phones may find one door: both stay, since visits name them, and the second is marked for a person to see."""
    found = {cast(UUID, entry.envelope.door): entry for entry in entries}
    beside = neighbours.of_places({entry.body.place for entry in entries})
    rows_of = {door: _door_row(door, cast(DoorAdded, entry.body), beside) for door, entry in found.items()}
    added = _insert_doors(list(rows_of.values()), change)
    alike = _not_there(HAS_DOORS, found.keys() - added)
    apart = [(*row[:3], _apart(cast(str, row[3]), door), *row[4:]) for door, row in rows_of.items() if door in alike]
    added |= _insert_doors(apart, change)
    _flag([found[door] for door in alike], "same_label")
    if not added:
        return
    run(DOOR_SPANS, [change, list(added)])
    run(FOUND_ASSIGNMENTS, [change, list(added), [found[door].author.worker for door in added]])
    scope.add_doors(added, change)


def _insert_doors(doors: Sequence[tuple[object, ...]], change: UUID) -> set[UUID]:
    if not doors:
        return set()
    return {row[0] for row in rows(DOORS, [change, *(list(column) for column in zip(*doors, strict=True))])}


def _not_there(statement: LiteralString, ids: Collection[UUID]) -> set[UUID]:
    return set(ids) - {row[0] for row in rows(statement, [list(ids)])} if ids else set()


def _apart(name: str, id: UUID) -> str:
    """A name that nothing else beside it has, for what is there twice."""
    return f"{name[:74]} ~{id.hex[-4:]}"


def _flag(entries: Sequence[Entry], flag: str) -> None:
    if entries:
        run(FLAG, [flag, [entry.id for entry in entries]])
        for entry in entries:
            entry.flags.append(flag)


def _door_row(door: UUID, body: DoorAdded, beside: Mapping[UUID, Beside]) -> tuple[object, ...]:
    label, walk = neighbours.read(body.label, beside.get(body.place))
    return (
        door, body.place, body.label, label.local_key, label.building[:20], label.stairwell[:20], _floor(label),
        label.room[:20], body.kind, walk,
    )  # fmt: skip


def _floor(label: DoorLabel) -> int | None:
    """What a label says of the floor, unless no house has it."""
    return label.floor if label.floor is not None and abs(label.floor) < 1000 else None


def _change_doors(entries: Sequence[Entry], change: UUID) -> None:
    """Changes of one door follow each other by the version that each of them saw."""
    waiting = sorted(entries, key=lambda entry: (entry.body.version, entry.at, entry.id.bytes))
    beside = neighbours.of_doors([cast(UUID, entry.envelope.door) for entry in entries])
    while waiting:
        first: dict[UUID, Entry] = {}
        for entry in waiting:
            first.setdefault(cast(UUID, entry.envelope.door), entry)
        columns = list(zip(*(_changed(entry, beside.get(door)) for door, entry in first.items()), strict=True))
        done = {row[0] for row in rows(CHANGE_DOORS, [change, *(list(column) for column in columns)])}
        run(END_DOOR_SPANS, [change, list(done), change])
        run(DOOR_SPANS, [change, list(done)])
        _flag([entry for door, entry in first.items() if door not in done], "version_conflict")
        taken = {entry.id for entry in first.values()}
        waiting = [entry for entry in waiting if entry.id not in taken]
    scope.add_doors({cast(UUID, entry.envelope.door) for entry in entries}, change)


def _changed(entry: Entry, beside: Beside | None) -> tuple[object, ...]:
    body = cast(DoorChanged, entry.body)
    door = entry.envelope.door
    if body.label is None:
        return (door, body.version, None, None, None, None, None, None, None, body.kind, body.is_open)
    label, walk = neighbours.read(body.label, beside)
    return (
        door, body.version, body.label, label.local_key, label.building[:20], label.stairwell[:20], _floor(label),
        label.room[:20], walk, body.kind, body.is_open,
    )  # fmt: skip
