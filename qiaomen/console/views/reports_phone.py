"""The phone desk (统计员): a number that a manager says on the phone is typed in, corrected, taken back."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access import audit
from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import chains, parts, reports_page, sheets
from qiaomen.console.asked import link, worker_of
from qiaomen.console.reports_sheets import figure_names
from qiaomen.console.views.reports_forms import CallForm, CorrectForm
from qiaomen.ledger.wire import Verdict
from qiaomen.places.models import Place
from qiaomen.reports import phoned
from qiaomen.reports.phoned import Call

SHOWN = timedelta(days=3)
MOST = 300


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def desk(request: HttpRequest) -> HttpResponse:
    """Type in a call; below, the calls of the last days."""
    worker, now = worker_of(request), timezone.now()
    names = figure_names()
    form = CallForm(worker, list(names.items()), request.POST or None) if names else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        verdict = phoned.report(given["where"].id, form.body, at=given["at"], by=worker, now=now)
        if verdict.verdict == "accepted":
            messages.success(request, _("Typed in. It counts from now on."))
            return redirect("console:report_phone")
        form.add_error(None, verdict.message or _("This could not be recorded."))
    calls = phoned.calls(worker, since=now - SHOWN)
    phoned.say(calls[:MOST])
    where = phoned.where(calls[:MOST])
    context = {
        "segments": reports_page.rooms(worker, "phone", reports_page.newest(worker)),
        "form": form,
        "calls": [
            (one, names.get(one.figure, one.figure), where[one.path], sheets.mask(one.said_by)) for one in calls[:MOST]
        ],
        "more": max(len(calls) - MOST, 0),
        "exports": sheets.offers(request, "report_calls"),
    }
    return render(request, "console/reports/phone.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def call(request: HttpRequest, call: UUID) -> HttpResponse:
    """One call: what is wrong with it is put right by a correction, which says both."""
    worker, now, found = worker_of(request), timezone.now(), _call(request, call)
    may_see = found.path.startswith(tuple(areas(worker, Verb.SEE_IDENTITY)))
    phoned.say([found])
    known = {"figure": found.figure, "amount": found.amount}
    if may_see:
        audit.write(worker, "words.opened", found.record)
        known |= {"said_by": found.said_by, "note": found.note}
    names = figure_names()
    choices = {**names, found.figure: names.get(found.figure, found.figure)}
    form = CorrectForm(worker, list(choices.items()), request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        kept = {name: text for name, text in (("said_by", found.said_by), ("note", found.note)) if text}
        body = {**(kept if not may_see else {}), **form.body}
        verdict = phoned.correct(found, body, by=worker, now=now)
        return _told(request, verdict, _("Corrected. The report shows the correction, and what it corrects."))
    context = {
        "form": form,
        "call": found,
        "where": phoned.where([found])[found.path],
        "chain": chains.links(Place.objects.get(path=found.path), worker),
        "said_by": found.said_by if may_see else sheets.mask(found.said_by),
        "crumbs": [parts.Crumb(_("Phone desk"), link("report_phone")), parts.Crumb(_("Correct a call"))],
    }
    return render(request, "console/reports/call.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@requires(Verb.RECORD)
def taken_back(request: HttpRequest, call: UUID) -> HttpResponse:
    """It was never said, or was typed in twice."""
    reason = request.POST.get("reason", "").strip()[:2000] or _("typed in by mistake")
    verdict = phoned.take_back(_call(request, call), reason=reason, by=worker_of(request), now=timezone.now())
    return _told(request, verdict, _("Taken back. It does not count any more."))


def _call(request: HttpRequest, record: UUID) -> Call:
    found = phoned.calls(worker_of(request), record=record)
    if not found:
        raise Problem("access.not_found")
    return found[0]


def _told(request: HttpRequest, verdict: Verdict, words: str) -> HttpResponse:
    if verdict.verdict == "accepted":
        messages.success(request, words)
    else:
        messages.error(request, verdict.message or _("This could not be recorded."))
    return redirect("console:report_phone")
