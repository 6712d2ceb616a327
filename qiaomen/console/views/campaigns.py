"""Sweeps: the list, writing one down, launching and closing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.planning import sentences, sweeps
from qiaomen.campaigns.planning.estimate import estimate as estimated
from qiaomen.campaigns.queries.area import area
from qiaomen.campaigns.queries.coverage import coverages
from qiaomen.console.asked import worker_of
from qiaomen.console.parts import Crumb, Step
from qiaomen.console.views.campaigns_forms import CampaignForm


@require_GET
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The sweeps that touch one's area, the newest first."""
    worker = worker_of(request)
    mine, assigning = areas(worker, Verb.SEE), areas(worker, Verb.ASSIGN)
    shown = [
        campaign
        for campaign in Campaign.objects.select_related("place")
        if any(campaign.place.path.startswith(path) or path.startswith(campaign.place.path) for path in mine)
    ]
    counted = coverages(area(campaign, mine) for campaign in shown)
    lines = [
        {
            "campaign": campaign,
            "coverage": counted[campaign.id],
            "may_plan": any(campaign.place.path.startswith(path) for path in assigning),
        }
        for campaign in shown
    ]
    return render(request, "console/campaigns/index.html", {"lines": lines, "may_make": bool(assigning)})


@require_http_methods(["GET", "POST"])
@requires(Verb.ASSIGN)
def new(request: HttpRequest) -> HttpResponse:
    """Write a sweep down; then it is planned."""
    worker = worker_of(request)
    form = CampaignForm(request.POST or None, worker=worker)
    if request.method == "POST" and form.is_valid():
        try:
            made = sweeps.create(outbreak=Outbreak.objects.current(), worker=worker.id, **form.settings())
            return redirect("console:campaign_plan", made.id)
        except Problem as problem:
            form.add_error("name" if problem.code == "campaign.name_taken" else None, problem.message)
    shown = {"form": form, "steps": wizard(), "crumbs": [sweeps_crumb(), Crumb(_("New sweep"))]}
    return render(request, "console/campaigns/new.html", shown, status=422 if form.errors else 200)


@require_POST
@requires(Verb.ASSIGN)
def estimate(request: HttpRequest) -> HttpResponse:
    """What the form as it stands would ask for: a sentence."""
    form = CampaignForm(request.POST, worker=worker_of(request))
    pool, sentence = None, ""
    form.fields["name"].required = False
    if form.is_valid():
        wanted = {name: value for name, value in form.cleaned_data.items() if name not in ("name", "edition")}
        try:
            pool = estimated(**wanted)
            sentence = sentences.pooled(pool)
        except Problem as problem:
            sentence = problem.message
    return render(request, "console/campaigns/estimate.html", {"pool": pool, "sentence": sentence})


@require_POST
@requires(Verb.ASSIGN)
def launch(request: HttpRequest, sweep: UUID) -> HttpResponse:
    """Open a sweep to the phones."""
    worker = worker_of(request)
    campaign = campaign_for(worker, sweep)
    sweeps.launch(campaign, worker=worker.id)
    messages.success(request, _("The sweep is under way. Phones get their doors now."))
    return redirect("console:campaign_plan", campaign.id)


@require_POST
@requires(Verb.ASSIGN)
def close(request: HttpRequest, sweep: UUID) -> HttpResponse:
    """End a sweep."""
    worker = worker_of(request)
    sweeps.close(campaign_for(worker, sweep), worker=worker.id)
    messages.success(request, _("The sweep is closed. What still arrives from phones counts."))
    return redirect("console:campaigns")


def campaign_for(worker: Worker, sweep: UUID, verb: Verb = Verb.ASSIGN) -> Campaign:
    """A sweep that the worker may plan, or whatever else all over it. Raises `access.not_found`, `access.forbidden`."""
    campaign = Campaign.objects.select_related("place", "edition__questionnaire").filter(pk=sweep).first()
    if campaign is None:
        raise Problem("access.not_found")
    check(worker, verb, campaign.place.path)
    return campaign


def sweeps_crumb() -> Crumb:
    """The way back to the list."""
    return Crumb(_("Sweeps"), reverse("console:campaigns"))


def wizard() -> list[Step]:
    """From writing a sweep down to its launch."""
    return [Step(_("Write down")), Step(_("Plan")), Step(_("Launch"))]
