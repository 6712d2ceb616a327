"""Deciding about rows: doubtful ones side by side, one after the other; outcomes, tries, who follows up, whose task."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.numbers import number_of
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.console.taking_back import TakeBackForm
from qiaomen.console.views import lists_forms as forms
from qiaomen.console.views import lists_page
from qiaomen.ledger.wire import Verdict
from qiaomen.lists import actions, queries
from qiaomen.lists.history import history
from qiaomen.lists.lines import RowLine
from qiaomen.lists.models import State
from qiaomen.lists.people import search as search_people


@require_safe
@requires(Verb.DECIDE)
@of_one_moment
def review(request: HttpRequest) -> HttpResponse:
    """The first doubtful row (or the one after that which was left for later), and whom it may mean."""
    worker, list_id = worker_of(request), id_of(request, "list")
    wanted = queries.wanted_by(worker, Verb.DECIDE, list_id=list_id, states=(State.DOUBTFUL,))
    found = queries.Rows(wanted, sort="line")
    skip = number_of(request.GET.get("skip", "")) or 0
    at = skip if skip < len(found) else 0
    context: dict[str, Any] = {"list_id": list_id, "total": len(found), "number": at + 1, "skip_url": ""}
    context["crumbs"] = lists_page.way()
    if len(found) == 0:
        return render(request, "console/lists/reviewed.html", context)
    if at + 1 < len(found):
        context["skip_url"] = link("list_review", list=list_id, skip=at + 1)
    return render(request, "console/lists/review.html", context | {"skip": at} | lists_page.review(found[at]))


@never_cache
@require_POST
@requires(Verb.DECIDE)
def search(request: HttpRequest, row: UUID) -> HttpResponse:
    """Somebody else of the register beside the row."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.DECIDE)
    form = forms.SearchForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    people = search_people(worker, text, keys=Outbreak.objects.current().keys)
    context = {"list_id": None, "total": 0, "text": text, "crumbs": lists_page.way()}
    context |= lists_page.review(found, people)
    return render(request, "console/lists/review.html", context)


@require_POST
@requires(Verb.DECIDE)
def decide(request: HttpRequest, row: UUID) -> HttpResponse:
    """It is this person; or none of those offered."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.DECIDE)
    said = _cleaned(forms.DecideForm(request.POST))
    if said["person"] is not None:
        verdict = actions.link(found, said["person"], by=worker, note=said["note"])
        return _answered(request, found, verdict, _("Linked. Now it is to be verified."))
    people = [UUID(each["person"]) for each in found.candidates] + ([found.person] if found.person else [])
    verdict = actions.unlike(found, list(dict.fromkeys(people)), by=worker, note=said["note"])
    return _answered(request, found, verdict, _("Nobody of these. It is a task for the community now."))


@require_POST
@requires(Verb.RECORD)
def outcome(request: HttpRequest, row: UUID) -> HttpResponse:
    """What came of it."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.RECORD)
    form = forms.OutcomeForm(request.POST)
    if not form.is_valid():
        return _again(request, found, outcome_form=form)
    said = form.cleaned_data
    verdict = actions.outcome(found, said["outcome"], by=worker, note=said["note"])
    return _answered(request, found, verdict, _("Recorded."))


@require_POST
@requires(Verb.RECORD)
def tried(request: HttpRequest, row: UUID) -> HttpResponse:
    """Nobody was reached."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.RECORD)
    form = forms.TriedForm(request.POST)
    if not form.is_valid():
        return _again(request, found, tried_form=form)
    verdict = actions.tried(found, by=worker, next=form.next(), note=form.cleaned_data["note"])
    return _answered(request, found, verdict, _("Recorded."))


@require_POST
@requires(Verb.RECORD)
def take(request: HttpRequest, row: UUID) -> HttpResponse:
    """Who follows it up."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.RECORD)
    said = _cleaned(forms.TakeForm(request.POST, by=worker, path=found.path))
    return _answered(request, found, actions.take(found, UUID(said["worker"]), by=worker), _("Taken over."))


@require_POST
@requires(Verb.DECIDE)
def hand_on(request: HttpRequest, row: UUID) -> HttpResponse:
    """Whose task it is."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.DECIDE)
    said = _cleaned(forms.HandOnForm(request.POST))
    verdict = actions.hand_on(found, said["to"], by=worker, note=said["note"])
    return _answered(request, found, verdict, _("Handed on."))


@require_POST
@requires(Verb.DECIDE)
def reopen(request: HttpRequest, row: UUID) -> HttpResponse:
    """It goes on."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.DECIDE)
    return _answered(request, found, actions.reopen(found, by=worker), _("It is open again."))


@require_POST
@requires(Verb.DECIDE)
def take_back(request: HttpRequest, row: UUID) -> HttpResponse:
    """A step does not count any more."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.DECIDE)
    said = _cleaned(TakeBackForm(request.POST, of=[one.id for one in history(row) if one.counts]))
    verdict = actions.take_back(found, said["record"], by=worker, reason=said["reason"])
    return _answered(request, found, verdict, _("Taken back. It does not count any more."))


def _again(request: HttpRequest, row: RowLine, **wrong: Form) -> HttpResponse:
    """The row's page with a form that is not whole yet, and what was typed in it."""
    return render(request, "console/lists/row.html", lists_page.page(row, worker_of(request)) | wrong, status=422)


def _cleaned(form: Form) -> dict[str, Any]:
    """What was sent, if it is whole. Raises `form.incomplete`, which names the field."""
    if not form.is_valid():
        raise Problem("form.incomplete", field=next(iter(form.errors)))
    return form.cleaned_data


def _answered(request: HttpRequest, row: RowLine, verdict: Verdict, said: str) -> HttpResponse:
    """Say what came of a record, and go back to the review, or to the row."""
    if verdict.verdict == "accepted":
        messages.success(request, said)
    else:
        messages.error(request, str(verdict.message or _("This could not be recorded.")))
    if request.POST.get("back") == "review":
        list_id = request.POST.get("list") or None
        skip = number_of(request.POST.get("skip", "")) or None
        return redirect(link("list_review", list=list_id, skip=skip))
    return redirect("console:list_row", row=row.id)
