"""Workers whom a form of care offers: those who have a role where the reader has one, or around it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from qiaomen.access.models import Grant, Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.roles import Role, Verb
from qiaomen.console.find.workers import sounding
from qiaomen.places.models import steps_to

ABLE = (Role.FIELD, Role.GATE, Role.LEAD, Role.HEALTH)


def around(reader: Worker, path: str = "") -> list[tuple[UUID, str]]:
    """Whoever may record where the reader assigns (or at this path), by name, with what they are: all of them."""
    return [(one.id, named(one)) for one in offered(reader, path)]


def offered(reader: Worker, path: str = "") -> QuerySet[Worker]:
    """The same as rows, to be asked further."""
    paths = [path] if path else areas(reader, Verb.ASSIGN)
    above = {step for path in paths for step in steps_to(path)}
    here = below(paths, "place__") | Q(place__path__in=above)
    held = Grant.objects.in_force().filter(here, role__in=ABLE).values("worker")
    return Worker.objects.filter(id__in=held, is_active=True).select_related("organisation").order_by("name", "id")


def called(reader: Worker, text: str, *, limit: int) -> list[tuple[UUID, str]]:
    """Those of them who are called so: in either script, by pinyin or initials."""
    fits = Q(name__icontains=text) | Q(id__in=sounding(text) if text.isascii() else [])
    return [(one.id, named(one)) for one in offered(reader).filter(fits)[:limit]]


def offer(field: forms.Field, reader: Worker, path: str = "", *, nobody: bool = False) -> None:
    """Put them into a form's field."""
    first = [("", "—")] if nobody else []
    cast(Any, field).choices = [*first, *((str(id), name) for id, name in around(reader, path))]


def offer_for_visits(field: forms.Field, path: str, *, nobody: bool = False) -> None:
    """Put whoever can go to a daily visit at this place into a form's field: who may record there.

    Not the police, whose phone is told of no visit and who open no page of them.
    """
    held = Grant.objects.in_force().filter(place__path__in=steps_to(path), role__in=ABLE).values("worker")
    found = Worker.objects.filter(id__in=held, is_active=True, is_police=False).select_related("organisation")
    first = [("", "—")] if nobody else []
    cast(Any, field).choices = [*first, *((str(one.id), named(one)) for one in found.order_by("name", "id"))]


def named(one: Worker) -> str:
    """A worker's name, with what they are or where they belong."""
    what = one.title or (one.organisation.name if one.organisation else "")
    return f"{one.name} · {what}" if what else one.name
