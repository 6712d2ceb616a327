"""Findings of supervision: the list, reporting one, and one with its steps."""

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
from qiaomen.access.models import Worker
from qiaomen.access.queries import check, door_for, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.attachments.queries import photos_of_records, picture_of_records
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import findings_page, heads, parts, sheets
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.views.findings_forms import FindingForm, HandForm, StepForm
from qiaomen.ledger import desk
from qiaomen.places.models import Door
from qiaomen.supervision import queries
from qiaomen.supervision.queries import Row

MOST = 300


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Findings where the reader sees, what is overdue first."""
    now = timezone.now()
    shown = next((one for one in queries.SHOWN if one == request.GET.get("show", "unsettled")), None)
    if shown is None:
        raise Problem("access.not_found")
    every = queries.findings(worker_of(request), now=now)
    rows, numbers = queries.of(every, shown), queries.numbers(every, now)
    context = {
        "rows": findings_page.lines(rows[:MOST], now),
        "more": max(len(rows) - MOST, 0),
        "numbers": numbers,
        "segments": findings_page.segments(shown, numbers),
        "exports": sheets.offers(request, "findings"),
    }
    return render(request, "console/findings/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
def new(request: HttpRequest, place: UUID) -> HttpResponse:
    """Report a finding at a place, or at one of its doors."""
    worker = worker_of(request)
    found = place_for(worker, place)
    form = FindingForm(request.POST or None, initial={"door": id_of(request, "door"), "what": request.GET.get("what")})
    door = _door(worker, form["door"].value())
    if request.method == "POST" and form.is_valid():
        told = desk.tell(
            "finding", form.body(), by=worker, now=timezone.now(), place=door.place_id if door else found.id,
            door=door.id if door else None,
        )  # fmt: skip
        if told.verdict == "accepted" and told.id is not None:
            messages.success(request, _("Reported."))
            return redirect("console:finding", told.id)
        form.add_error(None, told.message or _("This could not be recorded."))
    context = {
        "form": form,
        "place": found,
        "door": door,
        "crumbs": [parts.Crumb(_("Findings"), link("findings")), *heads.way(found, None)],
    }
    return render(request, "console/findings/new.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Verb.SEE)
def finding(request: HttpRequest, finding: UUID) -> HttpResponse:
    """One finding with its steps; notes stay sealed."""
    return _page(request, queries.finding_for(worker_of(request), finding, now=timezone.now()))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def words(request: HttpRequest, finding: UUID) -> HttpResponse:
    """The same page with its notes opened; who looked is written down."""
    worker = worker_of(request)
    found = queries.finding_for(worker, finding, now=timezone.now())
    check(worker, Verb.SEE_IDENTITY, found.path)
    audit.write(worker, "words.opened", found.id, records=1)
    return _page(request, found, opened=True)


@never_cache
@require_safe
@requires(Verb.SEE_IDENTITY)
def photo(request: HttpRequest, finding: UUID, photo: UUID) -> HttpResponse:
    """A photo of the finding or of one of its steps; who looked at it is written down."""
    worker = worker_of(request)
    found = queries.finding_for(worker, finding, now=timezone.now())
    check(worker, Verb.SEE_IDENTITY, found.path)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    records = [one.told.id for one in queries.thread(found.id)]
    picture, kind = picture_of_records(Outbreak.objects.current().keys, records, photo)
    audit.write(worker, "photo.seen", photo, finding=found.id)
    return HttpResponse(picture, content_type=kind, headers={"Content-Disposition": "inline"})


@require_POST
@requires(Verb.SEE)
def step(request: HttpRequest, finding: UUID) -> HttpResponse:
    """Hand it on, say that it is right, look again; the ledger says who may."""
    worker, form = worker_of(request), StepForm(request.POST)
    found = queries.finding_for(worker, finding, now=timezone.now())
    if not form.is_valid():
        messages.error(request, _("Something is missing. Fill in the form again."))
        return redirect("console:finding", found.id)
    body = {"finding": found.id, **form.body()}
    told = desk.tell("finding_step", body, by=worker, now=timezone.now(), place=found.place, door=found.door)
    if told.verdict == "accepted":
        messages.success(request, _("Written down."))
    else:
        messages.error(request, told.message or _("This could not be recorded."))
    return redirect("console:finding", found.id)


def _door(worker: Worker, wanted: object) -> Door | None:
    return door_for(worker, UUID(str(wanted))) if wanted else None


def _page(request: HttpRequest, found: Row, *, opened: bool = False) -> HttpResponse:
    worker, now = worker_of(request), timezone.now()
    keys = Outbreak.objects.current().keys if opened else None
    lines = queries.thread(found.id, keys=keys)
    grants = {verb: _may(worker, verb, found.path) for verb in (Verb.DECIDE, Verb.SEE_IDENTITY)}
    photos = photos_of_records([one.told.id for one in lines]) if shows_health(worker) else {}
    context: dict[str, Any] = {
        "line": findings_page.lines([found], now)[0],
        "told": findings_page.told(lines, photos),
        "may_decide": grants[Verb.DECIDE],
        "may_open": grants[Verb.SEE_IDENTITY],
        "opened": opened,
        "may_look": found.rectified_by != worker.id,
        "hand_form": HandForm(auto_id="hand-%s", initial={"organisation": found.organisation}),
        "crumbs": [parts.Crumb(_("Findings"), link("findings")), parts.Crumb(found.where or found.label)],
    }
    return render(request, "console/findings/finding.html", context)


def _may(worker: Worker, verb: Verb, path: str) -> bool:
    try:
        check(worker, verb, path)
    except Problem:
        return False
    return True
