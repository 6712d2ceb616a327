"""Suspended shops and venues: the list, and one venue with its orders, scans and findings."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.queries import door_for, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import heads, sheets, venues_page
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.views.notices import TYPES
from qiaomen.console.views.venues_forms import StepForm, SuspendForm
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.paper import notices as papers
from qiaomen.places.models import Door
from qiaomen.supervision import queries as supervision
from qiaomen.venues import notices, queries

MOST = 300
FOUND_DUE = timedelta(hours=24)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Suspended venues, those found open first."""
    worker, now, wanted = worker_of(request), timezone.now(), id_of(request, "place")
    shown = next((one for one in queries.SHOWN if one == request.GET.get("show", "in_force")), None)
    if shown is None:
        raise Problem("access.not_found")
    place = place_for(worker, wanted) if wanted else None
    every = queries.suspended(worker, now=now, shown="all", below=place.path if place else "")
    rows = [one for one in every if shown in ("all", one.state)]
    context = {
        "rows": venues_page.lines(rows[:MOST]),
        "more": max(len(rows) - MOST, 0),
        "numbers": queries.numbers(every),
        "place": place,
        "crumbs": heads.way(place, None),
        "shown": shown,
        "segments": venues_page.segments(shown, queries.numbers(every), wanted),
        "exports": sheets.offers(request, "venues"),
    }
    return render(request, "console/venues/index.html", context)


@require_safe
@requires(Verb.SEE)
def venue(request: HttpRequest, door: UUID) -> HttpResponse:
    """One shop or venue: whether it is suspended, by which order, what was scanned today, what was found."""
    found = door_for(worker_of(request), door)
    if found.kind not in queries.PLACES_OF_WORK:
        return redirect("console:door", found.id)
    return _page(request, found)


@require_POST
@requires(Verb.DECIDE)
def suspend(request: HttpRequest, door: UUID) -> HttpResponse:
    """Order that it closes."""
    found, form = door_for(worker_of(request), door, Verb.DECIDE), SuspendForm(request.POST)
    if not form.is_valid():
        return _page(request, found, suspend_form=form)
    verdict = desk.tell("suspension", form.body(), by=worker_of(request), now=timezone.now(), door=found.id)
    if verdict.verdict != "accepted":
        form.add_error(None, verdict.message or _("This could not be recorded."))
        return _page(request, found, suspend_form=form)
    messages.success(request, _("Suspended. Print the order and serve it."))
    return redirect("console:venue", found.id)


@require_POST
@requires(Verb.SEE)
def step(request: HttpRequest, door: UUID) -> HttpResponse:
    """Serve, look again, extend or reopen; the ledger says who may."""
    found, form = door_for(worker_of(request), door), StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Something is missing. Fill in the form again."))
        return redirect("console:venue", found.id)
    body = form.body()
    told = desk.tell("suspension_step", body, by=worker_of(request), now=timezone.now(), door=found.id)
    _said(request, told)
    if told.verdict == "accepted" and body.get("finds") == "open":
        _said(request, _found_open(request, found, body["suspension"]))
    return redirect("console:venue", found.id)


@never_cache
@require_POST
@requires(Verb.SEE)
def notice(request: HttpRequest, door: UUID, paper: str) -> HttpResponse:
    """The order, or that it may open again, to hand over: PDF to print, Word to put a letterhead on."""
    if paper not in TYPES:
        raise Problem("access.not_found")
    worker = worker_of(request)
    found = door_for(worker, door)
    orders = queries.orders_of(found.id, now=timezone.now())
    if not orders:
        messages.error(request, _("No order was ever given here."))
        return redirect("console:venue", found.id)
    closed = orders[0].state in ("in_force", "to_come")
    make, name = (
        (notices.order_notice, _("order to suspend"))
        if closed
        else (notices.reopening_notice, _("notice of reopening"))
    )
    made = papers.printed(make(orders[0], found, reader=worker), by=worker, person=found.id, form=paper)
    response = HttpResponse(made, content_type=TYPES[paper])
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{paper}") or "attachment"
    return response


def _found_open(request: HttpRequest, door: Door, order: UUID) -> Verdict:
    """One found open is a finding by the same tap, due tomorrow."""
    now = timezone.now()
    body = {"what": "venue_open", "suspension": order, "due": now + FOUND_DUE}
    return desk.tell("finding", body, by=worker_of(request), now=now, place=door.place_id, door=door.id)


def _said(request: HttpRequest, told: Verdict) -> None:
    if told.verdict in ("accepted", "duplicate"):
        messages.success(request, _("Written down."))
    else:
        messages.error(request, told.message or _("This could not be recorded."))


def _page(request: HttpRequest, door: Door, *, suspend_form: SuspendForm | None = None) -> HttpResponse:
    worker, now = worker_of(request), timezone.now()
    orders = queries.orders_of(door.id, now=now)
    current = next((one for one in orders if one.state in ("in_force", "to_come")), None)
    may_decide = worker.may(Verb.DECIDE, door.place)
    if suspend_form is None and current is None and may_decide:
        suspend_form = SuspendForm()
    found = supervision.at_door(door.id, now=now, shows_health=shows_health(worker))
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    context: dict[str, Any] = {
        "door": door,
        "crumbs": [*heads.way(door.place, None)],
        "current": venues_page.lines([current])[0] if current else None,
        "orders": [(line, venues_page.happenings(line.row)) for line in venues_page.lines(orders)],
        "suspend_form": suspend_form,
        "steps": {step: StepForm(initial={"order": current.id}, auto_id=f"{step}-%s") for step in StepForm.USED}
        if current
        else {},
        "may_decide": may_decide,
        "scans": queries.scans_since(door.id, midnight),
        "findings": [one for one in found if one.state != "closed"],
        "papers": [("pdf", "PDF"), ("docx", "Word")],
        "door_url": link("door", door.id),
    }
    status = 422 if suspend_form is not None and suspend_form.is_bound else 200
    return render(request, "console/venues/venue.html", context, status=status)
