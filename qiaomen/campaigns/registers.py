"""Register rows that records create: places, doors and people found at the door, under ids that the records carry.

Everything is idempotent, and where two records speak of one row the later one by (at, id) counts, so that the order of
arrival does not matter.
"""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from qiaomen.base.ids import NOBODY
from qiaomen.base.keys import Keys, of
from qiaomen.base.sql import rows, run
from qiaomen.campaigns.records import DoorAdded, DoorChanged, NewPerson, PlaceAdded
from qiaomen.ledger.entries import Entry
from qiaomen.people.identity import IdentityCard, SealedIdentity, seal_identity
from qiaomen.people.idnumbers import read_id
from qiaomen.people.names import search_keys
from qiaomen.people.phones import read_phones
from qiaomen.places.labels import parse_label
from qiaomen.places.models import segment

PLACES = """
INSERT INTO places_place (id, parent_id, kind, name, code, path, walk, version, change)
SELECT n.id, n.parent, n.kind, n.name, '', p.path || n.segment, n.name, 1, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::text[]) AS n(id, parent, kind, name, segment)
JOIN places_place p ON p.id = n.parent
ON CONFLICT DO NOTHING
"""
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
SELECT id, place_id, kind, is_open, %b FROM places_door WHERE id = ANY(%b) ON CONFLICT DO NOTHING
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
FOUND_TARGETS = """
INSERT INTO campaigns_target (campaign_id, door_id, place_id, team_id, state, attempts, by_phone, flags, people,
                              unaccounted, change)
SELECT c.id, d.id, d.place_id, coalesce(a.team_id, %b), 0, 0, false, 0, 0, 0, %b
FROM places_door d
JOIN places_place p ON p.id = d.place_id
JOIN campaigns_campaign c ON c.launched_at IS NOT NULL AND c.closed_at IS NULL
  AND (c.door_kinds = '[]'::jsonb OR c.door_kinds ? d.kind)
JOIN places_place area ON area.id = c.place_id AND starts_with(p.path, area.path)
LEFT JOIN campaigns_assignment a ON a.campaign_id = c.id AND a.door_id = d.id AND a.until_change IS NULL
WHERE d.id = ANY(%b)
ON CONFLICT DO NOTHING
"""
CHANGE_DOORS = """
UPDATE places_door d SET label = coalesce(n.label, d.label), key = coalesce(n.key, d.key),
  building = coalesce(n.building, d.building), stairwell = coalesce(n.stairwell, d.stairwell),
  floor = CASE WHEN n.label IS NULL THEN d.floor ELSE n.floor END, room = coalesce(n.room, d.room),
  walk = coalesce(n.walk, d.walk), kind = coalesce(n.kind, d.kind), is_open = coalesce(n.is_open, d.is_open),
  version = d.version + 1, change = %b
FROM unnest(%b::uuid[], %b::int4[], %b::text[], %b::text[], %b::text[], %b::text[], %b::int2[], %b::text[], %b::text[],
            %b::text[], %b::bool[])
  AS n(id, version, label, key, building, stairwell, floor, room, walk, kind, is_open)
WHERE d.id = n.id AND d.version = n.version
RETURNING d.id
"""
# Somebody changed the door meanwhile: the record stays, marked, and a person looks at both.
CONFLICTED = "UPDATE ledger_record SET flags = flags || '{version_conflict}'::varchar[] WHERE id = ANY(%b)"
PEOPLE = """
INSERT INTO people_person (id, outbreak_id, home_door_id, name, name_plain, pinyin, initials, sex, birth_year, relation,
                           ordinal, stated_at, stated_by, version, change)
SELECT n.id, n.outbreak, n.door, n.name, n.plain, n.pinyin, n.initials, n.sex, n.birth_year, n.relation, 99,
       n.stated_at, n.stated_by, 1, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::text[], %b::text[], %b::int2[], %b::int2[],
            %b::text[], %b::timestamptz[], %b::uuid[])
  AS n(id, outbreak, door, name, plain, pinyin, initials, sex, birth_year, relation, stated_at, stated_by)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_plain = excluded.name_plain, pinyin = excluded.pinyin,
  initials = excluded.initials, sex = excluded.sex, birth_year = excluded.birth_year, relation = excluded.relation,
  stated_at = excluded.stated_at, stated_by = excluded.stated_by, version = people_person.version + 1,
  change = excluded.change
WHERE people_person.stated_by IS NOT NULL
  AND (people_person.stated_at, people_person.stated_by) < (excluded.stated_at, excluded.stated_by)
RETURNING id
"""
RESIDENCES = """
INSERT INTO people_residence (person_id, door_id, from_change)
SELECT id, home_door_id, %b FROM people_person WHERE id = ANY(%b) AND home_door_id IS NOT NULL ON CONFLICT DO NOTHING
"""
IDENTITIES = """
INSERT INTO people_identity (person_id, sealed, id_hash, phone_hashes, tail_hashes)
SELECT n.person, n.sealed, n.id_hash,
  ARRAY(SELECT substring(n.phones FROM g FOR 16) FROM generate_series(1, length(n.phones), 16) g),
  ARRAY(SELECT substring(n.tails FROM g FOR 16) FROM generate_series(1, length(n.tails), 16) g)
FROM unnest(%b::uuid[], %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[]) AS n(person, sealed, id_hash, phones, tails)
ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, id_hash = excluded.id_hash,
  phone_hashes = excluded.phone_hashes, tail_hashes = excluded.tail_hashes
"""
# Ids that share a number's hash are one person: the smallest id stands for all, unless somebody said otherwise.
JOIN_IDS = """
INSERT INTO people_alias (id, canonical, change)
SELECT i.person_id, least_one.id, %b
FROM people_identity i
JOIN LATERAL (SELECT o.person_id AS id FROM people_identity o WHERE o.id_hash = i.id_hash ORDER BY 1 LIMIT 1) least_one
  ON least_one.id <> i.person_id
WHERE i.id_hash = ANY(%b::bytea[])
ON CONFLICT (id) DO UPDATE SET canonical = excluded.canonical, change = excluded.change
WHERE people_alias.record IS NULL AND people_alias.canonical <> excluded.canonical
"""


def register(accepted: Sequence[Entry], change: UUID) -> None:
    """Submit's stage: the rows that these records create or change."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in accepted:
        by_kind.setdefault(entry.kind.name, []).append(entry)
    if "place_added" in by_kind:
        _add_places(by_kind["place_added"], change)
    if "door_added" in by_kind:
        _add_doors(by_kind["door_added"], change)
    if "door_changed" in by_kind:
        _change_doors(by_kind["door_changed"], change)
    newcomers = [
        (entry, seen.person, seen.new)
        for entry in by_kind.get("visit", []) + by_kind.get("self_report", [])
        for seen in entry.body.people
        if seen.new is not None
    ]
    if newcomers:
        _add_people(newcomers, change)


def _add_places(entries: Sequence[Entry], change: UUID) -> None:
    """Parents before children: a batch may bring a building and its stairwells."""
    waiting = {cast(UUID, entry.envelope.place): cast(PlaceAdded, entry.body) for entry in entries}
    while waiting:
        now = {place: body for place, body in waiting.items() if body.parent not in waiting} or dict(waiting)
        run(
            PLACES,
            [
                change,
                list(now),
                [body.parent for body in now.values()],
                [body.kind for body in now.values()],
                [body.name for body in now.values()],
                [segment(place) for place in now],
            ],
        )
        waiting = {place: body for place, body in waiting.items() if place not in now}


def _add_doors(entries: Sequence[Entry], change: UUID) -> None:
    columns: list[tuple[object, ...]] = []
    for entry in entries:
        body = cast(DoorAdded, entry.body)
        label = parse_label(body.label)
        columns.append(
            (
                entry.envelope.door, body.place, body.label, label.local_key, label.building, label.stairwell,
                label.floor, label.room, body.kind, label.walking_key,
            )
        )  # fmt: skip
    added = [row[0] for row in rows(DOORS, [change, *(list(column) for column in zip(*columns, strict=True))])]
    run(DOOR_SPANS, [change, added])
    run(FOUND_ASSIGNMENTS, [change, [e.envelope.door for e in entries], [e.author.worker for e in entries]])
    run(FOUND_TARGETS, [NOBODY, change, added])


def _change_doors(entries: Sequence[Entry], change: UUID) -> None:
    """Changes of one door follow each other by the version that each of them saw."""
    waiting = sorted(entries, key=lambda entry: (entry.body.version, entry.at, entry.id.bytes))
    while waiting:
        first: dict[UUID, Entry] = {}
        for entry in waiting:
            first.setdefault(cast(UUID, entry.envelope.door), entry)
        columns = list(zip(*(_changed(entry) for entry in first.values()), strict=True))
        done = {row[0] for row in rows(CHANGE_DOORS, [change, *(list(column) for column in columns)])}
        run(END_DOOR_SPANS, [change, list(done), change])
        run(DOOR_SPANS, [change, list(done)])
        conflicted = [entry.id for door, entry in first.items() if door not in done]
        if conflicted:
            run(CONFLICTED, [conflicted])
        taken = {entry.id for entry in first.values()}
        waiting = [entry for entry in waiting if entry.id not in taken]


def _changed(entry: Entry) -> tuple[object, ...]:
    body = cast(DoorChanged, entry.body)
    door = entry.envelope.door
    if body.label is None:
        return (door, body.version, None, None, None, None, None, None, None, body.kind, body.is_open)
    label = parse_label(body.label)
    return (
        door, body.version, body.label, label.local_key, label.building, label.stairwell, label.floor, label.room,
        label.walking_key, body.kind, body.is_open,
    )  # fmt: skip


def _add_people(newcomers: Sequence[tuple[Entry, UUID, NewPerson]], change: UUID) -> None:
    newest: dict[UUID, tuple[Entry, UUID, NewPerson]] = {}
    for entry, person, new in newcomers:
        known = newest.get(person)
        if known is None or (known[0].at, known[0].id.bytes) < (entry.at, entry.id.bytes):
            newest[person] = (entry, person, new)
    columns = [_person_row(*each) for each in newest.values()]
    written = {row[0] for row in rows(PEOPLE, [change, *(list(c) for c in zip(*columns, strict=True))])}
    run(RESIDENCES, [change, list(written)])
    keys = of(newcomers[0][0].author.outbreak)
    cards = [_card(keys, person, new) for _entry, person, new in newest.values() if person in written]
    if cards:
        sealed = [(c.person, c.sealed, c.id_hash, b"".join(c.phone_hashes), b"".join(c.tail_hashes)) for c in cards]
        run(IDENTITIES, [list(column) for column in zip(*sealed, strict=True)])
        run(JOIN_IDS, [change, [card.id_hash for card in cards if card.id_hash]])


def _person_row(entry: Entry, person: UUID, new: NewPerson) -> tuple[object, ...]:
    keys = search_keys(new.name)
    reading = read_id(new.id_number)
    birth_year = new.birth_year or (reading.birth.year if reading.birth else None)
    return (
        person, entry.author.outbreak, entry.envelope.door, new.name, keys.plain, keys.pinyin, keys.initials,
        new.sex or reading.sex, birth_year, new.relation, entry.at, entry.id,
    )  # fmt: skip


def _card(keys: Keys, person: UUID, new: NewPerson) -> SealedIdentity:
    reading = read_id(new.id_number)
    phones = [phone for cell in new.phones for phone in read_phones(cell).phones]
    card = IdentityCard(
        number=reading.number or "",
        document=reading.kind,
        birth_date=reading.birth.isoformat() if reading.birth else "",
        phones=phones,
    )
    return seal_identity(keys, person, card)
