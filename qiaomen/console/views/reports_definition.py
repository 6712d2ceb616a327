"""What the report counts: the edition in force in words, its predecessors, and writing the next one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import parts, reports_page, sheets
from qiaomen.console.asked import link, worker_of
from qiaomen.console.reports_definition_page import counted
from qiaomen.console.views.policy_forms import TextForm
from qiaomen.reports import definition, editions, showing
from qiaomen.reports.models import Edition


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The edition in force and those before."""
    return _show(request, editions.in_force())


@require_safe
@requires(Verb.SEE)
def edition(request: HttpRequest, ordinal: int) -> HttpResponse:
    """An edition as it stands."""
    found = Edition.objects.filter(number=ordinal).first()
    if found is None:
        raise Problem("access.not_found")
    return _show(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ADMINISTER)
def new(request: HttpRequest) -> HttpResponse:
    """Write the next edition, beginning with the one in force; it holds from the next report on."""
    held = editions.in_force()
    begun = held.text if held else definition.standard()
    form = TextForm(request.POST if request.method == "POST" else None, initial={"text": begun})
    faults = []
    if request.method == "POST" and form.is_valid():
        faults = definition.faults(form.cleaned_data["text"])
        if not faults:
            made = editions.publish(text=form.cleaned_data["text"], by=worker_of(request))
            messages.success(request, _("In force from the next report on. Reports that are frozen stay as they are."))
            return redirect("console:report_edition", made.number)
    context = {
        "form": form,
        "faults": faults,
        "crumbs": [_crumb(), parts.Crumb(_("Write an edition"))],
    }
    return render(request, "console/reports/definition_edit.html", context, status=422 if faults else 200)


@require_POST
@requires(Verb.ADMINISTER)
def checked(request: HttpRequest) -> HttpResponse:
    """What is wrong with a text, or what it would count. Writes nothing."""
    text = request.POST.get("text", "")
    faults = definition.faults(text)
    context = {"faults": faults, "groups": [] if faults else counted(definition.read(text))}
    return render(request, "console/reports/definition_findings.html", context)


def _show(request: HttpRequest, found: Edition | None) -> HttpResponse:
    worker, held = worker_of(request), editions.in_force()
    document = editions.document_of(found) if found else editions.definition_now()
    context = {
        "segments": reports_page.rooms(worker, "definition", reports_page.newest(worker)),
        "edition": found,
        "is_held": found == held,
        "name": showing.said(document.name),
        "cut": document.report.cut,
        "groups": counted(document),
        "text": found.text if found else definition.standard(),
        "editions": list(Edition.objects.defer("text")),
        "may_write": worker.may(Verb.ADMINISTER),
        "exports": sheets.offers(request, "report_definition", edition=found.number if found else 0),
        "crumbs": [_crumb()]
        if found == held
        else [_crumb(), parts.Crumb(_("Edition %(n)s") % {"n": found.number if found else ""})],
    }
    return render(request, "console/reports/definition.html", context)


def _crumb() -> parts.Crumb:
    return parts.Crumb(_("What is counted"), link("report_definition"))
