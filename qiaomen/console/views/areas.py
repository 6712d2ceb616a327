"""Risk areas: those there are, declaring one, noting a case, lifting."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import areas_page, sheets
from qiaomen.console.asked import worker_of
from qiaomen.console.views.areas_forms import AreaForm, CaseForm
from qiaomen.console.views.policy import segments
from qiaomen.policy import areas, editions
from qiaomen.policy.models import RiskArea


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The risk areas, the newest first; those who decide declare another."""
    now, worker = timezone.now(), worker_of(request)
    edition = editions.in_force(now)
    document = editions.document_of(edition) if edition else None
    form = None
    if document is not None and document.levels and worker.may(Verb.DECIDE):
        form = AreaForm(worker, document, request.POST or None)
    if request.method == "POST":
        if form is None:
            raise Problem("access.forbidden")
        if form.is_valid():
            areas.declare(**form.declared(), by=worker, now=now)
            messages.success(request, _("Declared. It counts once another person who decides there has confirmed it."))
            return redirect("console:risk_areas")
    context = {
        "form": form,
        "rows": areas_page.lines(areas_page.visible(worker), document, now, worker),
        "document": document,
        "segments": segments("areas"),
        "exports": sheets.offers(request, "risk_areas"),
    }
    return render(request, "console/areas/index.html", context, status=422 if form and form.is_bound else 200)


@require_POST
@requires(Verb.DECIDE)
def case(request: HttpRequest, area: UUID) -> HttpResponse:
    """A further case: the clear days begin anew."""
    found, form = _area(request, area), CaseForm(request.POST)
    if form.is_valid():
        areas.note_case(found, on=form.cleaned_data["on"], by=worker_of(request), now=timezone.now())
        messages.success(request, _("Noted. Clear days are counted from then once another person has confirmed it."))
    else:
        messages.error(request, _("Say on which day."))
    return redirect("console:risk_areas")


@require_POST
@requires(Verb.DECIDE)
def confirm(request: HttpRequest, area: UUID) -> HttpResponse:
    """A second person stands for it."""
    areas.confirm(_area(request, area), by=worker_of(request), now=timezone.now())
    messages.success(request, _("Confirmed. Everybody whom it concerns has another status now."))
    return redirect("console:risk_areas")


@require_POST
@requires(Verb.DECIDE)
def lift(request: HttpRequest, area: UUID) -> HttpResponse:
    """It ends now."""
    now = timezone.now()
    areas.lift(_area(request, area), at=now, by=worker_of(request), now=now)
    messages.success(request, _("Lifted."))
    return redirect("console:risk_areas")


def _area(request: HttpRequest, area: UUID) -> RiskArea:
    found = areas_page.visible(worker_of(request)).filter(pk=area).first()
    if found is None:
        raise Problem("access.not_found")
    return found
