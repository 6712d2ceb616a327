"""The chain of responsible people: who answers for a place, from the district leader down to the stairwell."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.phones import phones_of
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.duty.models import Backing, Duty, DutyQuerySet, DutyRole, Membership, ZonePlace
from qiaomen.places.models import Place

_RANK = {role: rank for rank, role in enumerate(DutyRole)}


class Link(msgspec.Struct, frozen=True):
    """One link of the chain: who answers, in which role, for which place around or inside the one asked about."""

    duty: UUID
    worker: Worker
    role: DutyRole
    place: Place


def chain(place: Place, *, at: datetime | None = None) -> list[Link]:
    """Who answers for `place` at a time (default: now): for what is around it, outermost first, and for itself.

    Several at one place come in the order of the chain: leader, chief, cadre, grid worker, property manager.
    """
    return _links(Duty.objects.in_force(at).filter(place__in=place.ancestors()))


def links_below(place: Place, *, at: datetime | None = None) -> list[Link]:
    """Who answers for places inside `place` at a time (default: now), in the order of the place tree."""
    return _links(Duty.objects.in_force(at).filter(place__path__startswith=place.path).exclude(place=place))


def stand_in(link: Link, among: Sequence[Link]) -> Worker | None:
    """Whom to ask when somebody cannot be reached: who else answers for the same place, else the link above."""
    others = [one for one in among if one.worker != link.worker]
    same = [one for one in others if one.place == link.place]
    above = [one for one in others if link.place.path.startswith(one.place.path) and one.place != link.place]
    nearest = same or above[-1:]
    return nearest[0].worker if nearest else None


def backing_of(place: Place) -> list[Backing]:
    """The organisations that answer for the zone in which `place` lies."""
    zones = ZonePlace.objects.filter(place__in=place.ancestors()).values("zone")
    return list(Backing.objects.filter(zone__in=zones).select_related("organisation", "contact", "zone"))


def teams_of(place: Place) -> QuerySet[Membership]:
    """Who knocks now in the zone in which `place` lies, by team; the local one first."""
    zones = ZonePlace.objects.filter(place__in=place.ancestors()).values("zone")
    members = Membership.objects.filter(until_change=None, team__is_active=True, team__zone__in=zones)
    return members.select_related("team__zone", "worker").order_by("team__number", "-is_local", "worker__name")


def chain_phones(place: Place, workers: Sequence[Worker], *, reader: Worker, keys: Keys) -> dict[UUID, str]:
    """The phones of people in the chain of `place`, by worker; each one read is logged.

    Raises `access.not_found` outside the reader's area, `access.forbidden` for who does not decide there.
    """
    check(reader, Verb.DECIDE, place.path)
    return phones_of(workers, keys, reader=reader, where="duty.chain")


def _links(duties: DutyQuerySet) -> list[Link]:
    found = duties.select_related("worker__organisation", "place")
    links = [Link(duty=d.id, worker=d.worker, role=DutyRole(d.role), place=d.place) for d in found]
    return sorted(links, key=lambda link: (link.place.path, _RANK[link.role], link.worker.name))
