"""Objections as their page and their file list them: those that wait first, the most urgent on top."""

from datetime import datetime

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.people.models import Person
from qiaomen.policy.models import Objection

SHOWN = 200


def rows(worker: Worker, now: datetime, *, verb: Verb = Verb.SEE) -> list[tuple[Objection, Person | None, bool]]:
    """(objection, whose, whether its answer is overdue): all that are open as far as shown, and the latest answered."""
    found = Objection.objects.filter(person__in=visible_people(worker, verb).values("id"))
    listed = [
        *found.filter(answer=None).order_by("due_at", "id")[:SHOWN],
        *found.exclude(answer=None).order_by("-answered_at", "id")[:SHOWN],
    ]
    people = Person.objects.in_bulk([one.person for one in listed])
    return [(one, people.get(one.person), one.answer is None and one.due_at <= now) for one in listed]
