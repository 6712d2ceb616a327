"""Whom of the register a row of an outside list means: found in SQL by what can be looked up, weighed in Python.

Candidates come by id number, by phone (whose holder's whole household is looked at, for households share phones), by
name at the community that the address names, and, where none of these is enough, by similar names in the building or
alley that it names. A row is linked by itself only when it is certain:

- the id number is theirs and the name fits;
- the phone is theirs or their household's, the name is theirs, and nothing speaks against it;
- nobody else of that name lives in the building, alley or group that the address names, and nothing speaks against it.

Whatever else is found is doubtful and for a person to decide. Two certain people for one row are doubtful, too.
"""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

import msgspec
from rapidfuzz import fuzz

from qiaomen.base.keys import Keys
from qiaomen.lists.addresses import NOWHERE, Named
from qiaomen.lists.blocking import Index, Known, Wanted, look_up, nearby
from qiaomen.lists.records import Candidate
from qiaomen.people.identity import number_hash, phone_hashes
from qiaomen.people.names import SearchKeys, search_keys

MOST_CANDIDATES = 8
# Similar names below this (0 to 100) are other names.
ALIKE = 60


class Sign(StrEnum):
    """What speaks for somebody, and what against."""

    ID = "id"
    PHONE = "phone"
    HOUSEHOLD_PHONE = "household_phone"
    NAME = "name"
    NAME_SOUNDS = "name_sounds"
    NAME_LIKE = "name_like"
    SPOT = "spot"
    COMMUNITY = "community"
    BIRTH = "birth"
    NOT_ID = "not_id"
    NOT_SEX = "not_sex"
    NOT_BIRTH = "not_birth"


WEIGHTS = {
    Sign.ID: 60, Sign.PHONE: 30, Sign.HOUSEHOLD_PHONE: 22, Sign.NAME: 30, Sign.NAME_SOUNDS: 24, Sign.NAME_LIKE: 12,
    Sign.SPOT: 20, Sign.COMMUNITY: 8, Sign.BIRTH: 12, Sign.NOT_ID: -25, Sign.NOT_SEX: -15, Sign.NOT_BIRTH: -20,
}  # fmt: skip
AGAINST = frozenset({Sign.NOT_ID, Sign.NOT_SEX, Sign.NOT_BIRTH})
# A person is offered from this score on.
OFFERED = 20


class Stated(msgspec.Struct):
    """What a row says of somebody. `sex` follows GB/T 2261.1; the number and the phones are in normal form."""

    name: str
    sex: int = 0
    birth_year: int | None = None
    id_number: str = ""
    phones: Sequence[str] = ()
    where: Named = NOWHERE


class Found(msgspec.Struct):
    """Whom a row means for certain, why, and the path of their home; else the candidates, best first."""

    link: UUID | None = None
    certainty: str = ""
    home: str = ""
    candidates: list[Candidate] = msgspec.field(default_factory=list)


class _Asked(msgspec.Struct):
    """A row with the keys by which it is looked up."""

    stated: Stated
    keys: SearchKeys
    id_hash: bytes | None
    phones: list[bytes]
    signs: dict[UUID, set[Sign]] = msgspec.field(default_factory=dict)
    homes: dict[UUID, str] = msgspec.field(default_factory=dict)


def find(stated: Sequence[Stated], *, outbreak: UUID, keys: Keys) -> list[Found]:
    """For each row whom it means, in a handful of statements whatever their number."""
    asked = [_asked(one, keys) for one in stated]
    _weigh_all(asked, look_up(_wanted(asked), outbreak))
    unsure = [one for one in asked if not _decided(one).link and one.stated.where.is_narrow and one.keys.plain]
    if unsure:
        _weigh_nearby(unsure, outbreak)
    return [_decided(one) for one in asked]


def _asked(stated: Stated, keys: Keys) -> _Asked:
    number = number_hash(keys, stated.id_number) if stated.id_number else None
    return _Asked(stated, search_keys(stated.name), number, phone_hashes(keys, stated.phones))


def _wanted(asked: Sequence[_Asked]) -> Wanted:
    """By what all the rows are looked up."""
    named = [one for one in asked if one.keys.plain]
    return Wanted(
        numbers=[one.id_hash for one in asked if one.id_hash],
        phones=[phone for one in asked for phone in one.phones],
        named=[(one.keys, one.stated.where.community.path) for one in named if one.stated.where.community],
        born=[(one.keys, one.stated.birth_year) for one in named if one.stated.birth_year],
    )


def _weigh_all(asked: Sequence[_Asked], index: Index) -> None:
    for one in asked:
        if one.id_hash:
            for known in index.by_number.get(one.id_hash, ()):
                _note(one, known)
        for holder in [known for phone in one.phones for known in index.by_phone.get(phone, ())]:
            _note(one, holder)
            for member in index.by_door.get(holder.door, ()) if holder.door else ():
                if member.person != holder.person and _name_sign(one, member) is not None:
                    _note(one, member, Sign.HOUSEHOLD_PHONE)
        for name in {one.keys.plain, one.keys.pinyin} - {""}:
            for known in index.by_name.get(name, ()):
                if _is_meant(one, known):
                    _note(one, known)


def _is_meant(one: _Asked, known: Known) -> bool:
    """Whether a namesake is worth a look: of the community that the address names, or born in the same year."""
    community = one.stated.where.community
    if community is not None and known.path.startswith(community.path):
        return True
    return bool(one.stated.birth_year) and known.birth_year == one.stated.birth_year


def _weigh_nearby(unsure: Sequence[_Asked], outbreak: UUID) -> None:
    spots = [(one.keys, one.stated.where.spot.path) for one in unsure if one.stated.where.spot]
    near = nearby(spots, outbreak)
    for one in unsure:
        spot = one.stated.where.spot
        for known in near:
            if spot is not None and known.path.startswith(spot.path) and _name_sign(one, known) is not None:
                _note(one, known)


def _note(one: _Asked, known: Known, *more: Sign) -> None:
    """What speaks for and against this person; behind two doors, everything that either says."""
    one.signs.setdefault(known.person, set()).update(_signs(one, known), more)
    one.homes.setdefault(known.person, known.path)


def _signs(one: _Asked, known: Known) -> set[Sign]:
    stated, where = one.stated, one.stated.where
    signs: set[Sign] = set()
    if (name := _name_sign(one, known)) is not None:
        signs.add(name)
    if one.id_hash and known.id_hash:
        signs.add(Sign.ID if one.id_hash == known.id_hash else Sign.NOT_ID)
    if any(phone in known.phones for phone in one.phones):
        signs.add(Sign.PHONE)
    if where.spot is not None and where.is_narrow and known.path.startswith(where.spot.path):
        signs.add(Sign.SPOT)
    elif where.community is not None and known.path.startswith(where.community.path):
        signs.add(Sign.COMMUNITY)
    if {stated.sex, known.sex} == {1, 2}:
        signs.add(Sign.NOT_SEX)
    if stated.birth_year and stated.birth_year == known.birth_year:
        signs.add(Sign.BIRTH)
    elif stated.birth_year and known.birth_year and abs(stated.birth_year - known.birth_year) > 1:
        signs.add(Sign.NOT_BIRTH)
    return signs


def _name_sign(one: _Asked, known: Known) -> Sign | None:
    """How the names agree: as written, as they sound, or nearly; None for another name."""
    if one.keys.plain == known.plain:
        return Sign.NAME
    if one.keys.pinyin and one.keys.pinyin == known.pinyin:
        return Sign.NAME_SOUNDS
    if not one.keys.plain or not known.plain:
        return None
    written = fuzz.ratio(one.keys.plain, known.plain)
    heard = fuzz.ratio(one.keys.pinyin, known.pinyin)
    return Sign.NAME_LIKE if max(written, heard - 20) >= ALIKE else None


def _decided(one: _Asked) -> Found:
    certain = {person: why for person, signs in one.signs.items() if (why := _certainty(one, person, signs))}
    weighed = [Candidate(person, _score(signs), sorted(signs)) for person, signs in one.signs.items()]
    offered = sorted((each for each in weighed if each.score >= OFFERED), key=lambda each: (-each.score, each.person))
    if len(certain) == 1:
        [(person, why)] = certain.items()
        return Found(person, why, one.homes[person], [each for each in offered if each.person == person])
    return Found(candidates=offered[:MOST_CANDIDATES])


def _certainty(one: _Asked, person: UUID, signs: set[Sign]) -> str:
    if Sign.ID in signs:
        return "id" if signs & {Sign.NAME, Sign.NAME_SOUNDS, Sign.NAME_LIKE} else ""
    if signs & AGAINST or Sign.NAME not in signs:
        return ""
    if signs & {Sign.PHONE, Sign.HOUSEHOLD_PHONE}:
        return "phone"
    if Sign.SPOT in signs and _is_alone(one, person):
        return "name_place"
    return ""


def _is_alone(one: _Asked, person: UUID) -> bool:
    """Whether nobody else of this name lives there, and nobody else's phone or id number is meant."""
    others = [signs for other, signs in one.signs.items() if other != person]
    namesakes = any(signs & {Sign.NAME, Sign.NAME_SOUNDS} and Sign.SPOT in signs for signs in others)
    return not namesakes and not any(signs & {Sign.ID, Sign.PHONE, Sign.HOUSEHOLD_PHONE} for signs in others)


def _score(signs: set[Sign]) -> int:
    return max(0, min(100, sum(WEIGHTS[sign] for sign in signs)))
