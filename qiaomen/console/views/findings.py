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
from msgspec import structs

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check, door_for, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.attachments.queries import photos_of_records
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import findings_page, findings_sheet, heads, parts, photos, sheets
from qiaomen.console.asked import id_in, id_of, link, shows_health, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.views.findings_forms import FindingForm, HandForm, StepForm
from qiaomen.places.models import Door
from qiaomen.supervision import queries, repeated
from qiaomen.supervision.models import State
from qiaomen.supervision.queries import Row

MOST = 300


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Findings where the reader sees, what is overdue first."""
    worker, now = worker_of(request), timezone.now()
    shown, narrowed = findings_sheet.wanted(request)
    every = queries.findings(worker, now=now, shows_health=shows_health(worker))
    rows = queries.of(every, shown, now, narrowed)
    # What a view is narrowed to is what its numbers count; the age is one of these numbers itself.
    within = [one for one in every if structs.replace(narrowed, age=None).takes(one, now)]
    numbers = queries.numbers(within, now)
    context = {
        "rows": findings_page.lines(rows[:MOST], now),
        "more": max(len(rows) - MOST, 0),
        "numbers": numbers,
        "segments": findings_page.segments(shown, numbers, narrowed),
        "ages": findings_page.ages(numbers, narrowed),
        "again": findings_page.again(repeated.offenders(areas(worker, Verb.SEE), now)),
        "is_narrowed": narrowed != queries.EVERY,
        "may_tell": worker.may(Verb.EXPORT),
        "exports": sheets.offers(request, "findings"),
    }
    return render(request, "console/findings/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
def new(request: HttpRequest, place: UUID) -> HttpResponse:
    """Report a finding at a place, or at one of its doors."""
    worker = worker_of(request)
    found = place_for(worker, place)
    initial = {"door": id_of(request, "door"), "what": request.GET.get("what")}
    form = FindingForm(request.POST or None, request.FILES or None, initial=initial, place=found)
    door = _door(worker, form["door"].value())
    if request.method == "POST" and form.is_valid():
        place_id, door_id = (door.place_id, door.id) if door else (found.id, None)
        told = photos.tell(request, "finding", form.body(), form.photos, place=place_id, door=door_id)
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
    return _page(request, _found(worker_of(request), finding))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def words(request: HttpRequest, finding: UUID) -> HttpResponse:
    """The same page with its notes opened; who looked is written down."""
    worker = worker_of(request)
    found = _opened(worker, finding)
    audit.write(worker, "words.opened", found.id, records=1)
    return _page(request, found, opened=True)


@never_cache
@require_safe
@requires(Verb.SEE_IDENTITY)
def photo(request: HttpRequest, finding: UUID, photo: UUID) -> HttpResponse:
    """A photo of the finding or of one of its steps; who looked at it is written down."""
    worker = worker_of(request)
    found = _opened(worker, finding)
    return photos.shown(worker, [one.told.id for one in queries.thread(found.id)], photo, finding=found.id)


@require_POST
@requires(Verb.SEE)
def step(request: HttpRequest, finding: UUID) -> HttpResponse:
    """Hand it on, say that it is right, look again; the ledger says who may."""
    worker, form = worker_of(request), StepForm(request.POST, request.FILES)
    found = _found(worker, finding)
    if not form.is_valid():
        messages.error(request, photos.wrong(form))
        return redirect("console:finding", found.id)
    body = {"finding": found.id, **form.body()}
    told = photos.tell(request, "finding_step", body, form.photos, place=found.place, door=found.door)
    photos.said(request, told)
    return redirect("console:finding", found.id)


def _found(worker: Worker, finding: UUID) -> Row:
    return queries.finding_for(worker, finding, now=timezone.now(), shows_health=shows_health(worker))


def _opened(worker: Worker, finding: UUID) -> Row:
    """One whose sealed words and photos are to be seen. Raises `access.forbidden` also where they tell of health, and
    the worker may not see that."""
    found = _found(worker, finding)
    check(worker, Verb.SEE_IDENTITY, found.path)
    if _is_masked(worker, found):
        raise Problem("access.forbidden")
    return found


def _is_masked(worker: Worker, found: Row) -> bool:
    return found.what in queries.OF_HEALTH and not shows_health(worker)


def _door(worker: Worker, wanted: object) -> Door | None:
    return door_for(worker, id_in(str(wanted))) if wanted else None


def _page(request: HttpRequest, found: Row, *, opened: bool = False) -> HttpResponse:
    worker, now = worker_of(request), timezone.now()
    keys = Outbreak.objects.current().keys if opened else None
    lines = queries.thread(found.id, keys=keys)
    taken = photos_of_records([one.told.id for one in lines]) if shows_health(worker) else {}
    context: dict[str, Any] = {
        "line": findings_page.lines([found], now)[0],
        "told": findings_page.told(lines, taken),
        "may_decide": may(worker, Verb.DECIDE, found.path),
        "may_open": may(worker, Verb.SEE_IDENTITY, found.path) and not _is_masked(worker, found),
        "opened": opened,
        "may_look": found.state == State.RECTIFIED and worker.id not in found.rectifiers,
        "hand_form": HandForm(auto_id="hand-%s", initial={"organisation": found.organisation}),
        "crumbs": [parts.Crumb(_("Findings"), link("findings")), parts.Crumb(found.where or found.label)],
    }
    return render(request, "console/findings/finding.html", context)
