"""The map as a poster: of one compound at once, of all compounds in one job."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check, place_for, within
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.atlas import plans, poster, posters
from qiaomen.atlas.models import Copy, PosterRun
from qiaomen.base.problems import Problem
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.atlas import no_map, way
from qiaomen.console.views.atlas_forms import PosterForm, PostersForm
from qiaomen.places.models import Place
from qiaomen.places.walking import Walked

MIME = {"pdf": "application/pdf", "svg": "image/svg+xml"}
RUNS = 12


class Failure(NamedTuple):
    """A poster that could not be made."""

    place: Place
    copy: Copy
    why: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
def one(request: HttpRequest, place: UUID) -> HttpResponse:
    """Which copy of the poster, as which file; each one that is taken is written down."""
    worker = worker_of(request)
    found = place_for(worker, place)
    if found.kind not in plans.MAPPED:
        return no_map(request, found)
    form = PosterForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return render(request, "console/atlas/poster.html", _shown(worker, found))
    copy, kind = Copy(form.cleaned_data["copy"]), form.cleaned_data["form"]
    if copy == Copy.INTERNAL:
        _may_open(worker)
        check(worker, Verb.EXPORT, found.path)
    try:
        made = poster.poster(
            found, copy=copy, language=get_language(), base=request.build_absolute_uri("/"), reader=worker, form=kind
        )
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:place_poster", found.id)
    audit.write(worker, "export", found.id, list="poster", copy=str(copy), form=kind)
    return _file(made, f"{found.name} {_('Epidemic map')} {copy.label}.{kind}", MIME[kind])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.EXPORT)
def many(request: HttpRequest) -> HttpResponse:
    """Ask for the posters of all compounds of a place; below, what was asked for, and each morning's set."""
    worker = worker_of(request)
    form = PostersForm(request.POST or None, places=_places(worker), health=shows_health(worker))
    if request.method == "POST" and form.is_valid():
        posters.start(
            place=form.cleaned_data["place"], copies=[Copy(one) for one in form.cleaned_data["copies"]],
            language=get_language(), base=request.build_absolute_uri("/"), by=worker,
        )  # fmt: skip
        posters.begin()
        return redirect("console:posters")
    runs = list(_runs(worker)[:RUNS])
    failures = _failures(worker, runs)
    context = {
        "form": form,
        "runs": [(run, posters.seconds(run), _problem(run), failures[run.id]) for run in runs],
        "may_open": shows_health(worker),
        "now": timezone.now(),
        "crumbs": [Crumb(_("Map"), link("map")), Crumb(_("Posters of all compounds"))],
    }
    return render(request, "console/atlas/posters.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@requires(Verb.EXPORT)
def progress(request: HttpRequest, posters: UUID) -> HttpResponse:
    """How far a run is, asked every second; when it is over the page is loaded again."""
    run = _run(worker_of(request), posters)
    if run.finished_at is not None:
        return HttpResponseClientRefresh()
    return render(request, "console/atlas/posters_progress.html", {"run": run})


@never_cache
@require_POST
@requires(Verb.EXPORT)
def bundle(request: HttpRequest, posters: UUID) -> HttpResponse:
    """The posters of a run that the worker may take, as a ZIP; of one copy if it is named."""
    worker = worker_of(request)
    run = _run(worker, posters)
    wanted = [copy for copy in run.copies if copy == request.POST.get("copy", copy)]
    if Copy.INTERNAL in wanted:
        _may_open(worker)
    return _file(_packed(worker, run, wanted), _file_name(run), "application/zip")


def _packed(worker: Worker, run: PosterRun, copies: list[str]) -> bytes:
    packed = posters.bundle(run, copies, areas=areas(worker, Verb.EXPORT))
    audit.write(worker, "export", run.id, list="posters", copies=copies)
    return packed


def _file_name(run: PosterRun) -> str:
    return f"{run.place.name} {_('Epidemic map')} {timezone.localtime(run.asked_at):%Y-%m-%d %H%M}.zip"


def _may_open(worker: Worker) -> None:
    """The duty copy tells where somebody isolates: not for the police. Raises `access.forbidden`."""
    if not shows_health(worker):
        raise Problem("access.forbidden")


def _places(worker: Worker) -> QuerySet[Place]:
    """What one may ask for as a whole: where one's area begins, and the communities in it."""
    begins = Q(path__in=areas(worker, Verb.EXPORT))
    larger = Q(kind__in=["street", "community"]) & within(worker, Verb.EXPORT)
    return Place.objects.filter(begins | larger).order_by(Walked())


def _runs(worker: Worker) -> QuerySet[PosterRun]:
    """Runs for places in the worker's area, and for what holds it: of those, they may take their own."""
    around = {path[:end] for path in areas(worker, Verb.EXPORT) for end in range(9, len(path) + 1, 9)}
    mine = within(worker, Verb.EXPORT, "place__") | Q(place__path__in=around)
    return PosterRun.objects.filter(mine).select_related("place", "asked_by")


def _run(worker: Worker, id: UUID) -> PosterRun:
    """Raises `access.not_found` outside the worker's area."""
    return get_object_or_404(_runs(worker), pk=id)


def _problem(run: PosterRun) -> str:
    return Problem(run.problem).message if run.problem else ""


def _failures(worker: Worker, runs: list[PosterRun]) -> dict[UUID, list[Failure]]:
    """Of each run, which posters could not be made and why: those that the worker may take."""
    wanted = {failure["place"] for run in runs for failure in run.failures}
    places = Place.objects.filter(within(worker, Verb.EXPORT)).in_bulk(wanted)
    return {run.id: [made for one in run.failures if (made := _failure(places, one))] for run in runs}


def _failure(places: dict[UUID, Place], told: dict[str, Any]) -> Failure | None:
    if (place := places.get(UUID(told["place"]))) is None:
        return None
    return Failure(place, Copy(told["copy"]), Problem(told["code"], **told["details"]).message)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _shown(worker: Worker, place: Place) -> dict[str, object]:
    return {
        "place": place,
        "crumbs": [*way(place), Crumb(_("Poster"))],
        "may_open": worker.may(Verb.EXPORT, place) and shows_health(worker),
        "may_all": worker.may(Verb.EXPORT),
        "forms": [("pdf", "PDF"), ("svg", "SVG")],
        "map_url": link("place_map", place.id),
    }
