"""What is done about clues at a desk: sending somebody, ends, joining, rewards, whose file it touches, the rules."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.clues import actions, queries
from qiaomen.clues.models import Reward
from qiaomen.clues.queries import Row
from qiaomen.clues.rules import rules_of, set_rules
from qiaomen.console import clues_links, clues_page, photos
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.clues_forms import FindForm, PersonForm, RulesForm, StepForm
from qiaomen.ledger.wire import Verdict

Doing = Callable[[Row, StepForm, Worker, datetime], Verdict | None]


@require_POST
@requires(Verb.DECIDE)
def send_all(request: HttpRequest) -> HttpResponse:
    """Send whoever answers nearest to every clue to which nobody goes."""
    worker, now = worker_of(request), timezone.now()
    waiting = queries.clues(worker, "unsent", now=now, verb=Verb.DECIDE)
    sent, left = actions.dispatch_all(waiting, by=worker, now=now)
    said = ngettext("%(n)s clue given out.", "%(n)s clues given out.", sent) % {"n": sent}
    if left:
        said += " " + ngettext("For %(n)s nobody answers.", "For %(n)s nobody answers.", left) % {"n": left}
    messages.success(request, said)
    return redirect("console:clues")


@require_POST
@requires(Verb.RECORD)
def step(request: HttpRequest, clue: UUID) -> HttpResponse:
    """A step; the ledger says who may take it."""
    worker, form, now = worker_of(request), StepForm(request.POST, request.FILES), timezone.now()
    found = queries.clue_for(worker, clue, now=now, verb=Verb.RECORD)
    if not form.is_valid():
        messages.error(request, photos.wrong(form))
        return redirect("console:clue", found.id)
    ids = {new_id(): picture for picture in form.photos}
    form.cleaned_data["photos"] = list(ids)
    try:
        verdict = DOING.get(form.cleaned_data["step"], _plain)(found, form, worker, now)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:clue", found.id)
    if verdict is None:
        messages.success(request, _("Written down."))
        return redirect("console:clue", found.id)
    if verdict.verdict == "accepted" and verdict.id is not None:
        photos.add(request, verdict.id, ids)
    photos.said(request, verdict)
    return redirect("console:clue", found.id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.DECIDE, of_health=True)
def person(request: HttpRequest, clue: UUID) -> HttpResponse:
    """Whose file a verified clue touches: somebody is found, then it is said what it says of them."""
    worker, now = worker_of(request), timezone.now()
    found = queries.clue_for(worker, clue, now=now, verb=Verb.DECIDE)
    finding = FindForm(request.POST if "q" in request.POST else None)
    form = PersonForm(request.POST if "person" in request.POST else None)
    if form.is_bound and form.is_valid():
        told = actions.link(found.id, form.whom, form.body(), by=worker, now=now)
        if told.verdict == "accepted":
            messages.success(request, _("Written down."))
            return redirect("console:clue", found.id)
        form.add_error(None, told.message or _("This could not be recorded."))
    [line] = clues_page.lines([found], now, doubles={}, series={})
    context = {
        "line": line,
        "finding": finding,
        "form": form,
        "people": _people(finding, worker) if finding.is_bound else None,
        "crumbs": [
            Crumb(pgettext("room", "Clues"), link("clues")), Crumb(line.what, line.url),
            Crumb(pgettext("clue", "Whom it is about")),
        ],
    }  # fmt: skip
    return render(request, "console/clues/person.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@requires(Verb.DECIDE)
def receipt(request: HttpRequest, clue: UUID) -> HttpResponse:
    """A receipt to be signed: number, what, how many. It names nobody."""
    found = queries.clue_for(worker_of(request), clue, now=timezone.now(), verb=Verb.DECIDE)
    if found.reward not in (Reward.BOOKED, Reward.COLLECTED):
        messages.error(request, Problem("clue.no_reward").message)
        return redirect("console:clue", found.id)
    [line] = clues_page.lines([found], timezone.now(), doubles={}, series={})
    crumbs = [
        Crumb(pgettext("room", "Clues"), link("clues")), Crumb(line.what, line.url), Crumb(pgettext("clue", "Receipt")),
    ]  # fmt: skip
    return render(request, "console/clues/receipt.html", {"line": line, "row": found, "crumbs": crumbs})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ADMINISTER)
def rules(request: HttpRequest) -> HttpResponse:
    """How clues are handled in this outbreak."""
    standing = rules_of(Outbreak.objects.current())
    form = RulesForm(request.POST or None, instance=standing)
    if request.method == "POST" and form.is_valid():
        set_rules(**form.cleaned_data, by=worker_of(request))
        messages.success(request, _("Saved."))
        return redirect("console:clues")
    crumbs = [Crumb(pgettext("room", "Clues"), link("clues")), Crumb(pgettext("clue", "Rules"))]
    context = {"form": form, "crumbs": crumbs, "back": link("clues")}
    return render(request, "console/clues/rules.html", context, status=422 if form.is_bound else 200)


def _plain(found: Row, form: StepForm, worker: Worker, now: datetime) -> Verdict:
    given = form.cleaned_data
    body = {key: given[key] for key in ("organisation", "to", "note", "photos")}
    return actions.step(found, given["step"], by=worker, now=now, **body)


def _dispatch(found: Row, form: StepForm, worker: Worker, now: datetime) -> Verdict:
    whom = form.cleaned_data["worker"]
    if whom is None:
        raise Problem("helper.no_grant")
    return actions.dispatch(found, whom, hours=form.cleaned_data["hours"], by=worker, now=now)


def _reopen(found: Row, form: StepForm, worker: Worker, now: datetime) -> Verdict:
    return actions.reopen(found, note=form.cleaned_data["note"], by=worker, now=now)


def _join(found: Row, form: StepForm, worker: Worker, now: datetime) -> Verdict:
    return actions.join(found, _other(form, worker, now), by=worker, now=now)


def _distinct(found: Row, form: StepForm, worker: Worker, now: datetime) -> Verdict:
    return actions.step(found, "distinct", into=_other(form, worker, now).id, by=worker, now=now)


def _collect(found: Row, form: StepForm, worker: Worker, now: datetime) -> Verdict:
    return actions.collect(found, signed=form.cleaned_data["signed"], by=worker, now=now)


def _book(found: Row, form: StepForm, worker: Worker, now: datetime) -> None:
    check(worker, Verb.DECIDE, found.path)
    if not actions.book(found, by=worker, now=now):
        raise Problem("clue.no_reward")


def _other(form: StepForm, worker: Worker, now: datetime) -> Row:
    if form.cleaned_data["other"] is None:
        raise Problem("clue.cannot_join")
    return queries.clue_for(worker, form.cleaned_data["other"], now=now, verb=Verb.DECIDE)


def _people(finding: FindForm, worker: Worker) -> list[clues_links.Found]:
    if not finding.is_valid():
        return []
    return clues_links.people(worker, Outbreak.objects.current().keys, finding.cleaned_data["q"])


DOING: dict[str, Doing] = {
    "dispatched": _dispatch, "reopened": _reopen, "joined": _join, "distinct": _distinct, "collected": _collect,
    "book": cast(Any, _book),
}  # fmt: skip
