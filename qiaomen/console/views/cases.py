"""The line list of cases, and the curve by day of onset."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import cases_page, parts, sheets
from qiaomen.console.asked import link, worker_of
from qiaomen.monitoring import queries

PAGE = 200


@require_safe
@requires(Verb.SEE, of_health=True)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """Cases by onset, with the curve above."""
    worker = worker_of(request)
    page = Paginator(queries.line_list(worker), PAGE).get_page(request.GET.get("page"))
    cases = list(page)
    locate(cases)
    context = {
        "rows": cases_page.lines(cases),
        "page": page,
        "curve": cases_page.draw(queries.curve(worker)),
        "exports": sheets.offers(request, "cases"),
        "crumbs": [parts.Crumb(_("People under a measure"), link("episodes")), parts.Crumb(_("Cases"))],
    }
    return render(request, "console/cases/index.html", context)
