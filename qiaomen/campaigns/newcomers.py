"""People found at the door: register rows under ids that the records carry, and who of them is one person.

Where two records speak of one person the later one by (at, id) counts, so that the order of arrival does not matter;
what a register brought stays as it is.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from qiaomen.base.keys import Keys, of
from qiaomen.base.sql import rows, run
from qiaomen.campaigns.records import NewPerson
from qiaomen.households import aliases, homes
from qiaomen.households.registers import settle
from qiaomen.ledger.entries import Entry
from qiaomen.ledger.stages import Beside
from qiaomen.people.identity import IdentityCard, SealedIdentity, seal_identity
from qiaomen.people.idnumbers import read_id
from qiaomen.people.names import search_keys
from qiaomen.people.phones import read_phones

PEOPLE = """
INSERT INTO people_person (id, outbreak_id, home_door_id, name, name_plain, pinyin, initials, sex, birth_year, relation,
                           ordinal, stated_at, stated_by, version, change)
SELECT n.id, n.outbreak, n.door, n.name, n.plain, n.pinyin, n.initials, n.sex, n.birth_year, n.relation, 99,
       n.stated_at, n.stated_by, 1, %b
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::text[], %b::text[], %b::int2[], %b::int2[],
            %b::text[], %b::timestamptz[], %b::uuid[])
  AS n(id, outbreak, door, name, plain, pinyin, initials, sex, birth_year, relation, stated_at, stated_by)
ON CONFLICT (id) DO UPDATE SET
  home_door_id = CASE WHEN EXISTS (SELECT 1 FROM households_moved m WHERE m.person = people_person.id)
                      THEN people_person.home_door_id ELSE excluded.home_door_id END,
  name = excluded.name, name_plain = excluded.name_plain,
  pinyin = excluded.pinyin, initials = excluded.initials, sex = excluded.sex, birth_year = excluded.birth_year,
  relation = excluded.relation, stated_at = excluded.stated_at, stated_by = excluded.stated_by,
  version = people_person.version + 1, change = excluded.change
WHERE people_person.stated_by IS NOT NULL
  AND (people_person.stated_at, people_person.stated_by) < (excluded.stated_at, excluded.stated_by)
RETURNING id, version
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
SHARING = "SELECT person_id FROM people_identity WHERE id_hash = ANY(%b::bytea[])"
# Two batches that bring one number at two doors follow each other, or neither would see what the other joins.
ONE_AT_A_TIME = """
SELECT pg_advisory_xact_lock(n.key # hashtext(current_schema()))
FROM (SELECT DISTINCT unnest(%b::int8[]) AS key ORDER BY 1) n
"""
NAMED_AT = "SELECT DISTINCT door_id FROM campaigns_roll WHERE person_id = ANY(%b)"

Newcomer = tuple[Entry, UUID, NewPerson]


def add(newcomers: Sequence[Newcomer], change: UUID) -> Beside:
    """Write them with their identities; answers who became one with another, or two."""
    newest: dict[UUID, Newcomer] = {}
    for entry, person, new in newcomers:
        known = newest.get(person)
        if known is None or (known[0].at, known[0].id.bytes) < (entry.at, entry.id.bytes):
            newest[person] = (entry, person, new)
    columns = [_person_row(*newest[person]) for person in sorted(newest)]
    written = dict(rows(PEOPLE, [change, *(list(c) for c in zip(*columns, strict=True))]))
    if not written:
        return Beside()
    renewed = [person for person, version in written.items() if version > 1]
    homes.restate({person: newest[person][0].envelope.door for person in renewed}, change)
    homes.span(written, change, are_new=not renewed)
    keys = of(newcomers[0][0].author.outbreak)
    cards = [_card(keys, person, new) for _entry, person, new in newest.values() if person in written]
    return _identify(cards, renewed, change)


def named_at(people: Iterable[UUID]) -> set[UUID]:
    """The doors at which a sweep accounts for any of these."""
    return {row[0] for row in rows(NAMED_AT, [list(people)])}


def _identify(cards: Sequence[SealedIdentity], renewed: Sequence[UUID], change: UUID) -> Beside:
    """Keep identities, and settle who is who among those who share a number, or did."""
    hashes = {card.id_hash for card in cards if card.id_hash}
    if hashes:
        run(ONE_AT_A_TIME, [[int.from_bytes(one[:8], "big", signed=True) for one in hashes]])
    sealed = [(c.person, c.sealed, c.id_hash, b"".join(c.phone_hashes), b"".join(c.tail_hashes)) for c in cards]
    run(IDENTITIES, [list(column) for column in zip(*sealed, strict=True)])
    sharing = {row[0] for row in rows(SHARING, [list(hashes)])} if hashes else set()
    if not renewed and len(sharing) == len(hashes) == sum(card.id_hash is not None for card in cards):
        return Beside()
    aliases.lock()
    return settle(sharing | set(renewed), change)


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
