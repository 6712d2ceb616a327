"""What people ask for: a list, one with its words on asking, and that it was answered."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.care import actions
from qiaomen.care.models import Need, State
from qiaomen.console import needs_page, sheets
from qiaomen.console.asked import worker_of
from qiaomen.console.kept_page import may


class AnswerForm(forms.Form):
    """How a need was answered."""

    note = forms.CharField(label=gettext_lazy("What was done"), max_length=500, required=False)


@require_safe
@requires(Verb.SEE, of_health=True)
def index(request: HttpRequest) -> HttpResponse:
    """Needs that wait, the most urgent first, and the latest answered."""
    worker = worker_of(request)
    context = {
        "rows": needs_page.needs(worker),
        "waiting": needs_page.waiting(worker).count(),
        "segments": needs_page.segments("needs", worker, shows_health=True),
        "exports": sheets.offers(request, "needs"),
    }
    return render(request, "console/needs/index.html", context)


@require_safe
@requires(Verb.SEE, of_health=True)
def need(request: HttpRequest, need: UUID) -> HttpResponse:
    """One need, without its words."""
    return _page(request, _found(request, need, Verb.SEE))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def opened(request: HttpRequest, need: UUID) -> HttpResponse:
    """The same with words, name and phone; who opened them is written down."""
    found = _found(request, need, Verb.SEE_IDENTITY)
    worker = worker_of(request)
    audit.write(worker, "words.opened", found.id, records=1)
    if found.person is not None:
        audit.disclose(worker, [found.person], where="needs")
    return _page(request, found, words=needs_page.words(found.id, worker))


@require_POST
@requires(Verb.RECORD, of_health=True)
def answered(request: HttpRequest, need: UUID) -> HttpResponse:
    """Somebody answered it."""
    found, form = _found(request, need, Verb.RECORD), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    verdict = actions.answer(found, note=form.cleaned_data["note"], by=worker_of(request), now=timezone.now())
    if verdict.verdict == "accepted":
        messages.success(request, _("Written down as answered."))
    else:
        messages.error(request, str(verdict.message or _("This could not be recorded.")))
    return redirect("console:needs" if may(worker_of(request), Verb.SEE, _path(found)) else "console:home")


def _found(request: HttpRequest, need: UUID, verb: Verb) -> Need:
    found = Need.objects.filter(pk=need).first()
    if found is None:
        raise Problem("access.not_found")
    place_for(worker_of(request), found.place, verb)
    return found


def _path(found: Need) -> str:
    return needs_page.row_of(found).path


def _page(
    request: HttpRequest, found: Need, *, words: list[tuple[str, str]] | None = None, form: AnswerForm | None = None
) -> HttpResponse:
    worker, row = worker_of(request), needs_page.row_of(found)
    context = {
        "row": row,
        "need": found,
        "words": words,
        "may_open": words is None and may(worker, Verb.SEE_IDENTITY, row.path),
        "form": (form or AnswerForm()) if found.state == State.OPEN and may(worker, Verb.RECORD, row.path) else None,
    }
    return render(request, "console/needs/need.html", context)
