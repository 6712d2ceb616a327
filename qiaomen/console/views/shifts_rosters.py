"""Rosters: asked for, worked out, looked at, published or dropped."""

from datetime import timedelta
from uuid import UUID

import msgspec
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import parts, sheets, shifts_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views.shifts_forms import RosterForm
from qiaomen.shifts import actions, loading, queries, working
from qiaomen.shifts.models import Roster, RosterState
from qiaomen.shifts.models_roster import DROPPABLE, UNDER_WAY
from qiaomen.shifts.problem import Rules

SHOWN, LACKS = 20, 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def index(request: HttpRequest) -> HttpResponse:
    """Ask for a roster; below, those that there are."""
    worker = worker_of(request)
    form = RosterForm(worker, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            roster = actions.ask(**form.cleaned_data, by=worker, now=timezone.now())
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            working.begin()
            return redirect("console:shift_roster", roster.id)
    context = {
        "form": form,
        "page": Paginator(queries.rosters(worker), SHOWN).get_page(request.GET.get("page")),
        "segments": shifts_page.segments("shift_rosters"),
    }
    return render(request, "console/shifts/rosters.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_GET
@requires(Verb.ASSIGN)
def roster(request: HttpRequest, roster: UUID) -> HttpResponse:
    """One: how far it is, what it lacks, by which rules, and how even it is."""
    found = _roster(request, roster)
    lacks, standing = shifts_page.lacks(found), loading.gone_out(found).count()
    context = {
        "roster": found,
        "last": found.first + timedelta(days=found.days - 1),
        "is_under_way": found.state in UNDER_WAY,
        "may_publish": found.state == RosterState.PROPOSED and (standing or found.first > timezone.localdate()),
        "may_drop": found.state in DROPPABLE,
        "standing": standing,
        "story": shifts_page.roster_story(found),
        "page": Paginator(lacks, LACKS).get_page(request.GET.get("page")),
        "missing": sum(one.missing for one in lacks),
        "rules": shifts_page.rule_facts(msgspec.convert(found.rules, Rules)),
        "even": shifts_page.even(found),
        "problem": Problem(found.problem).message if found.problem else "",
        "exports": sheets.offers(request, "shift_roster", roster=found.id),
        "crumbs": [
            parts.Crumb(_("Shifts"), link("shifts")),
            parts.Crumb(pgettext("shifts", "Rosters"), link("shift_rosters")),
            parts.Crumb(found.place.name),
        ],
    }
    return render(request, "console/shifts/roster.html", context)


@never_cache
@require_GET
@requires(Verb.ASSIGN)
def progress(request: HttpRequest, roster: UUID) -> HttpResponse:
    """How far it is, asked every second; when it is over the page is loaded again."""
    found = _roster(request, roster)
    if found.state not in UNDER_WAY:
        return HttpResponseClientRefresh()
    return render(request, "console/shifts/progress.html", {"roster": found})


@require_POST
@requires(Verb.ASSIGN)
def publish(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Publish what was proposed."""
    found = _roster(request, roster)
    try:
        actions.publish(
            found, despite_gaps=bool(request.POST.get("despite")), by=worker_of(request), now=timezone.now()
        )
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        working.begin()
    return redirect("console:shift_roster", found.id)


@require_POST
@requires(Verb.ASSIGN)
def drop(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Call it off, throw the proposal away, or give up what is left of one that stopped halfway."""
    found, known = _roster(request, roster), bool(request.POST.get("despite"))
    try:
        if not actions.drop(found, by=worker_of(request), now=timezone.now(), despite_begun=known):
            messages.info(request, _("This roster is published, or over."))
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("console:shift_roster", found.id)


def _roster(request: HttpRequest, roster: UUID) -> Roster:
    return get_object_or_404(queries.rosters(worker_of(request), Verb.ASSIGN), pk=roster)
