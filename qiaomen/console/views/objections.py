"""Objections: those that wait for an answer first, the most urgent on top. They are answered in the person's file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.console import objections_page, sheets
from qiaomen.console.asked import worker_of
from qiaomen.console.views.policy import segments


@require_safe
@requires(Verb.SEE, of_health=True)
def index(request: HttpRequest) -> HttpResponse:
    """Open objections, and the latest answered ones."""
    rows = objections_page.rows(worker_of(request), timezone.now())
    context = {
        "rows": rows,
        "waiting": sum(one.answer is None for one, _person, _overdue in rows),
        "segments": segments("objections"),
        "exports": sheets.offers(request, "objections"),
    }
    return render(request, "console/objections/index.html", context)
