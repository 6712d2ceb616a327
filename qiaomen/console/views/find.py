"""Find anything: the search box of the top bar, as one types and as a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.outbreaks import keys_now
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console.asked import worker_of
from qiaomen.console.find.found import found

AS_TYPED = 5
PAGE = 30
LONGEST = 80


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
@of_one_moment
def find(request: HttpRequest) -> HttpResponse:
    """What fits the words in the body: a short panel for htmx, a page without scripts; an address holds none."""
    text = request.POST.get("q", "").strip()[:LONGEST]
    as_typed = request.headers.get("HX-Request") == "true"
    groups = []
    if text:
        limit = AS_TYPED if as_typed else PAGE
        groups = found(worker_of(request), keys_now(), text, limit=limit, opens=not as_typed)
    template = "console/find/panel.html" if as_typed else "console/find/index.html"
    return render(request, template, {"groups": groups, "search_text": text})
