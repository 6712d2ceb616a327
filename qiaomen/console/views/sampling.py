"""Testing: its rounds, the groups and people of one, who is to be tested alone, samples of places."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.queries import areas, door_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import parts, sampling_page, sheets
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.views.sampling_forms import PlaceSampleForm
from qiaomen.ledger import desk
from qiaomen.places.models import Door, Place
from qiaomen.places.naming import locate
from qiaomen.sampling import larval, queries, queries_samples
from qiaomen.sampling.models import Result

PAGE, ROUNDS = 200, 40


@require_safe
@requires(Verb.SEE, of_health=True)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """All rounds with their numbers."""
    worker = worker_of(request)
    found = queries.rounds(worker, outbreak=Outbreak.objects.current().id, now=timezone.now())
    page = Paginator(found, ROUNDS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rounds": sampling_page.lines(list(page)),
        "retests": len(queries_samples.retests(worker, state="open")),
        "may_decide": worker.may(Verb.DECIDE),
        "may_answer": worker.may(Verb.DECIDE, Place.objects.get(parent=None)),
        "exports": sheets.offers(request, "sampling"),
    }
    return render(request, "console/sampling/index.html", context)


@require_safe
@requires(Verb.SEE, of_health=True)
@of_one_moment
def one_round(request: HttpRequest, round: UUID) -> HttpResponse:
    """One round: its numbers, its groups, and the people behind one number by name."""
    worker, now = worker_of(request), timezone.now()
    found = queries.round_for(worker, round, outbreak=Outbreak.objects.current().id, now=now)
    wanted, count = id_of(request, "door"), request.GET.get("count", "")
    door = door_for(worker, wanted) if wanted else None
    listed = _listed(found, areas(worker, Verb.SEE), now, door, count)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    if not (count or door):
        locate(list(page))
    context = {
        "line": sampling_page.lines([found])[0],
        "segments": sampling_page.segments(found, count),
        "count": count,
        "door": door,
        "page": page,
        "people": sampling_page.people(worker, list(page)) if count or door else [],
        "may_decide": may(worker, Verb.DECIDE, found.path),
        "may_record": worker.may(Verb.RECORD),
        "may_print": worker.may(Verb.SEE_IDENTITY),
        "exports": sheets.offers(request, "sampling_people", round=found.id),
        "crumbs": [parts.Crumb(_("Testing"), link("sampling")), parts.Crumb(found.name)],
    }
    return render(request, "console/sampling/round.html", context)


def _listed(
    found: queries.RoundRow, paths: Sequence[str], now: datetime, door: Door | None, count: str
) -> Sequence[Any]:
    """The people of a group, or behind a number; without either all groups."""
    if door:
        return queries.people(found.id, paths, now=now, count=count or "due", door=door.id)
    if count:
        return queries.people_of(found, paths, now=now, count=count)
    return queries.groups(found.id, paths, now=now)


@require_safe
@requires(Verb.SEE, of_health=True)
@of_one_moment
def retests(request: HttpRequest) -> HttpResponse:
    """Who was in a positive tube with others, and is to be tested alone."""
    worker = worker_of(request)
    page = Paginator(queries_samples.retests(worker), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "people": sampling_page.retests(worker, list(page)),
        "exports": sheets.offers(request, "sampling_retests"),
        "crumbs": [parts.Crumb(_("Testing"), link("sampling")), parts.Crumb(_("To be tested alone"))],
    }
    return render(request, "console/sampling/retests.html", context)


@require_safe
@requires(Verb.SEE, of_health=True)
@of_one_moment
def places(request: HttpRequest) -> HttpResponse:
    """Samples of places, water and goods; and how many larvae visits found."""
    worker, now = worker_of(request), timezone.now()
    page = Paginator(queries_samples.place_samples(worker), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "spots": sampling_page.place_samples(list(page)),
        "larvae": larval.of_areas(areas(worker, Verb.SEE), now=now),
        "may_record": worker.may(Verb.RECORD),
        "exports": sheets.offers(request, "sampling_places"),
        "crumbs": [parts.Crumb(_("Testing"), link("sampling")), parts.Crumb(_("Places, water and goods"))],
    }
    return render(request, "console/sampling/places.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD, of_health=True)
def place_sample(request: HttpRequest) -> HttpResponse:
    """Write down a sample without a person."""
    worker = worker_of(request)
    form = PlaceSampleForm(worker, request.POST or None)
    if request.method == "POST" and form.is_valid():
        where = form.cleaned_data["where"]
        said = desk.tell("place_sample", form.body(), by=worker, now=timezone.now(), place=where.id)
        if said.verdict == "accepted":
            messages.success(request, _("Written down."))
            return redirect("console:sampling_places")
        form.add_error(None, said.message or _("This could not be recorded."))
    crumbs = [
        parts.Crumb(_("Testing"), link("sampling")),
        parts.Crumb(_("Places, water and goods"), link("sampling_places")),
    ]
    context = {"form": form, "title": _("Write a sample down"), "crumbs": crumbs}
    return render(request, "console/sampling/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.RECORD, of_health=True)
def told(request: HttpRequest, round: UUID) -> HttpResponse:
    """Somebody was told of their result."""
    worker, now = worker_of(request), timezone.now()
    found = queries.round_for(worker, round, outbreak=Outbreak.objects.current().id, now=now, verb=Verb.RECORD)
    try:
        result = Result.objects.filter(pk=UUID(request.POST.get("result", ""))).first()
    except ValueError:
        result = None
    paths = areas(worker, Verb.RECORD)
    member = next(iter(queries.people(found.id, paths, now=now, result=result.id)), None) if result else None
    if result is None or member is None:
        messages.error(request, _("Something is missing. Fill in the form again."))
        return redirect(link("sampling_round", found.id, count="untold"))
    body = {"result": result.id, "way": "phone"}
    said = desk.tell("result_told", body, by=worker, now=now, person=result.person, place=member.place)
    if said.verdict == "accepted":
        messages.success(request, _("Written down."))
    else:
        messages.error(request, said.message or _("This could not be recorded."))
    return redirect(link("sampling_round", found.id, count="untold"))
