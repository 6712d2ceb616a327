"""Workers whom a form of care offers: those who have a role where the reader has one, or around it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Q

from qiaomen.access.models import Grant, Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.roles import Role, Verb

ABLE = (Role.FIELD, Role.GATE, Role.LEAD, Role.HEALTH)
MOST = 1000


def around(reader: Worker, path: str = "") -> list[tuple[UUID, str]]:
    """Whoever may record where the reader assigns (or at this path), by name, with what they are."""
    paths = [path] if path else areas(reader, Verb.ASSIGN)
    above = {one[: end + 1] for one in paths for end, char in enumerate(one) if char == "."}
    here = below(paths, "place__") | Q(place__path__in=above)
    held = Grant.objects.in_force().filter(here, role__in=ABLE).values("worker")
    found = Worker.objects.filter(id__in=held, is_active=True).select_related("organisation").order_by("name", "id")
    return [(one.id, _named(one)) for one in found[:MOST]]


def offer(field: forms.Field, reader: Worker, path: str = "", *, nobody: bool = False) -> None:
    """Put them into a form's field."""
    first = [("", "—")] if nobody else []
    cast(Any, field).choices = [*first, *((str(id), name) for id, name in around(reader, path))]


def _named(one: Worker) -> str:
    what = one.title or (one.organisation.name if one.organisation else "")
    return f"{one.name} · {what}" if what else one.name
