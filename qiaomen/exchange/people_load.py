"""People of a list into the register: matched within their door, moved within their community, never deleted."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.sql import rows, run
from qiaomen.exchange.doors_load import Placed
from qiaomen.exchange.households import Household, Member
from qiaomen.exchange.matching import Known, card_of, match, merged
from qiaomen.exchange.streams import NULL, copy, hexed, hexed_list, plain
from qiaomen.exchange.territory import Node
from qiaomen.households import homes
from qiaomen.people.identity import IdentityCard, SealedIdentity, number_hash, open_identity, seal_identity
from qiaomen.people.names import search_keys

KNOWN = """
SELECT p.id, p.home_door_id, p.name, p.name_plain, p.sex, p.birth_year, p.relation, p.ordinal, i.sealed
FROM people_person p LEFT JOIN people_identity i ON i.person_id = p.id
WHERE p.home_door_id = ANY(%b::uuid[]) AND p.outbreak_id = %b
ORDER BY p.ordinal, p.id
"""
# By the hashes first, whatever the planner makes of tables that it has not analysed yet. A join, since a prepared
# `= ANY` of thousands of hashes would be compared one by one with every row.
ELSEWHERE = """
WITH found AS MATERIALIZED (
  SELECT i.person_id, i.id_hash, i.sealed
  FROM (SELECT DISTINCT unnest(%b::bytea[]) AS hash) w JOIN people_identity i ON i.id_hash = w.hash)
SELECT i.id_hash, coalesce(a.canonical, p.id), p.id, p.home_door_id, p.name, p.name_plain, p.sex, p.birth_year,
  p.relation, p.ordinal, i.sealed
FROM found i
JOIN people_person p ON p.id = i.person_id AND p.outbreak_id = %b
LEFT JOIN people_alias a ON a.id = p.id
ORDER BY p.id
"""
NUMBERED = """
SELECT p.id, i.id_hash, d.place_id, d.key
FROM places_place pl
JOIN places_door d ON d.place_id = pl.id
JOIN people_person p ON p.home_door_id = d.id AND p.outbreak_id = %b
JOIN people_identity i ON i.person_id = p.id AND i.id_hash IS NOT NULL
WHERE starts_with(pl.path, %b)
"""
UPDATE = """
UPDATE people_person p SET name = n.name, name_plain = n.plain, pinyin = n.pinyin, initials = n.initials, sex = n.sex,
  birth_year = n.birth_year, relation = n.relation, home_door_id = n.door, version = p.version + 1, change = %b
FROM unnest(%b::uuid[], %b::text[], %b::text[], %b::text[], %b::text[], %b::int2[], %b::int2[], %b::text[], %b::uuid[])
  AS n(id, name, plain, pinyin, initials, sex, birth_year, relation, door)
WHERE p.id = n.id
"""
FORGET_CARDS = "DELETE FROM people_identity WHERE person_id = ANY(%b::uuid[])"
LIVE = """
INSERT INTO people_residence (person_id, door_id, from_change)
SELECT id, home_door_id, %b FROM people_person WHERE id = ANY(%b::uuid[])
"""
LEAVE = "UPDATE people_residence SET until_change = %b WHERE person_id = ANY(%b::uuid[]) AND until_change IS NULL"

PERSON_COLUMNS = (
    "id, outbreak_id, home_door_id, name, name_plain, pinyin, initials, "
    "sex, birth_year, relation, ordinal, version, change"
)
CARD_COLUMNS = "person_id, sealed, id_hash, phone_hashes, tail_hashes"
_NO_CARD = IdentityCard()


class PeopleWritten(msgspec.Struct):
    """What a chunk did to the register's people; `elsewhere` are members whose id another door's person has.

    `moved` are those of whom somebody had said that they moved elsewhere: the file, which is newer, counts.
    """

    added: int = 0
    changed: int = 0
    missing: int = 0
    elsewhere: list[tuple[Placed, Member]] = []
    left: list[UUID] = []
    moved: list[tuple[Placed, Member]] = []


class _Arrival(msgspec.Struct, gc=False):
    """A member whom the door does not know yet, already sealed under the id that a new person would have."""

    placed: Placed
    member: Member
    ordinal: int
    person: UUID
    sealed: SealedIdentity | None


def movers(
    located: Iterable[tuple[Household, Node]], communities: Iterable[Node], *, outbreak: UUID, keys: Keys
) -> set[UUID]:
    """Whom of these communities the file lists behind one door only, and not behind the one they are known at."""
    known = [row for community in communities for row in rows(NUMBERED, [outbreak, community.path])]
    if not known:
        return set()
    listed: dict[bytes, set[tuple[UUID, str]]] = {}
    for household, place in located:
        for member in household.members:
            if member.id_number:
                at = listed.setdefault(number_hash(keys, member.id_number), set())
                at.add((place.id, household.label.local_key))
    return {
        person
        for person, found, place, key in known
        if len(at := listed.get(bytes(found), set())) == 1 and (place, key) not in at
    }


class PeopleLoad:
    """Writes the people of one chunk, as part of a change; `moving` are the people whom `movers` found."""

    def __init__(self, *, outbreak: UUID, keys: Keys, change: UUID, moving: set[UUID]) -> None:
        self.outbreak, self.keys, self.change = outbreak, keys, change
        self.moving = moving
        self.written = PeopleWritten(elsewhere=[])
        self._updates: list[Known] = []
        self._cards: list[SealedIdentity] = []
        self._replaced: list[UUID] = []
        self._moves: list[Known] = []
        self._came: list[tuple[tuple[Placed, Member], Known]] = []
        self._arrived: list[_Arrival] = []
        self._aliases: list[tuple[UUID, UUID]] = []

    def write(self, placed: Iterable[Placed]) -> PeopleWritten:
        """Match, then write everything set by set."""
        items = [item for item in placed if item.household.members or not item.is_new]
        known = self._known_at([item.door for item in items if not item.is_new])
        arrivals: list[_Arrival] = []
        for item in items:
            here = known.get(item.door, [])
            matches = match(item.household.members, here) if here else [None] * len(item.household.members)
            for ordinal, (member, person) in enumerate(zip(item.household.members, matches, strict=True)):
                if person is None:
                    arrivals.append(self._arrival(item, member, ordinal))
                else:
                    here.remove(person)
                    self._compare(member, person)
        self._arrive(arrivals)
        gone = {person.id for people in known.values() for person in people} - {person.id for person in self._moves}
        self.written.missing = len(gone)
        self._flush()
        return self.written

    def _known_at(self, doors: list[UUID]) -> dict[UUID, list[Known]]:
        found: dict[UUID, list[Known]] = {}
        if doors:
            for row in rows(KNOWN, [doors, self.outbreak]):
                found.setdefault(row[1], []).append(self._person(row))
        return found

    def _person(self, row: tuple[Any, ...]) -> Known:
        *plain, sealed = row
        card = open_identity(self.keys, row[0], sealed) if sealed else IdentityCard()
        return Known(*(*plain, card))

    def _arrival(self, item: Placed, member: Member, ordinal: int) -> _Arrival:
        person, card = new_id(), card_of(member)
        sealed = seal_identity(self.keys, person, card) if card != _NO_CARD else None
        return _Arrival(item, member, ordinal, person, sealed)

    def _compare(self, member: Member, known: Known) -> None:
        person, changed, card_changed = merged(member, known)
        if changed:
            self.written.changed += 1
            self._updates.append(person)
        if card_changed:
            self._replaced.append(person.id)
            self._cards.append(seal_identity(self.keys, person.id, person.card))

    def _arrive(self, arrivals: list[_Arrival]) -> None:
        """New people; one known at a door that has lost them has moved, one known elsewhere is joined by an alias."""
        hashes = [arrival.sealed.id_hash for arrival in arrivals if arrival.sealed and arrival.sealed.id_hash]
        elsewhere: dict[bytes, tuple[Known, UUID]] = {}
        for found, canonical, *row in rows(ELSEWHERE, [hashes, self.outbreak]) if hashes else []:
            elsewhere.setdefault(bytes(found), (self._person(tuple(row)), canonical))
        for arrival in arrivals:
            found = arrival.sealed.id_hash if arrival.sealed else None
            known, canonical = elsewhere.get(found, (None, None)) if found else (None, None)
            if known is not None and known.id in self.moving:
                self._move(arrival, known)
                continue
            self._add(arrival)
            if canonical is not None:
                self._aliases.append((arrival.person, canonical))
                self.written.elsewhere.append((arrival.placed, arrival.member))

    def _move(self, arrival: _Arrival, known: Known) -> None:
        self.moving.discard(known.id)
        self.written.left.append(known.door)
        person, _changed, card_changed = merged(arrival.member, known)
        person.door = arrival.placed.door
        self._updates.append(person)
        self._moves.append(person)
        self._came.append(((arrival.placed, arrival.member), person))
        self.written.changed += 1
        if card_changed:
            self._replaced.append(person.id)
            self._cards.append(seal_identity(self.keys, person.id, person.card))

    def _add(self, arrival: _Arrival) -> None:
        self._arrived.append(arrival)
        if arrival.sealed:
            self._cards.append(arrival.sealed)
        self.written.added += 1

    def _flush(self) -> None:
        outbreak, change = self.outbreak.hex, self.change.hex
        if self._arrived:
            copy("people_person", PERSON_COLUMNS, (_person_line(each, outbreak, change) for each in self._arrived))
        if self._updates:
            run(UPDATE, [self.change, *_update_columns(self._updates)])
        if self._replaced:
            run(FORGET_CARDS, [self._replaced])
        if self._cards:
            copy("people_identity", CARD_COLUMNS, map(_card_line, self._cards))
        if self._moves:
            run(LEAVE, [self.change, [person.id for person in self._moves]])
            said = {person.id: person.door for person in self._moves}
            moved = homes.listed(said, at=timezone.now(), change=self.change)
            self.written.moved = [came for came, person in self._came if person.id in moved]
        lives = [each.person for each in self._arrived] + [person.id for person in self._moves]
        if lives:
            run(LIVE, [self.change, lives])
        if self._aliases:
            lines = (f"{person.hex}\t{canonical.hex}\t{change}" for person, canonical in self._aliases)
            copy("people_alias", "id, canonical, change", lines)


def _person_line(arrival: _Arrival, outbreak: str, change: str) -> str:
    member = arrival.member
    keys, born = search_keys(member.name), member.birth.year if member.birth else NULL
    return (
        f"{arrival.person.hex}\t{outbreak}\t{arrival.placed.door.hex}\t{plain(member.name[:60])}\t{plain(keys.plain)}\t"
        f"{plain(keys.pinyin)}\t{plain(keys.initials)}\t{member.sex}\t{born}\t{plain(member.relation[:20])}\t"
        f"{arrival.ordinal}\t1\t{change}"
    )


def _card_line(card: SealedIdentity) -> str:
    found = hexed(card.id_hash), hexed_list(card.phone_hashes), hexed_list(card.tail_hashes)
    return "\t".join((card.person.hex, hexed(card.sealed), *found))


def _update_columns(people: list[Known]) -> list[list[object]]:
    values = []
    for person in people:
        keys = search_keys(person.name)
        values.append(
            (
                *(person.id, person.name, keys.plain, keys.pinyin, keys.initials, person.sex),
                *(person.birth_year, person.relation, person.door),
            )
        )
    return [list(column) for column in zip(*values, strict=True)]
