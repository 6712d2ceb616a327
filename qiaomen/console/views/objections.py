"""Objections: those that wait for an answer first, the most urgent on top. They are answered in the person's file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiaomen.access.queries import visible_people
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.console.asked import worker_of
from qiaomen.console.views.policy import segments
from qiaomen.people.models import Person
from qiaomen.policy.models import Objection

SHOWN = 200


@require_safe
@requires(Verb.SEE, of_health=True)
def index(request: HttpRequest) -> HttpResponse:
    """Open objections, and the latest answered ones."""
    now, seen = timezone.now(), visible_people(worker_of(request)).values("id")
    found = Objection.objects.filter(person__in=seen)
    listed = [
        *found.filter(answer=None).order_by("due_at", "id")[:SHOWN],
        *found.exclude(answer=None).order_by("-answered_at", "id")[:SHOWN],
    ]
    people = Person.objects.in_bulk([one.person for one in listed])
    context = {
        "rows": [(one, people.get(one.person), one.answer is None and one.due_at <= now) for one in listed],
        "waiting": sum(one.answer is None for one in listed),
        "segments": segments("objections"),
    }
    return render(request, "console/objections/index.html", context)
