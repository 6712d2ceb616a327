"""Needs as far as somebody may see them: one query for the number and for the list."""

from django.db.models import QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.care.models import Need, State


def needs(worker: Worker, *, state: State | None = None, verb: Verb = Verb.SEE) -> QuerySet[Need]:
    """Needs at the worker's places: those that wait first, the most urgent on top, then by age."""
    found = Need.objects.filter(place__in=visible_places(worker, verb).values("id"))
    if state is not None:
        found = found.filter(state=state)
    if state == State.ANSWERED:
        return found.order_by("-answered_at", "-id")
    return found.order_by("rank", "asked_at", "id")
