"""One family under measures, as a community's director follows it: the thread, and everything that is written to it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import door_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console import episodes_page, family_page, parts
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views.family_care_forms import FORMS
from qiaomen.console.views.family_forms import Family, TakeBackForm, TellForm
from qiaomen.ledger.wire import Verdict
from qiaomen.monitoring import actions, queries
from qiaomen.people.queries import identities_of
from qiaomen.places.models import Door

OPEN_FOR = timedelta(minutes=30)
SESSION = "family"


@never_cache
@require_safe
@requires(Verb.SEE, of_health=True)
def family(request: HttpRequest, door: UUID) -> HttpResponse:
    """The page; its words and phones are open for a while after somebody opened them."""
    return _page(request, _door(request, door))


@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def opened(request: HttpRequest, door: UUID) -> HttpResponse:
    """Open words and phones for half an hour; every look is written down."""
    found = _door(request, door, Verb.SEE_IDENTITY)
    request.session[SESSION] = [str(found.id), (timezone.now() + OPEN_FOR).isoformat()]
    return redirect("console:family", found.id)


@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def closed(request: HttpRequest, door: UUID) -> HttpResponse:
    """Close them again."""
    found = _door(request, door, Verb.SEE_IDENTITY)
    request.session.pop(SESSION, None)
    return redirect("console:family", found.id)


@require_POST
@requires(Verb.RECORD, of_health=True)
def tell(request: HttpRequest, door: UUID, what: str) -> HttpResponse:
    """Write something to the thread: a call, an answer, a transfer …"""
    found = _door(request, door, Verb.RECORD)
    if what not in FORMS:
        raise Problem("access.not_found")
    keys = _keys(request, found)
    known = family_page.family(family_page.household(found.id), keys)
    form = FORMS[what](known, request.POST)
    if not form.is_valid():
        return _page(request, found, wrong=(what, form))
    verdicts = _submit(form, request)
    if all(_is_refused(one) for one in verdicts):
        for message in dict.fromkeys(str(one.message) or _("This could not be recorded.") for one in verdicts):
            form.add_error(None, message)
        return _page(request, found, wrong=(what, form))
    _said(request, verdicts)
    return redirect("console:family", found.id)


@require_POST
@requires(Verb.RECORD, of_health=True)
def take_back(request: HttpRequest, door: UUID) -> HttpResponse:
    """Take a line of the thread back; the ledger says whether one may."""
    found = _door(request, door, Verb.RECORD)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, so that others understand it later."))
        return redirect("console:family", found.id)
    own = {line.id for line in queries.thread(queries.family_of(found.id))}
    if form.cleaned_data["record"] not in own:
        raise Problem("access.not_found")
    given = form.cleaned_data
    verdict = actions.take_back(given["record"], reason=given["reason"], by=worker_of(request), now=timezone.now())
    _said(request, [verdict])
    return redirect("console:family", found.id)


def _submit(form: TellForm, request: HttpRequest) -> list[Verdict]:
    return actions.tell_each(form.kind, form.bodies(), by=worker_of(request), now=timezone.now())


def _is_refused(one: Verdict) -> bool:
    return one.verdict not in ("accepted", "duplicate")


def _said(request: HttpRequest, verdicts: list[Verdict]) -> None:
    wrong = [one for one in verdicts if _is_refused(one)]
    for one in wrong[:3]:
        messages.error(request, str(one.message) or _("This could not be recorded."))
    if not wrong:
        messages.success(request, _("Written down."))


def _page(request: HttpRequest, door: Door, *, wrong: tuple[str, TellForm] | None = None) -> HttpResponse:
    worker, now = worker_of(request), timezone.now()
    keys = _keys(request, door)
    people = family_page.household(door.id)
    known = family_page.family(people, keys)
    may = {verb: worker.may(verb, door.place) for verb in (Verb.RECORD, Verb.DECIDE, Verb.SEE_IDENTITY)}
    lines = queries.thread([one.person for one in people], keys=keys)
    context: dict[str, Any] = {
        "door": door,
        "where": names_of([door.place.path])[door.place.path],
        "people": people,
        "rows": episodes_page.lines(family_page.followed(people, now=now), now),
        "lines": family_page.spoken(lines, worker, may_decide=may[Verb.DECIDE], opened=keys is not None),
        "open_until": _open_until(request, door),
        "may_open": may[Verb.SEE_IDENTITY],
        "phones": _phones(request, keys, [one.person for one in people]),
        "actions": _actions(known, wrong, may) if may[Verb.RECORD] else [],
        "notices": [("pdf", "PDF"), ("docx", "Word")],
        "crumbs": [
            parts.Crumb(_("People under a measure"), link("episodes")),
            parts.Crumb(door.label),
        ],
    }
    return render(request, "console/family/family.html", context, status=422 if wrong else 200)


def _actions(
    known: Family, wrong: tuple[str, TellForm] | None, may: dict[Verb, bool]
) -> list[tuple[str, str, TellForm]]:
    """What can be written now: (name, words, form); what has nothing to be about is left out."""
    words = [
        ("call", _("Call"), True), ("answer", _("Answer a question"), bool(known.questions)),
        ("check", _("Check"), bool(known.under_measure)), ("need", _("Need"), True),
        ("met", _("A need is met"), bool(known.needs)), ("order", _("Order and notice"), bool(known.under_measure)),
        ("transfer", _("Transfer"), True), ("transfer-step", _("How the transfer goes"), bool(known.transfers)),
        ("referral", _("Send to care"), True), ("referral-step", _("How the referral goes"), bool(known.referrals)),
        ("companions", _("Five to one"), bool(known.under_measure)),
        ("release", _("Release"), bool(known.under_measure)), ("decision", _("Decision"), may[Verb.DECIDE]),
    ]  # fmt: skip
    return [
        (name, label, wrong[1] if wrong and wrong[0] == name else FORMS[name](known, auto_id=f"{name}_%s"))
        for name, label, here in words
        if here
    ]


def _phones(request: HttpRequest, keys: Keys | None, people: list[UUID]) -> dict[UUID, list[str]]:
    """The phones of those whose identity is open; who looked is written down."""
    if keys is None:
        return {}
    audit.disclose(worker_of(request), people, where="family")
    return {person: card.phones for person, card in identities_of(keys, people).items()}


def _keys(request: HttpRequest, door: Door) -> Keys | None:
    """The outbreak's keys while this family is open to this reader."""
    if _open_until(request, door) is None or not worker_of(request).may(Verb.SEE_IDENTITY, door.place):
        return None
    return Outbreak.objects.current().keys


def _open_until(request: HttpRequest, door: Door) -> datetime | None:
    opened_door, until = request.session.get(SESSION, ["", ""])
    if opened_door != str(door.id):
        return None
    moment = datetime.fromisoformat(until)
    return moment if moment > timezone.now() else None


def _door(request: HttpRequest, door: UUID, verb: Verb = Verb.SEE) -> Door:
    return door_for(worker_of(request), door, verb)
