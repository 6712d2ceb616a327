"""Finding a door by what people say of it: the building or compound, then the label, in any form."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_doors
from qiaomen.access.roles import Verb
from qiaomen.campaigns.queries.names import names_of
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, Place

LIMIT = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A door that fits: its label and where that is."""

    id: UUID
    label: str
    where: str


def find_doors(worker: Worker, text: str) -> list[Found]:
    """The doors where the worker may record that fit 翠湖小区 1-1-202: the last word is the label, others places."""
    *named, label = text.split() or [""]
    doors = visible_doors(worker, Verb.RECORD).filter(_labelled(label))
    for word in named:
        paths = list(Place.objects.filter(name__contains=word).values_list("path", flat=True)[:200])
        inside = Q(pk__in=[])
        for path in paths:
            inside |= Q(place__path__startswith=path)
        doors = doors.filter(inside)
    found = list(doors.select_related("place").order_by("place__path", "walk", "id")[:LIMIT])
    return _worded(found)


def _labelled(label: str) -> Q:
    read = parse_label(label)
    fits = Q(label__iexact=label) | Q(key=read.local_key)
    if read.room:
        fits |= Q(room=read.room, building=read.building, stairwell=read.stairwell)
    return fits


def _worded(doors: list[Door]) -> list[Found]:
    where = names_of([door.place.path for door in doors])
    return [Found(door.id, door.label, where[door.place.path]) for door in doors]
