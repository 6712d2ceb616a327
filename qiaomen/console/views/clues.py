"""Clues: a list, and one with its words on asking. Who told it is opened with them, and that is written down."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.clues.models import Clue
from qiaomen.console import needs_page, sheets
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.parts import Crumb


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Clues, the newest first."""
    worker = worker_of(request)
    context = {
        "rows": needs_page.told_clues(worker),
        "segments": needs_page.segments("clues", worker, shows_health=shows_health(worker)),
        "exports": sheets.offers(request, "clues"),
    }
    return render(request, "console/clues/index.html", context)


@require_safe
@requires(Verb.SEE)
def clue(request: HttpRequest, clue: UUID) -> HttpResponse:
    """One clue, without its words."""
    return _page(request, _found(request, clue, Verb.SEE))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def opened(request: HttpRequest, clue: UUID) -> HttpResponse:
    """The same with its words and who told it; who opened them is written down."""
    found, worker = _found(request, clue, Verb.SEE_IDENTITY), worker_of(request)
    audit.write(worker, "words.opened", found.id, records=1)
    return _page(request, found, words=needs_page.words(found.id, worker))


def _found(request: HttpRequest, clue: UUID, verb: Verb) -> Clue:
    found = Clue.objects.filter(pk=clue).first()
    if found is None:
        raise Problem("access.not_found")
    place_for(worker_of(request), found.place, verb)
    return found


def _page(request: HttpRequest, found: Clue, *, words: list[tuple[str, str]] | None = None) -> HttpResponse:
    worker, row = worker_of(request), needs_page.row_of(found)
    may_open = words is None and shows_health(worker) and may(worker, Verb.SEE_IDENTITY, row.path)
    context = {
        "row": row,
        "clue": found,
        "words": words,
        "may_open": may_open,
        "crumbs": [Crumb(pgettext("room", "Clues"), link("clues")), Crumb(found.get_what_display())],
    }
    return render(request, "console/clues/clue.html", context)
