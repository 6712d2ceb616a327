"""Looking up, in a handful of statements, whom many rows may mean: by what the database can find by an index."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.people.names import SearchKeys

_PERSON = """
coalesce(a.canonical, p.id), p.name_plain, p.pinyin, p.sex, p.birth_year, i.id_hash, coalesce(i.phone_hashes, '{}'),
coalesce(q.path, ''), p.home_door_id
"""
_JOINS = """
LEFT JOIN people_identity i ON i.person_id = p.id
LEFT JOIN people_alias a ON a.id = p.id
LEFT JOIN places_door d ON d.id = p.home_door_id LEFT JOIN places_place q ON q.id = d.place_id
WHERE p.outbreak_id = %b
"""
BY_NUMBER: Any = f"""
WITH found AS MATERIALIZED (
  SELECT j.person_id FROM (SELECT DISTINCT unnest(%b::bytea[]) AS hash) w
  JOIN people_identity j ON j.id_hash = w.hash)
SELECT {_PERSON} FROM found f JOIN people_person p ON p.id = f.person_id {_JOINS}
"""
# Whoever has one of these phones, and everybody behind the same door.
BY_PHONE: Any = f"""
WITH held AS MATERIALIZED (
  SELECT DISTINCT j.person_id, o.home_door_id
  FROM unnest(%b::bytea[]) AS w(hash)
  JOIN people_identity j ON j.phone_hashes @> ARRAY[w.hash] JOIN people_person o ON o.id = j.person_id),
found AS MATERIALIZED (
  SELECT person_id FROM held
  UNION SELECT m.id FROM held h JOIN people_person m ON m.home_door_id = h.home_door_id)
SELECT {_PERSON} FROM found f JOIN people_person p ON p.id = f.person_id {_JOINS}
"""
# By name as it is written or as it sounds, somewhere in the community.
BY_NAME: Any = f"""
WITH named AS MATERIALIZED (
  SELECT DISTINCT o.id FROM unnest(%b::text[], %b::text[], %b::text[]) AS w(plain, pinyin, path)
  JOIN people_person o ON o.name_plain = w.plain OR o.pinyin = w.pinyin
  JOIN places_door e ON e.id = o.home_door_id JOIN places_place r ON r.id = e.place_id
  WHERE r.path >= w.path AND r.path < w.path || 'g')
SELECT {_PERSON} FROM named n JOIN people_person p ON p.id = n.id {_JOINS}
"""
# By name and year of birth, wherever in the district they live: an id number tells the year.
BY_BIRTH: Any = f"""
WITH born AS MATERIALIZED (
  SELECT DISTINCT o.id FROM unnest(%b::text[], %b::int8[]) AS w(plain, year)
  JOIN people_person o ON o.name_plain = w.plain AND o.birth_year = w.year)
SELECT {_PERSON} FROM born b JOIN people_person p ON p.id = b.id {_JOINS}
"""
# Everybody of the building, alley or group whose surname is written or begins to sound the same.
NEARBY: Any = f"""
WITH near AS MATERIALIZED (
  SELECT DISTINCT o.id FROM unnest(%b::text[], %b::text[], %b::text[]) AS w(surname, initials, path)
  JOIN places_place r ON r.path >= w.path AND r.path < w.path || 'g'
  JOIN places_door e ON e.place_id = r.id JOIN people_person o ON o.home_door_id = e.id
  WHERE left(o.name_plain, 1) = w.surname OR o.initials = w.initials)
SELECT {_PERSON} FROM near n JOIN people_person p ON p.id = n.id {_JOINS}
"""


class Known(msgspec.Struct):
    """Somebody who was looked up, at their home; `person` is the canonical id."""

    person: UUID
    plain: str
    pinyin: str
    sex: int
    birth_year: int | None
    id_hash: bytes | None
    phones: list[bytes]
    path: str
    door: UUID | None


class Wanted(msgspec.Struct):
    """Hashes of numbers and phones; names with the path of the community, and with the year of birth."""

    numbers: list[bytes]
    phones: list[bytes]
    named: list[tuple[SearchKeys, str]]
    born: list[tuple[SearchKeys, int]]


class Index:
    """The people who were looked up, by what they were looked up by."""

    def __init__(self) -> None:
        self.people: dict[tuple[UUID, UUID | None], Known] = {}
        self.by_number: dict[bytes, list[Known]] = defaultdict(list)
        self.by_phone: dict[bytes, list[Known]] = defaultdict(list)
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_door: dict[UUID, list[Known]] = defaultdict(list)

    def add(self, found: Sequence[tuple[Any, ...]]) -> None:
        for row in found:
            known = _known(row)
            key = (known.person, known.door)
            if key in self.people:
                continue
            self.people[key] = known
            if known.id_hash:
                self.by_number[known.id_hash].append(known)
            for phone in known.phones:
                self.by_phone[phone].append(known)
            for name in {known.plain, known.pinyin}:
                self.by_name[name].append(known)
            if known.door is not None:
                self.by_door[known.door].append(known)


def look_up(wanted: Wanted, outbreak: UUID) -> Index:
    """Everybody whom some row may mean."""
    found = Index()
    if wanted.numbers:
        found.add(rows(BY_NUMBER, [wanted.numbers, outbreak]))
    if wanted.phones:
        found.add(rows(BY_PHONE, [wanted.phones, outbreak]))
    if wanted.named:
        named = [(keys.plain, keys.pinyin, path) for keys, path in wanted.named]
        found.add(rows(BY_NAME, [*_columns(named), outbreak]))
    if wanted.born:
        found.add(rows(BY_BIRTH, [*_columns([(keys.plain, year) for keys, year in wanted.born]), outbreak]))
    return found


def nearby(spots: Sequence[tuple[SearchKeys, str]], outbreak: UUID) -> list[Known]:
    """Who lives at these spots (by their paths) under a surname written alike, or a name with the same initials."""
    asked = [(keys.plain[:1], keys.initials, path) for keys, path in spots]
    return [_known(row) for row in rows(NEARBY, [*_columns(asked), outbreak])]


def _columns(lines: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*lines, strict=True)]


def _known(row: tuple[Any, ...]) -> Known:
    person, plain, pinyin, sex, birth_year, id_hash, phones, path, door = row
    number = bytes(id_hash) if id_hash else None
    return Known(person, plain, pinyin, sex, birth_year, number, [bytes(phone) for phone in phones], path, door)
