"""The organisations that a reader may act for: those that answer for places of the reader's."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from qiaomen.access.models import Organisation, Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.base.problems import Problem
from qiaomen.duty.models import ZonePlace
from qiaomen.duty.roster import zones_of


def organisations_of(reader: Worker, verb: Verb) -> QuerySet[Organisation]:
    """Those that back a zone which reaches into the reader's places; for the whole district, all of them."""
    mine = Q() if has_district(areas(reader, verb)) else Q(zones__in=zones_of(reader, verb))
    return Organisation.objects.filter(mine).distinct().order_by("name")


def organisation_for(reader: Worker, organisation: UUID, verb: Verb) -> Organisation:
    """One organisation. Raises `access.not_found` outside the reader's places, `access.forbidden` without the verb."""
    found = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        raise Problem("access.not_found")
    backed = ZonePlace.objects.filter(zone__organisations=found).values_list("place__path", flat=True)
    grants = reader.grants.in_force().values_list("role", "place__path")
    paths = list(backed)
    roles = [Role(role) for role, area in grants if has_district([area]) or any(p.startswith(area) for p in paths)]
    if not roles:
        raise Problem("access.not_found")
    if not any(verb in MAY[role] for role in roles):
        raise Problem("access.forbidden")
    return found


def has_district(paths: Iterable[str]) -> bool:
    """Whether one of these places is the root of the tree."""
    return any(path.count(".") == 1 for path in paths)
