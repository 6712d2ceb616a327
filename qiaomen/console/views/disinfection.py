"""Disinfection: what is overdue, due and done by place, a round written down, and how often is disinfected where."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.attachments.queries import photos_of_records
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import disinfection_page, heads, parts, photos, sheets
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.views.disinfection_forms import AskForm, CadenceForm, ProductForm, RoundForm
from qiaomen.disinfection import actions, queries
from qiaomen.disinfection.models import Asked, Cadence, Product
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict

MOST = 300


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """What is owed where the reader sees, or the rounds made there."""
    worker, now = worker_of(request), timezone.now()
    shown, health = request.GET.get("show", "late"), shows_health(worker)
    if shown not in disinfection_page.SHOWN:
        raise Problem("access.not_found")
    every = queries.owed(worker, now=now, shows_health=health)
    found = [one for one in every if one.stands == shown]
    seen, is_made = areas(worker, Verb.SEE), shown == "rounds"
    made = queries.rounds(seen, shows_health=health, most=MOST) if is_made else []
    context = {
        "shown": shown,
        "rows": disinfection_page.made(made) if is_made else disinfection_page.lines(found[:MOST]),
        "more": max((queries.count_of_rounds(seen) if is_made else len(found)) - MOST, 0),
        "segments": disinfection_page.segments(shown, queries.numbers(every)),
        "may_record": worker.may(Verb.RECORD),
        "may_decide": worker.may(Verb.DECIDE),
        "exports": sheets.offers(request, "disinfection"),
    }
    return render(request, "console/disinfection/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def new(request: HttpRequest, place: UUID) -> HttpResponse:
    """Write down at a desk that a place was disinfected, perhaps as it was asked for."""
    worker = worker_of(request)
    found = place_for(worker, place, Verb.RECORD)
    form = RoundForm(request.POST or None, request.FILES or None)
    wanted = id_of(request, "asked")
    asked = Asked.objects.filter(pk=wanted, place=found.id).first() if wanted else None
    if request.method == "POST" and form.is_valid():
        body = form.body() | ({"asked": asked.id} if asked else {})
        door = asked.door if asked else None
        told = photos.tell(request, "disinfection", body, form.photos, place=found.id, door=door)
        if _said(request, told):
            return redirect("console:disinfection")
        form.add_error(None, told.message or _("This could not be recorded."))
    crumbs = [parts.Crumb(_("Disinfection"), link("disinfection")), *heads.way(found, None)]
    context = {"form": form, "crumbs": crumbs, "title": _("Disinfected"), "back": link("disinfection")}
    return render(request, "console/disinfection/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def ask(request: HttpRequest, place: UUID) -> HttpResponse:
    """Ask for disinfection of a place beside its regular rounds."""
    worker = worker_of(request)
    found, form = place_for(worker, place, Verb.RECORD), AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = desk.tell("disinfection_asked", form.body(), by=worker, now=timezone.now(), place=found.id)
        if _said(request, told):
            return redirect(link("disinfection", show="due"))
        form.add_error(None, told.message or _("This could not be recorded."))
    crumbs = [parts.Crumb(_("Disinfection"), link("disinfection")), *heads.way(found, None)]
    context = {"form": form, "crumbs": crumbs, "title": _("Ask for disinfection"), "back": link("disinfection")}
    return render(request, "console/disinfection/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.DECIDE)
def regular(request: HttpRequest) -> HttpResponse:
    """How often is disinfected where, and with what."""
    worker = worker_of(request)
    form = CadenceForm(worker, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.begin(given["where"], grain=given["grain"], every=given["every"], by=worker, now=timezone.now())
        except Problem as problem:
            form.add_error(None, str(problem.message))
        else:
            messages.success(request, _("From now on these rounds are due."))
            return redirect("console:disinfection_regular")
    here = Cadence.objects.filter(until=None).select_related("place").order_by("place__path", "grain")
    seen = tuple(areas(worker, Verb.DECIDE))
    context = {
        "form": form,
        "rows": disinfection_page.regular([one for one in here if one.place.path.startswith(seen)]),
        "products": Product.objects.filter(is_active=True).order_by("name"),
        "product_form": ProductForm() if worker.may(Verb.ADMINISTER) else None,
        "crumbs": [parts.Crumb(_("Disinfection"), link("disinfection")), parts.Crumb(_("Regular rounds"))],
    }
    return render(request, "console/disinfection/regular.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.DECIDE)
def end(request: HttpRequest, cadence: UUID) -> HttpResponse:
    """These rounds are no longer made."""
    worker, found = worker_of(request), get_object_or_404(Cadence.objects.select_related("place"), pk=cadence)
    check(worker, Verb.DECIDE, found.place.path)
    actions.end(found, by=worker, now=timezone.now())
    messages.success(request, _("Ended."))
    return redirect("console:disinfection_regular")


@require_POST
@requires(Verb.ADMINISTER)
def product(request: HttpRequest) -> HttpResponse:
    """Put a product on the district's list, or take it off."""
    worker, form = worker_of(request), ProductForm(request.POST)
    if "drop" in request.POST:
        dropped = [one.id for one in Product.objects.filter(is_active=True) if str(one.id) == request.POST["drop"]]
        for one in dropped:
            actions.drop_product(one, by=worker)
    elif form.is_valid():
        actions.set_product(by=worker, **form.cleaned_data)
        messages.success(request, _("On the list from now on."))
    else:
        messages.error(request, _("Something is missing. Fill in the form again."))
    return redirect("console:disinfection_regular")


@require_safe
@requires(Verb.SEE)
def round_of(request: HttpRequest, disinfection: UUID) -> HttpResponse:
    """One round, with its photos."""
    worker = worker_of(request)
    [line] = disinfection_page.made([_round(worker, disinfection)])
    may_open = may(worker, Verb.SEE_IDENTITY, line.row.path) and shows_health(worker)
    context = {
        "line": line,
        "photos": photos_of_records([line.row.id]).get(line.row.id, []) if shows_health(worker) else [],
        "may_open": may_open,
        "crumbs": [parts.Crumb(_("Disinfection"), link("disinfection", show="rounds")), parts.Crumb(line.row.where)],
    }
    return render(request, "console/disinfection/round.html", context)


@never_cache
@require_safe
@requires(Verb.SEE_IDENTITY)
def photo(request: HttpRequest, disinfection: UUID, photo: UUID) -> HttpResponse:
    """A photo of a round; who looked at it is written down."""
    worker = worker_of(request)
    found = _round(worker, disinfection)
    check(worker, Verb.SEE_IDENTITY, found.path)
    return photos.shown(worker, [found.id], photo, disinfection=found.id)


def _round(worker: Worker, disinfection: UUID) -> queries.Round:
    found = queries.rounds(areas(worker, Verb.SEE), shows_health=shows_health(worker), only=disinfection)
    if not found:
        raise Problem("access.not_found")
    return found[0]


def _said(request: HttpRequest, told: Verdict) -> bool:
    if told.verdict == "accepted":
        messages.success(request, _("Written down."))
    return told.verdict == "accepted"
