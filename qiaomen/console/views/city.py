"""The city's districts side by side: how they stand right now, and the figures of their frozen reports."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.snapshot import of_one_moment
from qiaomen.city import compare
from qiaomen.console import city_page, sheets
from qiaomen.console.asked import worker_of


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Coverage, gaps, pace and age of the last figure of each district; who is silent, who is late; their sum."""
    found = compare.rows(worker_of(request), timezone.now())
    context = {
        "rows": city_page.lines(found),
        "sums": city_page.sums(found),
        "silent": [row for row in found if row.is_silent],
        "late": [row for row in found if row.is_late],
        "exports": sheets.offers(request, "city"),
    }
    return render(request, "console/city/index.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def reports(request: HttpRequest) -> HttpResponse:
    """The figures of a cut-off, district by district, with their sum."""
    worker = worker_of(request)
    cuts = compare.cuts(worker)
    cut = city_page.cut_of(request, cuts)
    context: dict[str, object] = {"cuts": city_page.segments(cuts, cut), "cut": cut}
    if cut is not None:
        members, figures, definitions = compare.figures(worker, cut)
        context |= {
            "members": members,
            "figures": [(one, list(zip(members, one.numbers, strict=True))) for one in figures],
            "missing": [member for at, member in enumerate(members) if all(f.numbers[at] is None for f in figures)],
            "definitions": definitions if len(definitions) > 1 else [],
            "exports": sheets.offers(request, "city_report"),
        }
    return render(request, "console/city/reports.html", context)
