"""Passes: what waits to be decided, what is stopped, all of them; and what is done about one."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import door_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import parts, passes_page, sheets
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views.passes_forms import GrantForm, IssueForm, RefuseForm, ReopenForm, StopForm
from qiaomen.households import file as reading
from qiaomen.ledger.wire import Verdict
from qiaomen.ledger.words import words_of
from qiaomen.passes import actions, asks, queries
from qiaomen.passes.models import Ask, Pass
from qiaomen.people.models import Person
from qiaomen.places.models import Door

# What undoes a step; issuing is undone by revoking.
UNDONE_BY = {
    "suspend": "resume", "resume": "suspend", "issue": "revoke", "reissue": "revoke", "revoke": "reissue",
    "refuse": "reopen",
}  # fmt: skip
PLAIN: dict[str, Callable[..., Verdict]] = {"resume": actions.resume, "verify": actions.verify}
STOPS: dict[str, Callable[..., Verdict]] = {"suspend": actions.suspend, "revoke": actions.revoke}


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Passes: those asked for, those suspended or revoked, or all."""
    worker, view = worker_of(request), passes_page.view_of(request.GET.get("view"))
    found = passes_page.stopped(worker) if view == "stopped" else passes_page.seen(worker)
    asked = asks.waiting(worker) if view == "waiting" else asks.refused(worker)
    of_asks = view in ("waiting", "refused")
    context = {
        "view": view,
        "segments": passes_page.segments(worker, view),
        "colours": passes_page.colours(worker),
        "of_asks": of_asks,
        "asks": passes_page.asked(worker, list(asked[: passes_page.SHOWN])) if of_asks else [],
        "passes": passes_page.lines(worker, list(found[: passes_page.SHOWN])) if not of_asks else [],
        "shown": passes_page.SHOWN,
        "may_decide": worker.may(Verb.DECIDE),
        "may_administer": worker.may(Verb.ADMINISTER),
        "exports": sheets.offers(request, "passes"),
    }
    return render(request, "console/passes/index.html", context)


@require_POST
@requires(Verb.DECIDE)
def issue(request: HttpRequest, person: UUID) -> HttpResponse:
    """Issue a pass to somebody."""
    worker = worker_of(request)
    file, form = reading.file_for(worker, person, Verb.DECIDE), IssueForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect("console:person", file.ids.canonical)
    given = form.cleaned_data
    ends = timezone.make_aware(datetime.combine(given["ends"] + timedelta(days=1), time())) if given["ends"] else None
    id, verdict = actions.issue(
        file.ids.canonical, form=given["form"], areas=[] if given["everywhere"] else None, ends=ends, by=worker,
        now=timezone.now(),
    )  # fmt: skip
    return _told(request, verdict, "issue", id, file.ids.canonical)


@require_POST
@requires(Verb.DECIDE)
def step(request: HttpRequest, pass_id: UUID, step: str) -> HttpResponse:
    """Suspend, resume, revoke, verify a pass, or issue another in its stead."""
    worker, now = worker_of(request), timezone.now()
    one, form = _pass(request, pass_id), StopForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    why = {"reason": given.get("reason") or "mistake", "note": given.get("note", "")}
    id = one.id
    try:
        if step in PLAIN:
            verdict = PLAIN[step](one, by=worker, now=now)
        elif step in STOPS:
            verdict = STOPS[step](one, **why, by=worker, now=now)
        elif step == "reissue":
            id, verdict = actions.reissue(one, reason=why["reason"], by=worker, now=now)
        else:
            raise Http404
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:person", one.person)
    return _told(request, verdict, step, id, one.person)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.DECIDE)
def ask(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """Somebody who asked: whether it is somebody of that door, then a pass or a refusal."""
    one = _ask(request, ask_id)
    door, todo = door_for(worker_of(request), one.door, Verb.DECIDE), request.POST.get("todo", "")
    people = list(Person.objects.filter(Q(home_door=door) | Q(work_door=door)).order_by("ordinal", "id"))
    grant = GrantForm(
        people, request.POST if todo == "issue" else None, initial={"person": one.person, "form": one.form}
    )
    refusal = RefuseForm(request.POST if todo == "refuse" else None)
    try:
        if grant.is_valid():
            return _granted(request, one, grant.cleaned_data["person"], grant.cleaned_data["form"])
        if refusal.is_valid():
            verdict = asks.refuse(one, **refusal.cleaned_data, by=worker_of(request), now=timezone.now())
            return _told(request, verdict, "refuse", one.id, None, to=link("passes"))
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:pass_ask", one.id)
    return _ask_page(request, one, door, {"form": grant, "refusal": refusal, "people": people}, todo)


@require_POST
@requires(Verb.DECIDE)
def reopen(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """A refusal was a mistake: the ask waits again."""
    one, worker = _ask(request, ask_id), worker_of(request)
    form = ReopenForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        verdict = asks.reopen(one, note=note, by=worker, now=timezone.now())
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:pass_ask", one.id)
    return _told(request, verdict, "reopen", None, None, to=link("pass_ask", one.id))


def _ask(request: HttpRequest, id: UUID) -> Ask:
    """Something asked for at a door about which the worker decides. Raises `access.not_found`, `access.forbidden`."""
    one = Ask.objects.filter(pk=id).first()
    if one is None:
        raise Problem("access.not_found")
    door_for(worker_of(request), one.door, Verb.DECIDE)
    return one


def _granted(request: HttpRequest, one: Ask, person: UUID, form: str) -> HttpResponse:
    asks.check_open(one)
    worker, now = worker_of(request), timezone.now()
    id, verdict = actions.issue(person, form=form, ask=one.id, door=one.door, by=worker, now=now)
    return _told(request, verdict, "issue", id, person, to=link("passes"))


def _ask_page(request: HttpRequest, one: Ask, door: Door, forms: dict[str, Any], todo: str) -> HttpResponse:
    worker = worker_of(request)
    [shown] = passes_page.asked(worker, [one])
    context = {
        **forms, "reopening": ReopenForm(), "ask": one, "shown": shown, "door": door,
        "words": _words(request, one) if todo == "words" else None,
        "may_open": worker.may(Verb.SEE_IDENTITY, door.place), "forgotten": asks.is_forgotten(one, timezone.now()),
        "crumbs": [parts.Crumb(_("Passes"), link("passes")), parts.Crumb(shown.where)],
    }  # fmt: skip
    return render(request, "console/passes/ask.html", context, status=422 if todo in ("issue", "refuse") else 200)


def _words(request: HttpRequest, one: Ask) -> dict[str, Any]:
    """What was typed; who looked is written down. Raises `access.forbidden`."""
    worker = worker_of(request)
    door_for(worker, one.door, Verb.SEE_IDENTITY)
    audit.write(worker, "words.opened", one.id, records=1)
    return words_of(Outbreak.objects.current().keys, [one.id]).get(one.id, {})


def _pass(request: HttpRequest, id: UUID) -> Pass:
    """A pass of somebody about whom the worker decides. Raises `access.not_found`, `access.forbidden`."""
    one = queries.pass_by_id(id)
    if one is None:
        raise Problem("access.not_found")
    reading.file_for(worker_of(request), one.person, Verb.DECIDE)
    return one


def _told(
    request: HttpRequest, verdict: Verdict, step: str, id: UUID | None, person: UUID | None, *, to: str = ""
) -> HttpResponse:
    done = {
        "issue": _("The pass is issued."), "suspend": _("The pass is suspended. Gates know within a minute."),
        "resume": _("The pass counts again."), "revoke": _("The pass is revoked. Gates know within a minute."),
        "reissue": _("A new pass is issued; the old one is dead."), "verify": _("Written down."),
        "refuse": _("Refused, with the reason."), "reopen": _("The refusal is taken back. It waits to be decided."),
    }  # fmt: skip
    if verdict.verdict != "accepted":
        messages.error(request, verdict.message or _("This could not be recorded."))
    elif id is not None and step in UNDONE_BY:
        undo = link("pass_reopen", id) if step == "refuse" else link("pass_step", id, UNDONE_BY[step])
        messages.success(request, done[step], extra_tags=f"undo:{undo}")
    else:
        messages.success(request, done[step])
    return redirect(to or link("person", person))
