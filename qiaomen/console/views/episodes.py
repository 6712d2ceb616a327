"""The board of people under a measure, and what is overdue."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.queries import visible_people
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import episodes_page, parts, sheets
from qiaomen.console.asked import link, worker_of
from qiaomen.monitoring import actions, queries
from qiaomen.monitoring.models import Overdue
from qiaomen.monitoring.queries.board import Numbers
from qiaomen.monitoring.queries.homes import SHOWN

MOST = 300


@require_safe
@requires(Verb.SEE, of_health=True)
@of_one_moment
def board(request: HttpRequest) -> HttpResponse:
    """Everybody under a measure where the reader sees, what is late first."""
    worker, now = worker_of(request), timezone.now()
    shown = request.GET.get("show", "live")
    if shown not in SHOWN:
        raise Problem("access.not_found")
    page = Paginator(queries.board(worker, now=now, states=SHOWN[shown]), MOST).get_page(request.GET.get("page"))
    numbers = queries.numbers(worker)
    late = queries.waiting(worker)[:MOST] if page.number == 1 else []
    context = {
        "rows": episodes_page.lines(page, now),
        "page": page,
        "late": numbers.late,
        "more_late": max(numbers.late - MOST, 0),
        "waiting": episodes_page.late_homes(late),
        "segments": _segments(shown, numbers),
        "exports": sheets.offers(request, "episodes"),
        "shown": shown,
    }
    return render(request, "console/episodes/board.html", context)


@require_POST
@requires(Verb.ASSIGN, of_health=True)
def noticed(request: HttpRequest, overdue: UUID) -> HttpResponse:
    """A lead takes notice of what is overdue, and says what is done."""
    worker = worker_of(request)
    people = visible_people(worker, Verb.ASSIGN).values("id")
    found = Overdue.objects.filter(pk=overdue, person__in=people).first()
    if found is None:
        raise Problem("access.not_found")
    body = {"escalation": found.id, "note": request.POST.get("note", "")[:2000]}
    [verdict] = actions.tell("escalation_seen", [found.person], body, by=worker, now=timezone.now())
    if verdict.verdict == "accepted":
        messages.success(request, _("Noted that you have seen it."))
    else:
        messages.error(request, verdict.message or _("This could not be recorded."))
    return redirect("console:episodes")


def _segments(shown: str, numbers: Numbers) -> list[parts.Segment]:
    words = [
        ("live", _("All"), numbers.open + numbers.in_care + numbers.to_release),
        ("open", _("Under a measure"), numbers.open),
        ("in_care", _("In care"), numbers.in_care),
        ("to_release", _("To release"), numbers.to_release),
        ("ended", pgettext("episodes", "Over"), None),
    ]
    return [parts.Segment(label, link("episodes", show=key), key == shown, count) for key, label, count in words]
