"""Finding people: by name in either script, pinyin, initials, a phone or its last digits, an id number.

What is typed never stands in an address: searching is a POST.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.people import search
from qiaomen.people.models import Alias, Person
from qiaomen.policy.models import Standing

PAGE = 50


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
        people = people.filter(id__in=search.matching(keys, looked.text).values("id"))
    if looked.colour:
        people = people.filter(_coloured(looked.colour))
    if not (looked.text or looked.colour):
        return people.none()
    joined = Alias.objects.values("id")
    ordered = people.exclude(id__in=joined).select_related("home_door__place", "work_door__place").distinct()
    return ordered.order_by("home_door__place__path", "home_door__walk", "home_door__id", "ordinal", "id")


def _coloured(colour: str) -> Q:
    return Q(id__in=Standing.objects.filter(colour=colour).values("person"))
