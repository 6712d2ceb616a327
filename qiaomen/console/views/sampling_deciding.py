"""Testing, decided at a desk: cohorts, sites, times, laboratories' files, certificates."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access import audit
from qiaomen.access.queries import areas, check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import parts, sampling_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views.sampling_forms import CohortForm, ResultsForm, SiteForm
from qiaomen.exchange import reasons
from qiaomen.exchange.lab_results import read_results
from qiaomen.paper import certificates
from qiaomen.places.models import Place
from qiaomen.sampling import actions, answers, rules
from qiaomen.sampling.models import Round, Site

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.DECIDE, of_health=True)
def cohort_new(request: HttpRequest) -> HttpResponse:
    """A cohort by its rule; an example is a beginning."""
    worker = worker_of(request)
    form = CohortForm(worker, request.POST or None, example=request.GET.get("example", ""))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.add_cohort(
                name=said["name"], place=said["place"], document=said["document"], since=said["since"], by=worker
            )
        except Problem as problem:
            form.add_error("name", problem.message)
        else:
            actions.open_due(timezone.now())
            messages.success(request, _("Saved."))
            return redirect("console:sampling")
    words = sampling_page.example_words()
    examples = [(words[name], link("sampling_cohort_new", example=name)) for name in rules.examples()]
    crumbs = [parts.Crumb(_("Testing"), link("sampling")), parts.Crumb(_("New cohort"))]
    context = {"form": form, "examples": examples, "title": _("New cohort"), "crumbs": crumbs}
    return render(request, "console/sampling/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.DECIDE, of_health=True)
def cohort_end(request: HttpRequest, round: UUID) -> HttpResponse:
    """No further round of its cohort opens."""
    found = _round(request, round)
    actions.end_cohort(found.cohort, by=worker_of(request))
    messages.success(request, _("No further round opens."))
    return redirect("console:sampling")


@require_POST
@requires(Verb.DECIDE, of_health=True)
def times(request: HttpRequest, round: UUID) -> HttpResponse:
    """Hand out times to the groups of a round."""
    found = _round(request, round)
    try:
        count = actions.give_times(found, by=worker_of(request))
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, ngettext("%(n)s time handed out.", "%(n)s times handed out.", count) % {"n": count})
    return redirect("console:sampling_round", found.id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.DECIDE, of_health=True)
def sites(request: HttpRequest) -> HttpResponse:
    """The sites, and a new one."""
    worker = worker_of(request)
    form = SiteForm(worker, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_site(**form.cleaned_data, by=worker)
        except Problem as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("console:sampling_sites")
    paths = areas(worker, Verb.DECIDE)
    every = Site.objects.filter(is_open=True).select_related("place").order_by("place__path", "name")
    context = {
        "form": form,
        "sites": [one for one in every if one.place.path.startswith(tuple(paths))],
        "crumbs": [parts.Crumb(_("Testing"), link("sampling")), parts.Crumb(_("Sites"))],
    }
    return render(request, "console/sampling/sites.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.DECIDE, of_health=True)
def results(request: HttpRequest) -> HttpResponse:
    """Take in a laboratory's file; what cannot be taken is named, line by line. The file itself is not kept."""
    worker, now = worker_of(request), timezone.now()
    form = ResultsForm(request.POST or None, request.FILES or None)
    taken, refused = None, []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_results(file.read(), file.name, today=now)
            taken = answers.take(read.answers, place=_answers_for(request).id, by=worker, now=now)
        except Problem as problem:
            form.add_error("file", problem.message)
        else:
            audit.write(worker, "results.taken", None, taken=taken.taken, refused=len(taken.refused))
            refused = [(one.line, one.tube, reasons.reason(one.reason)) for one in taken.refused]
    context = {
        "form": form,
        "taken": taken,
        "refused": refused[:SHOWN],
        "more_refused": max(0, len(refused) - SHOWN),
        "more_unknown": max(0, len(taken.unknown) - SHOWN) if taken else 0,
        "unknown": taken.unknown[:SHOWN] if taken else [],
        "crumbs": [parts.Crumb(_("Testing"), link("sampling")), parts.Crumb(_("Results by file"))],
    }
    status = 422 if form.is_bound and taken is None else 200
    return render(request, "console/sampling/results.html", context, status=status)


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def certificate(request: HttpRequest, result: UUID) -> HttpResponse:
    """The certificate of a result, to hand over; that it was printed is written down."""
    worker = worker_of(request)
    printed = certificates.printed(result, by=worker, now=timezone.now())
    response = HttpResponse(printed, content_type="application/pdf")
    name = content_disposition_header(True, _("certificate of a test") + ".pdf")
    response.headers["Content-Disposition"] = name or "attachment"
    return response


def _round(request: HttpRequest, round: UUID) -> Round:
    found = get_object_or_404(Round.objects.select_related("cohort__place"), pk=round)
    check(worker_of(request), Verb.DECIDE, found.cohort.place.path)
    return found


def _answers_for(request: HttpRequest) -> Place:
    """The district: whose samples lie in a tube may live anywhere. Raises `access.forbidden`."""
    district = Place.objects.get(parent=None)
    if not worker_of(request).may(Verb.DECIDE, district):
        raise Problem("access.forbidden")
    return district
