"""Seals: the list, putting one on, one with all that happened to it, and the sheet to print. A seal never locks."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import door_for, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.attachments.queries import photos_of_records
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import heads, parts, photos, seals_page, sheets
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.views.seals_forms import EventForm, SealForm
from qiaomen.ledger import desk
from qiaomen.paper import seals as paper
from qiaomen.seals import queries
from qiaomen.seals.models import Why
from qiaomen.seals.queries import Row

MOST = 300


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Seals where the reader sees: where somebody is to knock and ask first."""
    worker, now = worker_of(request), timezone.now()
    shown = next((one for one in queries.SHOWN if one == request.GET.get("show", "holding")), None)
    if shown is None:
        raise Problem("access.not_found")
    every = queries.seals(worker, shows_health=shows_health(worker))
    rows = queries.of(every, shown, now)
    context = {
        "rows": seals_page.lines(rows[:MOST], now),
        "more": max(len(rows) - MOST, 0),
        "segments": seals_page.segments(shown, queries.numbers(every, now)),
        "may_administer": worker.may(Verb.ADMINISTER),
        "exports": sheets.offers(request, "seals"),
    }
    return render(request, "console/seals/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def new(request: HttpRequest, place: UUID) -> HttpResponse:
    """Put a seal on a road or compound, or on a door of the place."""
    worker = worker_of(request)
    found, wanted = place_for(worker, place, Verb.RECORD), id_of(request, "door")
    if wanted and not shows_health(worker):
        raise Problem("access.forbidden")
    door = door_for(worker, wanted, Verb.RECORD) if wanted else None
    form = SealForm(request.POST or None, door=door)
    if request.method == "POST" and form.is_valid():
        where = door.place_id if door else found.id
        body = form.body()
        person = body["people"][0]["person"] if body.get("people") else None
        told = desk.tell(
            "seal", body, by=worker, now=timezone.now(), place=where, door=door.id if door else None, person=person
        )
        if told.verdict == "accepted" and told.id is not None:
            messages.success(
                request, _("Written down. Print its sheet, and put it where it breaks when the door opens.")
            )
            return redirect("console:seal", told.id)
        form.add_error(None, told.message or _("This could not be recorded."))
    crumbs = [parts.Crumb(_("Seals"), link("seals")), *heads.way(found, None)]
    context = {"form": form, "door": door, "crumbs": crumbs, "back": link("seals")}
    return render(request, "console/seals/new.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Verb.SEE)
def seal(request: HttpRequest, seal: UUID) -> HttpResponse:
    """One seal with its log; notes stay sealed."""
    worker = worker_of(request)
    return _page(request, queries.seal_for(worker, seal, shows_health=shows_health(worker)))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def words(request: HttpRequest, seal: UUID) -> HttpResponse:
    """The same page with its notes opened; who looked is written down."""
    worker = worker_of(request)
    found = queries.seal_for(worker, seal, shows_health=shows_health(worker), verb=Verb.SEE_IDENTITY)
    audit.write(worker, "words.opened", found.id, records=1)
    return _page(request, found, opened=True)


@never_cache
@require_safe
@requires(Verb.SEE_IDENTITY)
def photo(request: HttpRequest, seal: UUID, photo: UUID) -> HttpResponse:
    """A photo of the seal's log; who looked at it is written down."""
    worker = worker_of(request)
    found = queries.seal_for(worker, seal, shows_health=shows_health(worker), verb=Verb.SEE_IDENTITY)
    return photos.shown(worker, [one.told.id for one in queries.log(found.id)], photo, seal=found.id)


@require_POST
@requires(Verb.SEE)
def event(request: HttpRequest, seal: UUID) -> HttpResponse:
    """Something happened to it; an opening is written down and never judged."""
    worker, form = worker_of(request), EventForm(request.POST, request.FILES)
    found = queries.seal_for(worker, seal, shows_health=shows_health(worker))
    if not form.is_valid():
        messages.error(request, photos.wrong(form))
        return redirect("console:seal", found.id)
    told = photos.tell(request, "seal_event", form.body(found.id), form.photos, place=found.place, door=found.door)
    photos.said(request, told)
    return redirect("console:seal", found.id)


@require_safe
@requires(Verb.RECORD)
def sheet(request: HttpRequest, seal: UUID) -> HttpResponse:
    """The sheet to print and stick on: the number, the end, how to object, the code; nobody's name."""
    worker, now = worker_of(request), timezone.now()
    found = queries.seal_for(worker, seal, shows_health=shows_health(worker), verb=Verb.RECORD)
    [line] = seals_page.lines([found], now)
    base = request.build_absolute_uri("/").rstrip("/")
    made = paper.sheet(found, where=f"{line.row.where} {line.row.label}".strip(), base=base)
    audit.write(worker, "export", found.id, list="seal", form="pdf", rows=1)
    headers = {"Content-Disposition": 'attachment; filename="seal.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _page(request: HttpRequest, found: Row, *, opened: bool = False) -> HttpResponse:
    worker, now = worker_of(request), timezone.now()
    told = queries.log(found.id, keys=Outbreak.objects.current().keys if opened else None)
    taken = photos_of_records([one.told.id for one in told]) if shows_health(worker) else {}
    [line] = seals_page.lines([found], now)
    context: dict[str, Any] = {
        "line": line,
        "log": seals_page.log(told, found, taken),
        "whys": Why.choices,
        "may_record": may(worker, Verb.RECORD, found.path),
        "may_open": may(worker, Verb.SEE_IDENTITY, found.path) and shows_health(worker),
        "opened": opened,
        "crumbs": [parts.Crumb(_("Seals"), link("seals")), parts.Crumb(found.where or found.label)],
    }
    return render(request, "console/seals/seal.html", context)
