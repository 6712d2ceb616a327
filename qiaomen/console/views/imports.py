"""The import wizard: files in, columns looked at, a dry run, the import, what could not be taken over, taking back."""

from typing import cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console.views import imports_pages as pages
from qiaomen.console.views.imports_forms import FilesForm, correction
from qiaomen.exchange import undoing, uploads
from qiaomen.exchange.files import is_readable, preview_of
from qiaomen.exchange.models import ImportRun, State, Upload
from qiaomen.exchange.outcomes import Outcome, outcome_of, refused_rows
from qiaomen.exchange.refused import refused_workbook
from qiaomen.exchange.workbooks import MIME

_PAGE = 50


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Verb.ADMINISTER)
def imports(request: HttpRequest) -> HttpResponse:
    """Hand in files; below, what was imported before."""
    worker = _worker(request)
    runs = uploads.visible_to(worker).defer("sealed_refused").select_related("worker").prefetch_related("uploads")
    form = FilesForm()
    if request.method == "POST":
        form = FilesForm(data=request.POST, files=request.FILES)
        if form.is_valid():
            files = ((file.name or "", file.read()) for file in form.cleaned_data["tables"])
            return redirect("console:import", run=uploads.receive(files, worker=worker).id)
    page = Paginator(runs, 20).get_page(request.GET.get("page"))
    shown = [(run, outcome_of(run) if run.state == State.DONE else None) for run in page]
    context = {"form": form, "page": page, "runs": shown, **pages.steps(None)}
    return render(request, "console/imports/index.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_GET
@requires(Verb.ADMINISTER)
def show(request: HttpRequest, run: UUID) -> HttpResponse:
    """Wherever an import is: its columns, its progress, what the dry run says, what it did."""
    worker = _worker(request)
    found = _run(worker, run)
    files = list(found.uploads.light())
    own = pages.is_own(found, worker)
    if found.state == State.READ and own:
        return redirect("console:import_file", run=run, upload=_to_look_at(files).id)
    context = {
        "run": found,
        "files": files,
        "is_own": own,
        "crumbs": pages.crumbs(timezone.localtime(found.created_at).strftime("%Y-%m-%d %H:%M")),
        **pages.steps(found, files[0]),
    }
    if found.state in (State.CHECKED, State.DONE, State.UNDONE):
        return _report(request, found, context)
    if found.state == State.FAILED:
        context["problem"] = Problem(found.problem)
    return render(request, "console/imports/waiting.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Verb.ADMINISTER)
def file(request: HttpRequest, run: UUID, upload: UUID) -> HttpResponse:
    """One file as it was understood, and the selects that put it right."""
    found = uploads.own(_worker(request), run)
    one = get_object_or_404(Upload.objects.defer("sealed"), pk=upload, run=found)
    if request.method == "POST":
        return _corrected(request, found, one)
    if found.state not in (State.READ, State.CHECKED, State.FAILED) or (one.sealed_preview is None and not one.problem):
        return redirect("console:import", run=run)
    files = list(found.uploads.light())
    context = {
        "run": found,
        "upload": one,
        "files": [(each, *pages.badge_of(each)) for each in files],
        "is_ready": any(map(is_readable, files)),
        "problem": Problem(one.problem["code"], **one.problem["details"]) if one.problem else None,
        "sheets": pages.sheets(one, found),
        "crumbs": pages.crumbs(_("Check columns")),
        "steps": pages.steps(found)["steps"],
        "step": 2,
        **pages.file_choices(one),
    }
    return render(request, "console/imports/columns.html", context)


@require_POST
@requires(Verb.ADMINISTER)
def check(request: HttpRequest, run: UUID) -> HttpResponse:
    """Begin the dry run."""
    uploads.start_check(uploads.own(_worker(request), run).id)
    return redirect("console:import", run=run)


@require_POST
@requires(Verb.ADMINISTER)
def start(request: HttpRequest, run: UUID) -> HttpResponse:
    """Begin the import."""
    worker = _worker(request)
    uploads.start(uploads.own(worker, run).id, worker=worker)
    return redirect("console:import", run=run)


@require_POST
@requires(Verb.ADMINISTER)
def drop(request: HttpRequest, run: UUID) -> HttpResponse:
    """Forget an import that has not begun, with its files."""
    uploads.drop(uploads.own(_worker(request), run).id)
    return redirect("console:imports")


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Verb.ADMINISTER)
def take_back(request: HttpRequest, run: UUID) -> HttpResponse:
    """Say what taking an import back would do, and begin it."""
    worker = _worker(request)
    found = _run(worker, run)
    if request.method == "POST":
        uploads.take_back(found.id, worker=worker)
        return redirect("console:import", run=run)
    if found.state != State.DONE or undoing.came_of(found) is None:
        return redirect("console:import", run=run)
    outcome = outcome_of(found) or Outcome()
    planned = undoing.plan_of(found)
    context = {
        "run": found,
        "free": len(planned.free),
        "stays": pages.stays(planned.stays),
        "kept": planned.stays.total(),
        "lists": [each.file for each in outcome.lists if each.opens],
        "has_register": pages.writes_register(outcome),
        "crumbs": pages.crumbs(_("Take this import back")),
    }
    return render(request, "console/imports/take_back.html", context)


@never_cache
@require_GET
@requires(Verb.ADMINISTER)
def progress(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far it is, asked every second; when it has come to an end, the page is loaded again."""
    found = _run(_worker(request), run)
    if not found.is_due:
        return HttpResponseClientRefresh()
    return render(request, "console/imports/progress.html", {"run": found})


@never_cache
@require_GET
@requires(Verb.ADMINISTER)
def refused(request: HttpRequest, run: UUID) -> HttpResponse:
    """Refused rows and cells to blame as a workbook, with reasons; what stood in the rows is in it, so it is logged."""
    worker = _worker(request)
    found = uploads.own(worker, run)
    outcome = outcome_of(found) or Outcome()
    rows = refused_rows(found)
    audit.write(worker, "import.refused", found.id, rows=len(rows))
    response = HttpResponse(refused_workbook(rows, outcome.cells), content_type=MIME["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="refused-{found.created_at:%Y%m%d-%H%M}.xlsx"'
    return response


def _report(request: HttpRequest, run: ImportRun, context: dict[str, object]) -> HttpResponse:
    outcome = outcome_of(run) or Outcome()
    found = pages.faults(outcome)
    wanted = request.GET.get("reason", "")
    listed = [fault for fault in found if fault.code == wanted] if wanted else found
    context |= {
        "outcome": outcome,
        "faults": found,
        "reasons": pages.by_reason(found),
        "wanted": wanted,
        "page": Paginator(listed, _PAGE).get_page(request.GET.get("page")),
        "lists": pages.lists(outcome),
        "opens": next((each.opens for each in outcome.lists if each.opens), ""),
        "can_be_undone": run.state == State.DONE and undoing.came_of(run) is not None,
        "has_register": pages.writes_register(outcome),
        "problem": Problem(run.problem) if run.problem and run.state == State.DONE else None,
    }
    if run.state == State.UNDONE:
        taken = undoing.taken_back(run)
        context |= {"taken": taken, "kept": sum(taken.stays.values()), "stays": pages.stays(taken.stays)}
    return render(request, "console/imports/report.html", context)


def _corrected(request: HttpRequest, run: ImportRun, upload: Upload) -> HttpResponse:
    """Keep what was chosen; then the same page, another file or the dry run."""
    full = Upload.objects.get(pk=upload.pk)
    uploads.correct(full, correction(request.POST, full, preview_of(full, run.outbreak.keys)))
    if request.POST.get("then") == "check":
        uploads.start_check(run.id)
        return redirect("console:import", run=run.id)
    return redirect("console:import_file", run=run.id, upload=upload.id)


def _to_look_at(files: list[Upload]) -> Upload:
    """The first file that cannot go in as it is, else the first."""
    return next((file for file in files if not is_readable(file)), files[0])


def _run(worker: Worker, run: UUID) -> ImportRun:
    runs = uploads.visible_to(worker).defer("sealed_refused").select_related("outbreak", "taken_back_by")
    found = runs.filter(pk=run).first()
    if found is None:
        raise Problem("access.not_found")
    return found


def _worker(request: HttpRequest) -> Worker:
    return cast(Worker, request.user)
