"""The daily report: the newest one down the tree, earlier ones, what changed, the list behind each number, freezing."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.queries import areas, visible_places
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.changes import now_seq
from qiaomen.base.problems import Problem
from qiaomen.console import reports_page, sheets
from qiaomen.console.asked import worker_of
from qiaomen.console.parts import Crumb, Segment
from qiaomen.console.reports_page import Looked
from qiaomen.console.reports_sheets import asked_figure, receipt_words
from qiaomen.places.models import Place
from qiaomen.reports import corrections, freezing, listing, sending
from qiaomen.reports.models import Table
from qiaomen.reports.models_sending import Form

PAGE = 200
KEPT = 60


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """The newest report, or how to get the first one."""
    report = reports_page.newest(worker_of(request))
    if report is None:
        return render(request, "console/reports/none.html", _shell(request, "today") | _freezing(request))
    return _show(request, reports_page.look(request, report.id), "today")


@require_safe
@requires(Verb.SEE)
def show(request: HttpRequest, report: UUID) -> HttpResponse:
    """One report, or the part of it that its address asks for."""
    looked = reports_page.look(request, report)
    newest = reports_page.newest(looked.worker)
    return _show(request, looked, "today" if newest == looked.report else "earlier")


@require_safe
@requires(Verb.SEE)
def members(request: HttpRequest, report: UUID, figure: str) -> HttpResponse:
    """The list behind a number, as it was when the report was frozen."""
    looked, key, shown = asked_figure(request, report, figure)
    found = listing.members(looked.report, key, [looked.node.path], shown)
    column = next(one for one in looked.shown.columns if one.key == key)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    opens = _opens(looked)
    rows = [
        (row, row.name if row.path.startswith(opens) else sheets.mask(row.name)) for row in listing.told(list(page))
    ]
    context = {
        "looked": looked,
        "column": column,
        "total": found.amount,
        "page": page,
        "rows": rows,
        "tells_who": any(name for _row, name in rows),
        "adds": found.amount != len(found),
        "views": _views(looked, key, shown),
        "exports": sheets.offers(request, "report_members", report=report, figure=key, show=shown),
        "crumbs": reports_page.crumbs(looked, Crumb(column.name)),
    }
    return render(request, "console/reports/members.html", context)


@require_safe
@requires(Verb.SEE)
def changes(request: HttpRequest, report: UUID) -> HttpResponse:
    """What changed since the report before, and on demand what would be corrected in this one by now."""
    looked = reports_page.look(request, report)
    live = corrections.between(looked.report, now_seq()) if request.GET.get("live") and looked.is_whole else None
    names = {column.key: column.name for column in looked.shown.columns}
    found = reports_page.differences(looked)
    context = {
        **_shell(request, "changes", looked),
        "looked": looked,
        "changed": [one for one in found if not one.is_still],
        "still": [one for one in found if one.is_still],
        "live": None if live is None else [(names[one.figure], one) for one in live if one.figure in names],
        "exports": sheets.offers(request, "report_changes", report=report),
        "crumbs": reports_page.crumbs(looked, Crumb(_("What changed"))),
    }
    return render(request, "console/reports/changes.html", context)


@require_safe
@requires(Verb.SEE)
def earlier(request: HttpRequest) -> HttpResponse:
    """The reports that there are, the newest first."""
    found = reports_page.visible(worker_of(request)).defer("tree", "numbers")
    page = Paginator(found, KEPT).get_page(request.GET.get("page"))
    context = {
        **_shell(request, "earlier"),
        "page": page,
        "rows": [(one, bytes(one.digest).hex()[:16]) for one in page],
        "exports": sheets.offers(request, "reports"),
    }
    return render(request, "console/reports/earlier.html", context)


@require_POST
@requires(Verb.DECIDE)
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the report of the place that the worker answers for, as of now."""
    worker, now = worker_of(request), timezone.now()
    place = visible_places(worker, Verb.DECIDE).order_by("path").first()
    if place is None:
        raise Problem("access.not_found")
    made = freezing.freeze(place=place, cut=now, by=worker, now=now)
    messages.success(request, _("Frozen. From now on it says what it says; what comes later stands in the next one."))
    return redirect("console:report", made.id)


def _show(request: HttpRequest, looked: Looked, room: str) -> HttpResponse:
    headings = reports_page.headings(looked)
    heading = reports_page.chosen(headings, request.GET.get("group", ""))
    sent = list(sending.sendings(looked.worker, report=looked.report)) if looked.is_whole else []
    context = {
        **_shell(request, room, looked),
        **_freezing(request),
        "looked": looked,
        "headings": headings,
        "heading": heading,
        "tabs": [
            Segment(one.name, looked.link("report", group=one.key), heading is not None and one.key == heading.key)
            for one in headings
        ],
        "places": reports_page.by_place(looked, heading) if heading else [],
        "own": reports_page.own_places(looked),
        "sent": [(one, receipt_words(one.receipts[-1]) if one.receipts else "") for one in sent],
        "may_export": looked.worker.may(Verb.EXPORT),
        "papers": [(str(form), form.label) for form in Form],
        "tables": Table.objects.filter(until=None, outbreak=looked.report.outbreak_id) if looked.is_whole else [],
        "exports": sheets.offers(request, "report_places", report=looked.report.id),
        "crumbs": reports_page.crumbs(looked),
    }
    return render(request, "console/reports/show.html", context)


def _shell(request: HttpRequest, room: str, looked: Looked | None = None) -> dict[str, object]:
    worker = worker_of(request)
    report = looked.report if looked else reports_page.newest(worker)
    return {"segments": reports_page.rooms(worker, room, report)}


def _freezing(request: HttpRequest) -> dict[str, Place | None]:
    """Whose report somebody may freeze by hand: of the outermost place that they decide for."""
    return {"freezes": visible_places(worker_of(request), Verb.DECIDE).order_by("path").first()}


def _opens(looked: Looked) -> tuple[str, ...]:
    """Where the reader sees names in full."""
    return tuple(areas(looked.worker, Verb.SEE_IDENTITY))


def _views(looked: Looked, figure: str, shown: str) -> list[Segment]:
    words = {
        "all": _("All"),
        "new": _("New since the report before"),
        "gone": _("No longer counted"),
        "came": _("Came late"),
        "taken": _("Taken back"),
    }
    return [
        Segment(word, looked.link("report_members", figure, show=None if key == "all" else key), key == shown)
        for key, word in words.items()
    ]
