"""What people ask for: a list, one with its words on asking, who has it in hand, and that it was answered."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.attachments.queries import photos_of_records, picture_of_records
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.care import actions
from qiaomen.care import queries as care
from qiaomen.care.folds import NEEDS
from qiaomen.care.models import Need, State
from qiaomen.console import needs_page, sheets
from qiaomen.console.asked import link, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.parts import Crumb
from qiaomen.ledger.wire import Verdict

OFFERED = 8


class AnswerForm(forms.Form):
    """How a need was answered."""

    note = forms.CharField(label=gettext_lazy("What was done"), max_length=500, required=False)


class HandForm(forms.Form):
    """Who takes it on."""

    helper = forms.UUIDField()


@require_safe
@requires(Verb.SEE, of_health=True)
def index(request: HttpRequest) -> HttpResponse:
    """Needs that wait, the most urgent first, and the latest answered."""
    worker = worker_of(request)
    waiting = needs_page.waiting(worker)
    count = waiting.count()
    context = {
        "rows": needs_page.needs(worker),
        "waiting": count,
        "more": max(0, count - needs_page.SHOWN),
        "unhanded": waiting.filter(state=State.OPEN).count() if worker.may(Verb.ASSIGN) else 0,
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


@never_cache
@require_safe
@requires(Verb.SEE_IDENTITY, of_health=True)
def photo(request: HttpRequest, need: UUID, photo: UUID) -> HttpResponse:
    """A photo of the need or of one of its steps: a prescription, say; who looked at it is written down."""
    found, worker = _found(request, need, Verb.SEE_IDENTITY), worker_of(request)
    picture, kind = picture_of_records(Outbreak.objects.current().keys, _records(found), photo)
    audit.write(worker, "photo.seen", photo, need=found.id)
    return HttpResponse(picture, content_type=kind, headers={"Content-Disposition": "inline"})


@require_POST
@requires(Verb.RECORD, of_health=True)
def answered(request: HttpRequest, need: UUID) -> HttpResponse:
    """Somebody answered it."""
    found, form = _found(request, need, Verb.RECORD), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    verdict = actions.answer(found, note=form.cleaned_data["note"], by=worker_of(request), now=timezone.now())
    return _told(request, found, verdict, _("Written down as answered."))


@require_POST
@requires(Verb.ASSIGN, of_health=True)
def handed(request: HttpRequest, need: UUID) -> HttpResponse:
    """Give it to a helper; with none named it waits again."""
    found, form, now = _found(request, need, Verb.ASSIGN), HandForm(request.POST), timezone.now()
    worker = worker_of(request)
    if not form.is_valid() and form.data.get("helper"):
        messages.error(request, _("This helper is not known."))
        return redirect("console:need", found.id)
    if not form.is_valid():
        return _told(request, found, actions.give_back(found, by=worker, now=now), _("It waits for a helper again."))
    try:
        verdict = actions.hand(found, form.cleaned_data["helper"], by=worker, now=now)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:need", found.id)
    return _told(request, found, verdict, _("Handed over."))


@require_POST
@requires(Verb.ASSIGN, of_health=True)
def hand_out(request: HttpRequest) -> HttpResponse:
    """Give everything that waits to whoever fits, by place and skill."""
    worker = worker_of(request)
    given, left = actions.hand_out(
        care.needs(worker, state=State.OPEN, verb=Verb.ASSIGN), by=worker, now=timezone.now()
    )
    said = ngettext("%(n)s need handed over.", "%(n)s needs handed over.", given) % {"n": given}
    if left:
        said += " " + ngettext("For %(n)s nobody fits.", "For %(n)s nobody fits.", left) % {"n": left}
    messages.success(request, said)
    return redirect("console:needs")


def _told(request: HttpRequest, found: Need, verdict: Verdict, said: str) -> HttpResponse:
    if verdict.verdict == "accepted":
        messages.success(request, said)
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


def _records(found: Need) -> list[UUID]:
    return [found.id, *(step.id for step in NEEDS.steps_of([found.id])[found.id])]


def _page(
    request: HttpRequest, found: Need, *, words: list[tuple[str, str]] | None = None, form: AnswerForm | None = None
) -> HttpResponse:
    worker, row = worker_of(request), needs_page.row_of(found)
    waits = found.state != State.ANSWERED
    photos = photos_of_records(_records(found))
    context = {
        "row": row,
        "need": found,
        "words": words,
        "photos": [one for several in photos.values() for one in several],
        "may_identify": may(worker, Verb.SEE_IDENTITY, row.path),
        "may_open": words is None and may(worker, Verb.SEE_IDENTITY, row.path),
        "helpers": care.fitting_for(found)[:OFFERED] if waits and may(worker, Verb.ASSIGN, row.path) else None,
        "form": (form or AnswerForm()) if waits and may(worker, Verb.RECORD, row.path) else None,
        "crumbs": [Crumb(pgettext("room", "Help asked for"), link("needs")), Crumb(found.get_what_display())],
    }
    return render(request, "console/needs/need.html", context)
