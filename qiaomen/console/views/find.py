"""Find anything: the search box of the top bar, as one types and as a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.outbreaks import keys_now
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import care_workers
from qiaomen.console.asked import worker_of
from qiaomen.console.find import places
from qiaomen.console.find.found import found
from qiaomen.console.place_field import labelled

AS_TYPED = 5
PAGE = 30
LONGEST = 80
OPTIONS = 12


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


@never_cache
@require_POST
@requires(Verb.SEE)
@of_one_moment
def find_places(request: HttpRequest) -> HttpResponse:
    """The places of a form's box that are called so: of these kinds, where the reader may do what the form is for."""
    text, verb = request.POST.get("q", "").strip()[:LONGEST], request.POST.get("verb", Verb.SEE)
    if verb not in Verb.values:
        raise Problem("access.not_found")
    kinds = [kind for kind in request.POST.get("kinds", "").split(",") if kind]
    paths = areas(worker_of(request), Verb(verb))
    called = places.places(text, paths, limit=OPTIONS, kinds=kinds) if text else []
    options = labelled((one.id, one.path, one.name) for one in called)
    return render(request, "console/find/places.html", {"options": options, "search_text": text})


@never_cache
@require_POST
@requires(Verb.ASSIGN)
@of_one_moment
def find_workers(request: HttpRequest) -> HttpResponse:
    """The workers of a form's box who are called so: those who work where the reader assigns, or around it."""
    text = request.POST.get("q", "").strip()[:LONGEST]
    options = care_workers.called(worker_of(request), text, limit=OPTIONS) if text else []
    return render(request, "console/find/places.html", {"options": options, "search_text": text})
