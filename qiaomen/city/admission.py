"""Which districts may tell the city something, and the secret by which it knows that it is them."""

import hashlib
import hmac
import os
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.problems import Problem
from qiaomen.city.models import Member
from qiaomen.places.models import Place, PlaceKind


def admit(*, name: str, city: str = "", code: str = "", by: Worker | None = None) -> Member:
    """Take a district in; one that is in already stays as it is, with the same secret. `city` names the tree's root.

    Whoever holds a role at the district's place sees its figures, whoever holds one at the city's those of all.
    """
    with changes.change("admit district", worker=by.id if by else None) as change:
        root = _root(city or settings.DISTRICT_NAME or name, change.id)
        place = root.children.filter(kind=PlaceKind.DISTRICT, name=name).first()
        if place is None:
            place = _place(root, name, code, change.id)
        member = Member.objects.filter(place=place).first()
        if member is None:
            member = Member.objects.create(place=place, salt=os.urandom(16), change=change.id)
            audit.write(by, "city.admitted", member.id)
        elif member.until is not None:
            Member.objects.filter(pk=member.pk).update(until=None, salt=os.urandom(16), change=change.id)
            member.refresh_from_db()
            audit.write(by, "city.admitted", member.id)
    return member


def end(member: Member, *, by: Worker | None = None) -> None:
    """Nothing more is taken from it; what it published stays."""
    with changes.change("end district", worker=by.id if by else None):
        Member.objects.filter(pk=member.pk).update(until=timezone.now())
        audit.write(by, "city.ended", member.id)


def members() -> QuerySet[Member]:
    """Those that are in."""
    return Member.objects.filter(until=None).select_related("place")


def member_named(name: str) -> Member:
    """Raises `city.unknown`."""
    found = members().filter(place__name=name).first()
    if found is None:
        raise Problem("city.unknown")
    return found


def secret_of(member: Member) -> str:
    """What the district signs with. Kept nowhere: it follows from the installation's secret key."""
    made = b"city intake" + member.id.bytes + bytes(member.salt)
    return hmac.new(settings.SECRET_KEY.encode(), made, hashlib.sha256).hexdigest()[:40]


def path_of(member: Member) -> str:
    """The path of the address that takes in what the district publishes."""
    return f"/api/city/intake/{member.id}"


def _root(name: str, change: UUID) -> Place:
    found = Place.objects.filter(parent=None).first()
    return found or _place(None, name, "", change)


def _place(parent: Place | None, name: str, code: str, change: UUID) -> Place:
    id = new_id()
    path = f"{parent.path if parent else ''}{id.hex[-8:]}."
    return Place.objects.create(
        id=id, parent=parent, kind=PlaceKind.DISTRICT, name=name, code=code, path=path, walk=name, change=change
    )
