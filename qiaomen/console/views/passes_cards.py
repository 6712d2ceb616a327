"""Passes on paper: a single card, or those of all people of a place in one job."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
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
from qiaomen.access.queries import areas, within
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import parts
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views.passes_forms import CardsForm
from qiaomen.households import file as reading
from qiaomen.paper import cards as printing
from qiaomen.passes import queries
from qiaomen.passes.models import CardRun
from qiaomen.places.models import Place
from qiaomen.places.walking import Walked

RUNS = 12
# Buildings are offered while a list can hold them: of a district there are thousands.
OFFERED = 1000
_WIDE = ("street", "community")
_MIDDLE = (*_WIDE, "compound", "urban_village", "resident_group")
SMALLER = ((*_MIDDLE, "building"), _MIDDLE, _WIDE)
KINDS = {"pdf": "application/pdf", "zip": "application/zip"}


@require_POST
@requires(Verb.DECIDE)
def one(request: HttpRequest, pass_id: UUID) -> HttpResponseBase:
    """One pass as a card."""
    worker, found = worker_of(request), queries.pass_by_id(pass_id)
    if found is None:
        raise Problem("access.not_found")
    file = reading.file_for(worker, found.person, Verb.DECIDE)
    label = file.person.home_door.label if file.person.home_door else ""
    try:
        made = printing.one(found, label=label, by=worker, now=timezone.now())
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("console:person", found.person)
    return _file([made], f"{_('Pass')} {found.id.hex[:8]}.pdf", "pdf")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.DECIDE)
def many(request: HttpRequest) -> HttpResponse:
    """Ask for the cards of a place; below, what was asked for."""
    worker = worker_of(request)
    form = CardsForm(request.POST or None, places=_places(worker))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        printing.start(
            place=given["place"], without_phone=given["who"] == "without_phone", paper=given["paper"],
            language=get_language(), by=worker, now=timezone.now(),
        )  # fmt: skip
        printing.begin()
        return redirect("console:pass_cards")
    runs = [(run, Problem(run.problem).message if run.problem else "") for run in _runs(worker)[:RUNS]]
    crumbs = [parts.Crumb(_("Passes"), link("passes")), parts.Crumb(_("Cards"))]
    context = {"form": form, "runs": runs, "crumbs": crumbs}
    return render(request, "console/passes/cards.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@requires(Verb.DECIDE)
def progress(request: HttpRequest, cards: UUID) -> HttpResponse:
    """How far a run is, asked every second; when it is over the page is loaded again."""
    run = get_object_or_404(_runs(worker_of(request)), pk=cards)
    if run.finished_at is not None:
        return HttpResponseClientRefresh()
    return render(request, "console/passes/cards_progress.html", {"run": run})


@never_cache
@require_POST
@requires(Verb.DECIDE)
def take(request: HttpRequest, cards: UUID) -> HttpResponseBase:
    """The cards of a run; that they were taken is written down."""
    worker = worker_of(request)
    run = get_object_or_404(_runs(worker), pk=cards)
    if run.finished_at is None:
        messages.info(request, _("These cards are being printed."))
        return redirect("console:pass_cards")
    if not run.sheets.exists():
        messages.error(request, _("These cards are not kept any more. Ask for them again."))
        return redirect("console:pass_cards")
    audit.write(worker, "export", run.id, list="cards")
    kind = printing.kind(run)
    name = f"{run.place.name} {_('Passes')} {timezone.localtime(run.asked_at):%Y-%m-%d %H%M}.{kind}"
    return _file(printing.content(run), name, kind)


@require_POST
@requires(Verb.DECIDE)
def cancel(request: HttpRequest, cards: UUID) -> HttpResponse:
    """Call a run off that is under way."""
    if not printing.cancel(get_object_or_404(_runs(worker_of(request)), pk=cards)):
        messages.info(request, _("These cards were ready already."))
    return redirect("console:pass_cards")


def _places(worker: Worker) -> QuerySet[Place]:
    """What one may print for as a whole: where one's area begins, and what lies in it, as small as a list can offer."""
    begins, inside = Q(path__in=areas(worker, Verb.DECIDE)), within(worker, Verb.DECIDE)
    for kinds in SMALLER:
        found = Place.objects.filter(begins | (Q(kind__in=kinds) & inside))
        if found[: OFFERED + 1].count() <= OFFERED:
            break
    return found.order_by(Walked())


def _runs(worker: Worker) -> QuerySet[CardRun]:
    return CardRun.objects.filter(within(worker, Verb.DECIDE, "place__")).select_related(
        "place", "outbreak", "asked_by"
    )


def _file(content: Iterable[bytes], name: str, kind: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(content, content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
