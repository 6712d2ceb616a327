"""The gates: side by side, one of them, their log, who is inside, and setting one up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.models import Grant, Worker
from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Role, Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import alarms_page, chains, fragments, gates_page, gates_words, sheets
from qiaomen.console.asked import id_in, link, worker_of
from qiaomen.console.gates_page import Seen
from qiaomen.console.parts import Crumb
from qiaomen.console.views.gates_forms import GateForm
from qiaomen.duty.actions import end_grant, give_grant
from qiaomen.gates import actions
from qiaomen.gates.queries import board, inside, log, standing
from qiaomen.places.models import Place

PAGE = 100
# With so many gates what they count is not counted anew for each passage.
MANY_GATES = 20


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """All gates where the reader sees: open alarms first."""
    seen = gates_page.asked(request)
    context = {
        "seen": seen,
        "live": _live(seen),
        "live_url": seen.link("gates_live"),
        "alarms_url": link("alarms_open"),
        "alarms": alarms_page.open_of(seen.worker, seen.now),
        "may_add": seen.worker.may(Verb.ASSIGN),
    }
    return render(request, "console/gates/index.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def live(request: HttpRequest) -> HttpResponse:
    """The board alone, as of now."""
    return HttpResponse(_live(gates_page.asked(request)))


@require_safe
@requires(Verb.SEE)
@of_one_moment
def one(request: HttpRequest, gate: UUID) -> HttpResponse:
    """One gate: its numbers, who answers for it, its alarms, its log."""
    seen = gates_page.asked(request, gate=gate)
    assert seen.gate is not None
    [found] = board.boards([seen.gate], since=seen.since, now=seen.now)
    context = _log(request, seen) | {
        "row": gates_page.board_rows(seen, [found])[0],
        "totals": gates_page.totals(seen, found.numbers),
        "duty": chains.links(seen.gate, seen.worker),
        "alarms": alarms_page.of_gates(seen.worker, [gate], seen.now),
        "guards": _guards(seen.gate, seen.now).order_by("worker__name", "id"),
        "may_assign": seen.worker.may(Verb.ASSIGN, seen.gate),
        "title": gates_words.gate_name(seen.gate),
        "crumbs": [Crumb(_("Gates"), link("gates")), Crumb(gates_words.gate_name(seen.gate))],
    }
    return render(request, "console/gates/one.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def passages(request: HttpRequest) -> HttpResponse:
    """The log of a day, by what is asked for."""
    seen = gates_page.asked(request)
    where = gates_words.gate_name(seen.gate) if seen.gate else str(seen.place or "")
    context = _log(request, seen) | {"crumbs": [Crumb(_("Gates"), link("gates")), Crumb(_("Log"))], "where": where}
    return render(request, "console/gates/passages.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def missed(request: HttpRequest) -> HttpResponse:
    """Passages of the last 14 days that a guard let through without knowing of a suspension, whichever day."""
    seen = gates_page.asked(request)
    found = log.missed(seen.ids)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": gates_page.rows(log.lines(list(page)), health=seen.health),
        "page": page,
        "exports": sheets.offers(request, "missed"),
        "crumbs": [Crumb(_("Gates"), link("gates")), Crumb(_("Missed suspensions"))],
    }
    return render(request, "console/gates/missed.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def present(request: HttpRequest) -> HttpResponse:
    """Who is inside: visitors first."""
    seen = gates_page.asked(request)
    gates = {gate.id: gates_words.gate_name(gate) for gate in seen.gates}
    found = inside.present(seen.ids)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [(each, gates[each.gate], *_present(each)) for each in page],
        "page": page,
        "exports": sheets.offers(request, "inside"),
        "crumbs": [Crumb(_("Gates"), link("gates")), Crumb(_("Inside"))],
    }
    return render(request, "console/gates/inside.html", context)


@requires(Verb.ASSIGN)
def add(request: HttpRequest) -> HttpResponse:
    """Set up a gate of a compound or another place."""
    worker = worker_of(request)
    form = GateForm(request.POST or None, reader=worker)
    if request.method == "POST" and form.is_valid():
        try:
            gate = actions.add_gate(of=form.cleaned_data["place"], name=form.cleaned_data["name"], by=worker)
        except Problem as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(request, _("The gate is set up. Give its guards a grant for it."))
            return redirect("console:gate", gate.id)
    context = {"form": form, "crumbs": [Crumb(_("Gates"), link("gates")), Crumb(_("Set up a gate"))]}
    return render(request, "console/gates/add.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.ASSIGN)
def guard(request: HttpRequest, gate: UUID) -> HttpResponse:
    """Somebody by their whole name gets the role of a guard at this gate; or `off`, who has it by hand, loses it."""
    worker = worker_of(request)
    found = standing.gate_for(worker, gate, Verb.ASSIGN)
    if "off" in request.POST:
        return _off(request, found)
    named = Worker.objects.filter(name=request.POST.get("name", "").strip()[:60], is_active=True)[:2]
    if len(named) == 1:
        try:
            give_grant(worker=named[0], role=Role.GATE, place=found, by=worker)
            messages.success(request, _("%(name)s guards this gate now.") % {"name": named[0].name})
        except Problem as problem:
            messages.error(request, problem.message)
    else:
        messages.error(request, _("No worker, or more than one, has exactly this name."))
    return redirect("console:gate", gate)


def _off(request: HttpRequest, gate: Place) -> HttpResponse:
    grant = get_object_or_404(_guards(gate, timezone.now()), pk=id_in(request.POST.get("off", "")))
    try:
        end_grant(grant=grant, by=worker_of(request))
        messages.success(request, _("%(name)s does not guard this gate any more.") % {"name": grant.worker.name})
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("console:gate", gate.id)


def _guards(gate: Place, now: datetime) -> QuerySet[Grant]:
    return Grant.objects.in_force(now).filter(place=gate, role=Role.GATE).select_related("worker")


def _live(seen: Seen) -> str:
    about = (seen.ids, seen.day, areas(seen.worker, Verb.SEE), seen.health)
    return fragments.at_change(
        "gates", about, lambda: _board(seen), "console/gates/live.html",
        is_costly=lambda _context: len(seen.gates) > MANY_GATES,
    )  # fmt: skip


def _board(seen: Seen) -> dict[str, Any]:
    found = board.boards(seen.gates, since=seen.since, now=seen.now)
    return {
        "rows": gates_page.board_rows(seen, found),
        "totals": gates_page.totals(seen, board.summed(found)),
        "now": timezone.now(),
    }


def _log(request: HttpRequest, seen: Seen) -> dict[str, Any]:
    found = log.passages(seen.ids, seen.shown, seen.since, seen.until, health=seen.health)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    before, after, day = gates_page.days(seen)
    return {
        "seen": seen,
        "rows": gates_page.rows(log.lines(list(page)), health=seen.health),
        "page": page,
        "segments": gates_page.segments(seen),
        "before": before,
        "after": after,
        "day": day,
        "exports": sheets.offers(request, "passages", **({"gate": seen.gate.id} if seen.gate else {})),
    }


def _present(each: inside.Present) -> tuple[str, str]:
    """Who somebody inside is, and the address of their file."""
    if each.name:
        return gates_page.masked(each.name), link("person", each.person) if each.person else ""
    if each.visitor:
        return gates_words.said(gates_words.PURPOSES, each.purpose or "visit"), ""
    return _("pass of another district"), ""
