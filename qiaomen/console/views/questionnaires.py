"""Questionnaires: those that are there, a workbook looked at before it counts, and each edition as a workbook again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns import xlsform_editions
from qiaomen.campaigns.models import Edition
from qiaomen.campaigns.xlsform import Reading, read_xlsform
from qiaomen.console import questions_page
from qiaomen.console.asked import worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.campaigns import sweeps_crumb
from qiaomen.console.views.questionnaires_forms import EditionForm, WorkbookForm, signed
from qiaomen.exchange.workbooks import MIME


@require_http_methods(["GET", "POST"])
@requires(Verb.ASSIGN)
def index(request: HttpRequest) -> HttpResponse:
    """The questionnaires; a workbook that is handed in is shown as the phone will ask it, and nothing is kept yet."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _looked_at(request, read_xlsform(form.content), form.cleaned_data["workbook"].name or "")
        except Problem as problem:
            form.add_error("workbook", problem.message)
    context = {"form": form, "editions": _editions(), "crumbs": [sweeps_crumb(), Crumb(_("Questionnaires"))]}
    return render(request, "console/questionnaires/index.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.ASSIGN)
def add(request: HttpRequest) -> HttpResponse:
    """Keep what was looked at as an edition."""
    form = EditionForm(request.POST)
    if not form.is_valid():
        questions = form.cleaned_data.get("questions")
        reading = Reading(questions=questions) if isinstance(questions, list) else None
        return _preview(request, reading, form, status=422)
    name, questions = form.cleaned_data["name"], form.cleaned_data["questions"]
    edition, is_new = xlsform_editions.add_edition(name=name, questions=questions, worker=worker_of(request).id)
    said = _("Edition %(number)s is there. Sweeps that you write down from now on can ask it.")
    same = _("Edition %(number)s asks just this already. Nothing was added.")
    messages.success(request, (said if is_new else same) % {"number": edition.number})
    return redirect("console:questionnaire", edition.id)


@require_GET
@requires(Verb.SEE)
def show(request: HttpRequest, edition: UUID) -> HttpResponse:
    """An edition as the phone asks it."""
    found = _edition(edition)
    questions = xlsform_editions.questions_of(found)
    crumbs = [sweeps_crumb(), Crumb(_("Questionnaires"), reverse("console:questionnaires"))]
    context = {
        "edition": found,
        "parts": questions_page.parts_of(questions),
        "counted": questions_page.counted(questions),
        "crumbs": [*crumbs, Crumb(found.questionnaire.name)],
    }
    return render(request, "console/questionnaires/show.html", context)


@require_GET
@requires(Verb.SEE)
def export(request: HttpRequest, edition: UUID) -> HttpResponse:
    """An edition as an XLSForm workbook."""
    found = _edition(edition)
    response = HttpResponse(xlsform_editions.exported(found), content_type=MIME["xlsx"])
    name = f"{found.questionnaire.name}-{found.number}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _looked_at(request: HttpRequest, reading: Reading, file: str) -> HttpResponse:
    name = reading.title or file.rpartition(".")[0] or file
    initial = {"name": name[:80], "questions": signed(reading.questions) if not reading.faults else ""}
    return _preview(request, reading, EditionForm(initial=initial), status=422 if reading.faults else 200)


def _preview(request: HttpRequest, reading: Reading | None, form: EditionForm, *, status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "reading": reading}
    if reading is not None and not reading.faults:
        context |= {
            "parts": questions_page.parts_of(reading.questions),
            "counted": questions_page.counted(reading.questions),
        }
    crumbs = [sweeps_crumb(), Crumb(_("Questionnaires"), reverse("console:questionnaires"))]
    context["crumbs"] = [*crumbs, Crumb(_("A workbook"))]
    return render(request, "console/questionnaires/preview.html", context, status=status)


def _editions() -> list[Edition]:
    found = Edition.objects.select_related("questionnaire").prefetch_related("campaign_set")
    return list(found.order_by("questionnaire__name", "-number"))


def _edition(id: UUID) -> Edition:
    found = Edition.objects.select_related("questionnaire").filter(pk=id).first()
    if found is None:
        raise Problem("questionnaire.unknown")
    return found
