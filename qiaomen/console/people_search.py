"""Finding people: by name in either script, pinyin, initials, a phone or its last digits, an id number.

What is typed never stands in an address: searching is a POST.
"""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.sealing import lookup
from qiaomen.people.identity import number_hash, phone_hashes
from qiaomen.people.idnumbers import read_id
from qiaomen.people.models import Alias, Identity, Person
from qiaomen.people.names import search_keys
from qiaomen.people.phones import read_phones
from qiaomen.policy.models import Standing

PAGE = 50
_DIGITS = re.compile(r"[\d\s\-+()]{4,}")
_LATIN = re.compile(r"[A-Za-z' ]+")
TAIL = 4


@dataclass(frozen=True, slots=True)
class Looked:
    """What a page of people asks for: words to search, and a colour; `start` is how many came before."""

    text: str = ""
    colour: str = ""
    start: int = 0


def found(worker: Worker, keys: Keys, looked: Looked, *, verb: Verb = Verb.SEE) -> QuerySet[Person]:
    """Whom this finds among those whom the worker sees, by walking order of their homes; joined people once."""
    people = visible_people(worker, verb)
    if looked.text:
        people = people.filter(_matching(keys, looked.text))
    if looked.colour:
        people = people.filter(_coloured(looked.colour))
    if not (looked.text or looked.colour):
        return people.none()
    joined = Alias.objects.values("id")
    ordered = people.exclude(id__in=joined).select_related("home_door__place", "work_door__place").distinct()
    return ordered.order_by("home_door__place__path", "home_door__walk", "home_door__id", "ordinal", "id")


def _matching(keys: Keys, text: str) -> Q:
    """A condition for what was typed. Somebody joined to another is found under that one, too."""
    matched = Person.objects.filter(_typed(keys, text.strip()))
    return Q(id__in=matched.values("id")) | Q(
        id__in=Alias.objects.filter(id__in=matched.values("id")).values("canonical")
    )


def _typed(keys: Keys, text: str) -> Q:
    reading = read_id(text)
    if reading.number and any(letter.isdigit() for letter in text):
        return Q(id__in=Identity.objects.filter(id_hash=number_hash(keys, reading.number)).values("person_id"))
    if _DIGITS.fullmatch(text):
        return _by_phone(keys, text)
    known = search_keys(text)
    if _LATIN.fullmatch(text):
        return Q(pinyin__startswith=known.pinyin) | Q(initials__startswith=known.pinyin)
    return Q(name_plain__contains=known.plain) if known.plain else Q(pk__in=[])


def _by_phone(keys: Keys, text: str) -> Q:
    phones = read_phones(text).phones
    if phones:
        hashes = phone_hashes(keys, phones)
        return Q(id__in=Identity.objects.filter(phone_hashes__overlap=hashes).values("person_id"))
    digits = re.sub(r"\D", "", text)
    if len(digits) != TAIL:
        return Q(pk__in=[])
    return Q(id__in=Identity.objects.filter(tail_hashes__contains=[lookup(keys, "tail", digits)]).values("person_id"))


def _coloured(colour: str) -> Q:
    return Q(id__in=Standing.objects.filter(colour=colour).values("person"))
