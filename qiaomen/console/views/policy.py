"""The policy: what is in force, writing the next edition beside whom it would move, publishing, calls to make."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import moves_page, parts, policy_page, sheets
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.console.views.policy_forms import TextForm
from qiaomen.policy import documents, editions, publishing, whatif
from qiaomen.policy.faults import Fault
from qiaomen.policy.models import Edition


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The edition in force in words, those before and to come, and drafts."""
    now = timezone.now()
    held = editions.in_force(now)
    context = {
        "edition": held,
        "name": name_of(held) if held else "",
        "rules": policy_page.rules(editions.document_of(held)) if held else [],
        "editions": [
            (one, name_of(one), _state(one, held)) for one in Edition.objects.filter(outbreak__closed_at=None)
        ],
        "examples": [(name, _title(name)) for name in documents.examples()],
        "may_write": worker_of(request).may(Verb.ADMINISTER),
        "segments": segments("policy"),
    }
    return render(request, "console/policy/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ADMINISTER)
def new(request: HttpRequest) -> HttpResponse:
    """Write an edition: from an example, from one that was published, from the one in force."""
    form = TextForm(request.POST if request.method == "POST" else None, initial={"text": _begun(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = editions.draft(text=form.cleaned_data["text"], by=worker_of(request))
        except Problem:
            return _edit(request, form, None, status=422)
        messages.success(request, _("Kept as a draft. Nothing has changed for anybody."))
        return redirect("console:policy_edition", made.id)
    return _edit(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
def edition(request: HttpRequest, policy: UUID) -> HttpResponse:
    """A published edition as it stands; a draft to write on."""
    found = _edition(policy)
    worker = worker_of(request)
    if found.published_at is not None:
        return _show(request, found)
    if not worker.may(Verb.ADMINISTER):
        raise Problem("access.forbidden")
    form = TextForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            editions.redraft(found, text=form.cleaned_data["text"], by=worker)
        except Problem as problem:
            if problem.code != "policy.refused":
                raise
            return _edit(request, form, found, status=422)
        messages.success(request, _("Kept as a draft. Nothing has changed for anybody."))
        return redirect("console:policy_edition", found.id)
    return _edit(request, form, found)


@require_POST
@requires(Verb.ADMINISTER)
def checked(request: HttpRequest) -> HttpResponse:
    """What is wrong with a text, and if nothing is, exactly whom it would move. Writes nothing."""
    return render(request, "console/policy/findings.html", _findings(request.POST.get("text", ""), worker_of(request)))


@require_POST
@requires(Verb.ADMINISTER)
def published(request: HttpRequest, policy: UUID) -> HttpResponse:
    """Publish a kept draft, and go on to the calls that follow."""
    found = _edition(policy)
    publishing.publish(found, by=worker_of(request), now=timezone.now())
    messages.success(request, _("Published. These households are to be told."))
    return redirect("console:policy_calls", found.id)


@require_POST
@requires(Verb.ADMINISTER)
def discarded(request: HttpRequest, policy: UUID) -> HttpResponse:
    """Throw a draft away."""
    editions.discard(_edition(policy), by=worker_of(request))
    messages.success(request, _("The draft is gone. Nothing has changed for anybody."))
    return redirect("console:policy")


@require_safe
@requires(Verb.SEE, of_health=True)
def calls(request: HttpRequest, policy: UUID) -> HttpResponse:
    """The households that an edition moves: to be phoned."""
    found = _edition(policy)
    households = publishing.calls_to_make(found, now=timezone.now())
    context = {
        "edition": found,
        "households": moves_page.households(households, worker_of(request)),
        "exports": sheets.offers(request, "policy_calls", policy=found.id),
        "crumbs": [_crumb(), parts.Crumb(name_of(found), link("policy_edition", found.id)), parts.Crumb(_("Calls"))],
    }
    return render(request, "console/policy/calls.html", context)


def name_of(edition: Edition) -> str:
    """An edition's name in the reader's language."""
    return edition.name_en if (get_language() or "").startswith("en") else edition.name_zh


def segments(current: str) -> list[parts.Segment]:
    """The rooms of policy."""
    return [
        parts.Segment(pgettext("policy", "Editions"), link("policy"), current == "policy"),
        parts.Segment(_("Risk areas"), link("risk_areas"), current == "areas"),
        parts.Segment(_("Objections"), link("objections"), current == "objections"),
        parts.Segment(_("To verify"), link("unverified"), current == "unverified"),
    ]


def _findings(text: str, worker: Worker) -> dict[str, object]:
    faults: list[Fault] = documents.faults(text)
    found: dict[str, object] = {"faults": faults, "moves": None}
    if all(fault.warning for fault in faults):
        found["moves"] = moves_page.moved(whatif.moves(text, now=timezone.now()), text, worker)
    return found


def _edit(request: HttpRequest, form: TextForm, draft: Edition | None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "draft": draft,
        "name": name_of(draft) if draft else _("A new edition"),
        "crumbs": [_crumb(), parts.Crumb(_("Write an edition"))],
    }
    if form.is_bound:
        context |= {"faults": documents.faults(form.data.get("text", "")), "moves": None}
    return render(request, "console/policy/edit.html", context, status=status)


def _show(request: HttpRequest, found: Edition) -> HttpResponse:
    document = editions.document_of(found)
    publisher = Worker.objects.filter(pk=found.published_by).first() if found.published_by else None
    context = {
        "edition": found,
        "name": name_of(found),
        "about": document.edition,
        "rules": policy_page.rules(document),
        "publisher": publisher.name if publisher else "",
        "may_write": worker_of(request).may(Verb.ADMINISTER),
        "crumbs": [_crumb(), parts.Crumb(name_of(found))],
    }
    return render(request, "console/policy/show.html", context)


def _begun(request: HttpRequest) -> str:
    """The text to begin with, as the address asks."""
    example = request.GET.get("from", "")
    if example:
        return documents.example(example)
    asked = id_of(request, "edition")
    held = _edition(asked) if asked else editions.in_force(timezone.now())
    return held.text if held else documents.example(documents.examples()[0])


def _editions() -> QuerySet[Edition]:
    """The open outbreak's editions and drafts, the newest first."""
    return Edition.objects.filter(outbreak__closed_at=None).order_by("-effective", "-made_at")


def _edition(policy: UUID) -> Edition:
    found = _editions().filter(pk=policy).first()
    if found is None:
        raise Problem("access.not_found")
    return found


def _state(one: Edition, held: Edition | None) -> str:
    if one.published_at is None:
        return "draft"
    if held is not None and one.pk == held.pk:
        return "now"
    return "coming" if one.effective > timezone.now() else "past"


def _title(name: str) -> str:
    return policy_page.said(documents.read(documents.example(name)).edition.name)


def _crumb() -> parts.Crumb:
    return parts.Crumb(_("Policy"), link("policy"))
