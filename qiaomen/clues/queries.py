"""Clues as far as somebody may see them: one query for the number and for the list."""

from django.db.models import QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.clues.models import Clue


def clues(worker: Worker, *, verb: Verb = Verb.SEE) -> QuerySet[Clue]:
    """Clues at the worker's places, the newest first."""
    return Clue.objects.filter(place__in=visible_places(worker, verb).values("id")).order_by("-told_at", "-id")
