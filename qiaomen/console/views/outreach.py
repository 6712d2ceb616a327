"""What was handed out: copies by title and by place, the list behind them, the district's materials."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import outreach_page, sheets, telling_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.outreach_forms import HandoutForm, TitleForm
from qiaomen.ledger import desk
from qiaomen.outreach import actions, counts
from qiaomen.outreach.models import Material

PAGE = 100


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Copies by title, and the places where they were handed out."""
    seen = outreach_page.asked(request)
    titles = counts.by_title(seen.paths, since=seen.period.since, until=seen.period.until)
    context = {
        "seen": seen,
        "titles": outreach_page.with_stock(seen, titles),
        "rooms": telling_page.rooms(seen.worker, "outreach"),
        "copies": sum(one.copies for one in titles),
        "places": outreach_page.places(seen),
        "segments": outreach_page.days(seen),
        "exports": sheets.offers(request, "outreach"),
        "may_administer": seen.worker.may(Verb.ADMINISTER),
        "may_record": seen.worker.may(Verb.RECORD),
    }
    return render(request, "console/outreach/index.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def handouts(request: HttpRequest) -> HttpResponse:
    """The handouts behind a number."""
    seen = outreach_page.asked(request)
    found = outreach_page.handouts(seen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "seen": seen,
        "page": page,
        "rows": outreach_page.rows(list(page)),
        "exports": sheets.offers(request, "handouts"),
        "crumbs": [Crumb(_("Handed out"), link("outreach")), Crumb(_("Handouts"))],
    }
    return render(request, "console/outreach/handouts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def give(request: HttpRequest) -> HttpResponse:
    """State at a desk what was handed out somewhere."""
    worker = worker_of(request)
    form = HandoutForm(worker, request.POST or None)
    if request.method == "POST" and form.is_valid():
        where = form.cleaned_data["where"]
        verdict = desk.tell("handout", form.body, by=worker, now=timezone.now(), place=where.id)
        if verdict.verdict == "accepted":
            messages.success(request, _("Recorded. It counts from now on."))
            return redirect("console:outreach")
        form.add_error(None, verdict.message or _("This could not be recorded."))
    context = {"form": form, "crumbs": [Crumb(_("Handed out"), link("outreach")), Crumb(_("Hand out"))]}
    return render(request, "console/outreach/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ADMINISTER)
def new_material(request: HttpRequest) -> HttpResponse:
    """Put a title on the district's list."""
    return _material(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ADMINISTER)
def material(request: HttpRequest, material: UUID) -> HttpResponse:
    """Rename a title, say how much was printed, or take it off the phones."""
    return _material(request, get_object_or_404(Material, pk=material))


def _material(request: HttpRequest, held: Material | None) -> HttpResponse:
    worker = worker_of(request)
    if not areas(worker, Verb.ADMINISTER):
        raise Problem("access.forbidden")
    form = TitleForm(request.POST or None, held)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if held is None:
                actions.add_material(title=said["title"], form=said["form"], stock=said["stock"], by=worker)
            else:
                actions.change_material(
                    held, title=said["title"], stock=said["stock"], is_offered=said["is_offered"], by=worker
                )
        except Problem as problem:
            form.add_error("title", problem.message)
        else:
            messages.success(request, _("Saved. Phones have it at their next call."))
            return redirect("console:outreach")
    title = held.title if held else _("New title")
    context = {"form": form, "crumbs": [Crumb(_("Handed out"), link("outreach")), Crumb(title)]}
    return render(request, "console/outreach/form.html", context, status=422 if form.is_bound else 200)
