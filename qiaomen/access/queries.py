"""Every read starts from the person asking: what their grants let them see, as QuerySets and as filters.

Lower packages cannot name access, and higher ones have tables of their own; for these `within` gives the filter to
put on whatever leads to a place: `Campaign.objects.filter(within(worker, Verb.SEE, "place__"))`.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.roles import MAY, Verb
from qiaomen.base.problems import Problem
from qiaomen.people.models import Person
from qiaomen.places.models import Door, Place
from qiaomen.places.search import everywhere as everywhere

NOWHERE = Q(pk__in=[])


def areas(worker: Worker, verb: Verb) -> list[str]:
    """Paths of the places at and below which the worker may do this now; none lies inside another."""
    kept: list[str] = []
    for path in sorted({path for role, path in worker.held() if verb in MAY[role]}):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def within(worker: Worker, verb: Verb, to_place: str = "") -> Q:
    """A filter for rows at or below the worker's places; `to_place` leads to the place: `door__place__`."""
    return below(areas(worker, verb), to_place)


def below(paths: list[str], to_place: str = "") -> Q:
    """A filter for rows at or below the places with these paths."""
    if not paths:
        return NOWHERE
    found = Q()
    for path in paths:
        found |= Q(**{f"{to_place}path__startswith": path})
    return found


def visible_places(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Place]:
    """The places where the worker may do this."""
    return Place.objects.filter(within(worker, verb))


def visible_doors(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Door]:
    """The doors where the worker may do this."""
    paths = areas(worker, verb)
    return Door.objects.all() if everywhere(paths) else Door.objects.filter(below(paths, "place__"))


def visible_people(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[Person]:
    """The people who live or work behind these doors."""
    paths = areas(worker, verb)
    if not paths:
        return Person.objects.none()
    if everywhere(paths):
        return Person.objects.filter(Q(home_door__isnull=False) | Q(work_door__isnull=False))
    return Person.objects.filter(below(paths, "home_door__place__") | below(paths, "work_door__place__"))


def place_for(worker: Worker, place: UUID, verb: Verb = Verb.SEE) -> Place:
    """One place. Raises `access.not_found` outside the worker's area, `access.forbidden` where the verb lacks."""
    found = Place.objects.filter(pk=place).first()
    if found is None:
        raise Problem("access.not_found")
    check(worker, verb, found.path)
    return found


def door_for(worker: Worker, door: UUID, verb: Verb = Verb.SEE) -> Door:
    """One door, with its place. Raises as `place_for`."""
    found = Door.objects.select_related("place").filter(pk=door).first()
    if found is None:
        raise Problem("access.not_found")
    check(worker, verb, found.place.path)
    return found


def names_of(workers: Collection[UUID]) -> dict[UUID, str]:
    """These workers' names; that they stand in something which may be seen, the caller has checked."""
    return dict(Worker.objects.filter(pk__in=workers).values_list("pk", "name")) if workers else {}


def over_district(worker: Worker, verb: Verb) -> bool:
    """Whether the worker may do this in the whole district, not just in a part of it."""
    district = Place.objects.filter(parent=None).first()
    return worker.may(verb, district)


def check_district(worker: Worker, verb: Verb) -> None:
    """Raises `access.forbidden` for who may not do this in the whole district."""
    if not over_district(worker, verb):
        raise Problem("access.forbidden")


def check(worker: Worker, verb: Verb, path: str) -> None:
    """Raises `access.not_found` when no grant of the worker covers this place, `access.forbidden` when none of those
    that do has the verb: whether something exists outside one's area is nobody's business."""
    roles = [role for role, area in worker.held() if path.startswith(area)]
    if not roles:
        raise Problem("access.not_found")
    if not any(verb in MAY[role] for role in roles):
        raise Problem("access.forbidden")
