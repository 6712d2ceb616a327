"""Paper at the desk: what to print for a place, and where to type in what comes back."""

from typing import get_args
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for, within
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries.area import sweep_for
from qiaomen.console import heads
from qiaomen.console.asked import id_of, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.paper_forms import CodeForm, PrintForm
from qiaomen.paper import codes, entry, walklist
from qiaomen.paper.models import WalkList, WalkPage
from qiaomen.places.models import Place

OF: dict[str, codes.Of] = {one: one for one in get_args(codes.Of)}


@require_http_methods(["GET", "POST"])
@requires(Verb.RECORD)
def desk(request: HttpRequest) -> HttpResponse:
    """Type or scan a page's code to enter it; below, the lists that are out. Codes are asked for by POST."""
    worker = worker_of(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("console:paper_page", entry.page_for(worker, form.cleaned_data["code"]).code)
        except Problem as problem:
            form.add_error("code", problem.message)
    lists = outstanding(worker)
    context = {"form": form, "lists": [(one, walklist.owner_of(one)) for one in lists], "now": timezone.now()}
    return render(request, "console/paper/desk.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Verb.RECORD)
def prints(request: HttpRequest, place: UUID) -> HttpResponse:
    """What can be printed for a place."""
    worker = worker_of(request)
    return _prints(request, place_for(worker, place, Verb.RECORD))


@never_cache
@require_POST
@requires(Verb.RECORD)
def codes_of(request: HttpRequest, place: UUID) -> HttpResponse:
    """The codes of a place's buildings, stairwells and doors, as PDF; or of venues, workers, what is inspected.

    They name no resident; the print is written down.
    """
    worker = worker_of(request)
    found = place_for(worker, place, Verb.RECORD)
    of = OF.get(request.POST.get("of", "doors"), "doors")
    try:
        made = codes.sheet(found, base=_base(request), of=of)
    except Problem as problem:
        return _refused(request, found, problem)
    audit.write(worker, "export", found.id, list="codes", form="pdf", of=of)
    return _file(made, found.name, _("codes"))


@never_cache
@require_POST
@requires(Verb.ASSIGN)
def walk_list(request: HttpRequest, place: UUID) -> HttpResponse:
    """A walk list as PDF. Who printed it, for whom, and how many copies is written down."""
    worker = worker_of(request)
    found = place_for(worker, place, Verb.ASSIGN)
    campaign = sweep_for(worker, id_of(request, "campaign"))
    if campaign is None:
        return redirect("console:paper_prints", found.id)
    form = PrintForm(request.POST, teams=walklist.teams_at(found, campaign.id))
    if not form.is_valid():
        return _prints(request, found, form)
    try:
        _kept, made = walklist.print_list(
            place=found, campaign=campaign, team=form.cleaned_data["team"], by=worker, base=_base(request),
            copies=form.cleaned_data["copies"],
        )  # fmt: skip
    except Problem as problem:
        return _refused(request, found, problem)
    return _file(made, found.name, _("walk list"))


def outstanding(worker: Worker) -> QuerySet[WalkList]:
    """Printed lists at the worker's places that nobody has said to be destroyed, the oldest first."""
    in_order = Prefetch("pages", WalkPage.objects.order_by("number"))
    lists = WalkList.objects.filter(within(worker, Verb.RECORD, "place__"), destroyed_at=None)
    return lists.select_related("place", "team__zone", "printed_by").prefetch_related(in_order).order_by("printed_at")


def _prints(request: HttpRequest, place: Place, form: PrintForm | None = None) -> HttpResponse:
    worker = worker_of(request)
    campaign = _campaign(request, worker)
    context: dict[str, object] = {
        "place": place,
        "crumbs": [*heads.way(place, campaign), Crumb(_("Walk lists"))],
        "campaign": campaign,
        "query": f"?campaign={campaign.id}" if campaign else "",
        "kept_hours": walklist.KEPT.total_seconds() / 3600,
    }
    if campaign is not None and worker.may(Verb.ASSIGN, place):
        context["form"] = form or PrintForm(teams=walklist.teams_at(place, campaign.id))
    return render(request, "console/paper/prints.html", context, status=422 if form else 200)


def _campaign(request: HttpRequest, worker: Worker) -> Campaign | None:
    """The sweep that is asked for; of those who may only record, none."""
    return sweep_for(worker, id_of(request, "campaign")) if worker.may(Verb.SEE) else None


def _refused(request: HttpRequest, place: Place, problem: Problem) -> HttpResponse:
    messages.error(request, problem.message)
    campaign = id_of(request, "campaign")
    answer = redirect("console:paper_prints", place.id)
    if campaign is not None:
        answer["Location"] += f"?campaign={campaign}"
    return answer


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")


def _file(made: bytes, place: str, what: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{place} {what}.pdf") or "attachment"
    )
    return answer
