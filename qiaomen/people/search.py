"""Finding people: by name in either script, pinyin, initials, a phone or its last digits, an id number.

One definition for the room of people, the search box and exports. Each condition is answered by an index.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Reverse
from django.db.models.lookups import Exact, StartsWith

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import Unsealable, lookup
from qiaomen.people.identity import number_hash, phone_hashes
from qiaomen.people.idnumbers import read_id
from qiaomen.people.models import Alias, Identity, Person
from qiaomen.people.names import search_keys
from qiaomen.people.phones import read_phones
from qiaomen.people.queries import identities_of

TAIL = 4
# A trigram index answers for three letters and more.
TRIGRAM = 3
_PHONE = re.compile(r"[\d\s\-+()]{4,}")
_TAIL = re.compile(r"\d{4,10}")
_LATIN = re.compile(r"[A-Za-z' ]+")


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that somebody may mean; `fits_few`: a phone or an id number, whose holders are few in any district."""

    q: Q
    fits_few: bool = False


def conditions(keys: Keys, text: str) -> list[Condition]:
    """What somebody may mean by it, the closest first; empty where it says nothing about a person. Of a name each
    condition also fits whomever the one before fits."""
    text = text.strip()
    reading = read_id(text)
    if reading.number and any(letter.isdigit() for letter in text):
        return [_of(Identity.objects.filter(id_hash=number_hash(keys, reading.number)))]
    if _PHONE.fullmatch(text):
        return _by_phone(keys, text)
    known = search_keys(text)
    if _LATIN.fullmatch(text):
        begins = Q(pinyin__startswith=known.pinyin) | Q(initials__startswith=known.pinyin)
        return [Condition(Q(pinyin=known.pinyin) | Q(initials=known.pinyin)), Condition(begins)]
    return _by_name(known.plain) if known.plain else []


def matching(keys: Keys, text: str) -> QuerySet[Person]:
    """Whom any of the conditions fits; somebody joined to another is found as that one."""
    fits = Q(pk__in=[])
    for condition in conditions(keys, text):
        fits |= condition.q
    return canonical(Person.objects.filter(fits))


def canonical(found: QuerySet[Person]) -> QuerySet[Person]:
    """These people, each under the id that stands for them."""
    under = Alias.objects.filter(id__in=found.values("id")).values("canonical")
    return Person.objects.filter(id__in=found.values("id").union(under)).exclude(id__in=Alias.objects.values("id"))


def long_tail(text: str) -> str:
    """More than the last four digits of a phone, and less than a whole one: only an opened card can tell."""
    digits = text.strip()
    return digits if _TAIL.fullmatch(digits) and len(digits) > TAIL else ""


def ending_in(keys: Keys, people: Collection[UUID], digits: str) -> set[UUID]:
    """Which of these people have a phone that ends so. It opens identity: callers have checked the right, and log."""
    try:
        cards = identities_of(keys, people)
    except Unsealable:
        return set()
    return {person for person, card in cards.items() if any(phone.endswith(digits) for phone in card.phones)}


def _by_name(plain: str) -> list[Condition]:
    """A whole name, its beginning, its end (the given name); three letters also in the middle."""
    parts = Q(name_plain__startswith=plain) | Q(StartsWith(Reverse("name_plain"), plain[::-1]))
    if len(plain) >= TRIGRAM:
        parts |= Q(name_plain__contains=plain)
    return [Condition(Q(name_plain=plain)), Condition(parts)]


def _by_phone(keys: Keys, text: str) -> list[Condition]:
    """A whole number, and what may be the end of one: seven digits may be a landline or a tail."""
    found, phones, digits = [], read_phones(text).phones, text.strip()
    if phones:
        found.append(_of(Identity.objects.filter(phone_hashes__overlap=phone_hashes(keys, phones))))
    if _TAIL.fullmatch(digits):
        tail = lookup(keys, "tail", digits[-TAIL:])
        found.append(_of(Identity.objects.filter(tail_hashes__contains=[tail])))
    return found


class _Among(Exact):
    """One of an array's."""

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"= ANY {rhs}"


def _of(cards: QuerySet[Identity]) -> Condition:
    """As an array, because the planner takes any phone for that of thousands, and would read everybody to join them."""
    return Condition(Q(_Among(F("id"), ArraySubquery(cards.values("person_id")))), fits_few=True)
