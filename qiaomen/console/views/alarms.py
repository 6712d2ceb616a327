"""Alarms at gates and checkpoints: who was told, who answered, and answering."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import alarms_page, chains, fragments, parts, sheets
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.views.gates_forms import StepForm
from qiaomen.gates import actions
from qiaomen.gates.models import Alarm
from qiaomen.gates.queries import standing

PAGE = 50


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """What is under way, and what was."""
    worker, now = worker_of(request), timezone.now()
    posts = [post.id for post in standing.posts(worker, Verb.SEE)]
    past = Alarm.objects.filter(gate__in=posts, settled_at__isnull=False).order_by("-at", "-id")
    page = Paginator(past, PAGE).get_page(request.GET.get("page"))
    context = {
        "alarms": alarms_page.open_of(worker, now),
        "alarms_url": link("alarms_open"),
        "past": alarms_page.rows(list(page), may_act=set(), health=shows_health(worker)),
        "page": page,
        "may_name_clinics": worker.may(Verb.ASSIGN),
        "exports": sheets.offers(request, "alarms"),
        "crumbs": [parts.Crumb(_("Gates"), link("gates")), parts.Crumb(_("Alarms"))],
    }
    return render(request, "console/alarms/index.html", context)


@require_safe
@never_cache
@requires(Verb.SEE)
def under_way(request: HttpRequest) -> HttpResponse:
    """The alarms under way alone; asked every few seconds, made once for each change of the district."""
    worker, now = worker_of(request), timezone.now()
    about = (areas(worker, Verb.SEE), areas(worker, Verb.RECORD), worker.is_police)
    return HttpResponse(
        fragments.at_change(
            "alarms", about, lambda: {"alarms": alarms_page.open_of(worker, now)}, "console/alarms/open.html",
            is_costly=lambda _context: False,
        )
    )  # fmt: skip


@require_safe
@requires(Verb.SEE)
def one(request: HttpRequest, alarm: UUID) -> HttpResponse:
    """One alarm: who was told when, what was done, and what can be."""
    worker = worker_of(request)
    found = _alarm(alarm)
    gate = standing.gate_for(worker, found.gate, Verb.SEE, standing.POSTS)
    acts = {gate.id} if gate.id in alarms_page.may_act(worker) else set()
    [row] = alarms_page.rows([found], may_act=acts, health=shows_health(worker))
    context = {
        "row": row,
        "about": alarms_page.about(found, health=shows_health(worker)),
        "story": alarms_page.story(found, gate, worker),
        "chain": chains.links(gate, worker),
        "form": StepForm(),
        "crumbs": [parts.Crumb(_("Alarms"), link("alarms")), parts.Crumb(row.title)],
    }
    return render(request, "console/alarms/one.html", context)


@require_POST
@requires(Verb.RECORD)
def step(request: HttpRequest, alarm: UUID) -> HttpResponse:
    """The reader sees to an alarm, hands it on, settles or explains it."""
    worker, form = worker_of(request), StepForm(request.POST)
    found = _alarm(alarm)
    standing.gate_for(worker, found.gate, Verb.RECORD, standing.POSTS)
    if not form.is_valid():
        messages.error(request, _("This could not be recorded."))
        return redirect("console:alarms")
    given = form.cleaned_data
    verdict = actions.step(found, given["step"], note=given["note"], by=worker, now=timezone.now())
    if verdict.verdict == "accepted":
        messages.success(request, _("It is on record."))
    else:
        messages.error(request, verdict.message or _("This could not be recorded."))
    return redirect("console:alarms")


def _alarm(id: UUID) -> Alarm:
    found = Alarm.objects.filter(pk=id).first()
    if found is None:
        raise Problem("access.not_found")
    return found
