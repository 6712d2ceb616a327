"""Lists: what came from outside and whom policy or traits put on one; their rows, and one row."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import sheets
from qiaomen.console.asked import link, worker_of
from qiaomen.console.views import lists_page
from qiaomen.console.views import lists_words as words
from qiaomen.console.views.lists_asked import asked_rows, places_of
from qiaomen.console.views.lists_forms import ListForm
from qiaomen.console.views.lists_people import categories_of
from qiaomen.exchange import uploads
from qiaomen.exchange.models import Kind
from qiaomen.lists import queries
from qiaomen.lists.models import Category, Source

_PAGE = 50


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """The lists that came from outside with what is left of them, and the categories that people are in."""
    worker = worker_of(request)
    wanted = queries.wanted_by(worker)
    found = queries.lists(wanted)
    context = {
        "lists": [(one, Source(one.source).label, Category(one.category).label) for one in found],
        "categories": [(one, Category(one.category).label) for one in queries.categories(wanted)],
        "groups": categories_of(worker),
        "open": sum(one.open for one in found),
        "doubtful": sum(one.doubtful for one in found),
        "unknown": sum(one.unknown for one in found),
        "overdue": sum(one.overdue for one in found),
        "may_bring": worker.may(Verb.ADMINISTER),
        "may_decide": worker.may(Verb.DECIDE),
        "exports": sheets.offers(request, "lists") if found else [],
    }
    return render(request, "console/lists/index.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Verb.ADMINISTER)
def new(request: HttpRequest) -> HttpResponse:
    """Hand in a list from outside; from here on it is an import like any other, with its dry run."""
    worker = worker_of(request)
    uploads.visible_to(worker)
    form = ListForm(initial={"dated": timezone.localdate()})
    if request.method == "POST":
        form = ListForm(data=request.POST, files=request.FILES)
        if form.is_valid():
            about = form.about()
            said = {"title": about.title, "source": about.source, "category": about.category}
            files = ((file.name or "", file.read()) for file in form.cleaned_data["tables"])
            run = uploads.receive(
                files, worker=worker, kind=Kind.OUTSIDE, about={**said, "dated": about.dated.isoformat()}
            )
            return redirect("console:import", run=run.id)
    context = {"form": form, "crumbs": lists_page.way()}
    return render(request, "console/lists/new.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def rows(request: HttpRequest) -> HttpResponse:
    """Rows of one list, of one category, or of all: by state and place, the most urgent first."""
    seen = asked_rows(request)
    page = Paginator(queries.Rows(seen.wanted, sort=seen.sort), _PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    lists_page.complete(found)
    now = timezone.now()
    context = {
        "asked": seen,
        "page": page,
        "rows": [(one, words.MARKS[one.state], one.is_overdue(now)) for one in found],
        "segments": seen.segments(),
        "places": places_of(seen.worker, seen.place),
        "category": Category(seen.category).label if seen.category else "",
        "exports": sheets.offers(request, "list_rows"),
        "review_url": link("list_review", list=seen.chosen.id if seen.chosen else None),
        "may_decide": seen.worker.may(Verb.DECIDE),
        "sorts": queries.SORTS,
        "crumbs": lists_page.way(),
    }
    return render(request, "console/lists/rows.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def row(request: HttpRequest, row: UUID) -> HttpResponse:
    """One row: what the list says, whom it means, what was done, what to do."""
    worker = worker_of(request)
    found = queries.row_for(worker, row)
    return render(request, "console/lists/row.html", lists_page.page(found, worker))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def opened(request: HttpRequest, row: UUID) -> HttpResponse:
    """The same with id number and phones; who looked is written down."""
    worker = worker_of(request)
    found = queries.row_for(worker, row, Verb.SEE_IDENTITY)
    audit.disclose(worker, [found.id], where="list_row")
    return render(request, "console/lists/row.html", lists_page.page(found, worker, is_open=True))
