"""Clues: the list, and one as a time line. Words, and who told it, are opened on asking."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.attachments.queries import photos_of_records
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.clues import actions, doubles, files, queries
from qiaomen.clues.models import State
from qiaomen.clues.queries import Row
from qiaomen.clues.rules import rules_of
from qiaomen.console import clues_links, clues_page, photos, sheets
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.parts import Crumb
from qiaomen.console.views.clues_forms import ElsewhereForm

MOST = 200


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """The clues of a view, what is late first; each number is that of its list."""
    worker, now = worker_of(request), timezone.now()
    shown = request.GET.get("show") or "open"
    if shown not in queries.SHOWN:
        raise Problem("access.not_found")
    numbers = queries.numbers(worker, now=now)
    found = queries.clues(worker, shown, now=now, most=MOST)
    context = {
        "rows": _lines(found, worker, now=now),
        "more": max(numbers[shown] - MOST, 0),
        "shown": shown,
        "numbers": numbers,
        "segments": clues_page.segments(shown, numbers),
        "may_record": worker.may(Verb.RECORD),
        "may_decide": worker.may(Verb.DECIDE),
        "may_administer": worker.may(Verb.ADMINISTER),
        "exports": sheets.offers(request, "clues"),
    }
    return render(request, "console/clues/index.html", context)


@require_safe
@requires(Verb.SEE)
def clue(request: HttpRequest, clue: UUID) -> HttpResponse:
    """One clue with its steps; words stay sealed."""
    return page(request, queries.clue_for(worker_of(request), clue, now=timezone.now()))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def opened(request: HttpRequest, clue: UUID) -> HttpResponse:
    """The same with its words, but not who told it; who opened them is written down."""
    worker = worker_of(request)
    found = queries.clue_for(worker, clue, now=timezone.now())
    check(worker, Verb.SEE_IDENTITY, found.path)
    audit.write(worker, "words.opened", found.id, records=1)
    return page(request, found, opens="words")


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY, of_health=True)
def reporter(request: HttpRequest, clue: UUID) -> HttpResponse:
    """The same with who told it: for those who decide there, and each look is written down."""
    worker = worker_of(request)
    found = queries.clue_for(worker, clue, now=timezone.now())
    check(worker, Verb.SEE_IDENTITY, found.path)
    if not may(worker, Verb.DECIDE, found.path):
        messages.error(request, _("Who told a clue is shown to those only who decide there."))
        return redirect("console:clue", found.id)
    audit.write(worker, "clue.reporter_seen", found.id, records=1)
    return page(request, found, opens="reporter")


@never_cache
@require_safe
@requires(Verb.SEE_IDENTITY, of_health=True)
def photo(request: HttpRequest, clue: UUID, photo: UUID) -> HttpResponse:
    """A photo of one of its steps; who looked at it is written down."""
    worker = worker_of(request)
    found = queries.clue_for(worker, clue, now=timezone.now())
    check(worker, Verb.SEE_IDENTITY, found.path)
    return photos.shown(worker, [one.told.id for one in queries.thread(found.id)], photo, clue=found.id)


def page(request: HttpRequest, found: Row, *, opens: str = "", more: dict[str, Any] | None = None) -> HttpResponse:
    """A clue's page. `opens`: words, or reporter with them; `more` is what a form of it answers."""
    worker, now = worker_of(request), timezone.now()
    lines = queries.thread(found.id, keys=Outbreak.objects.current().keys if opens else None)
    may_do = {verb.value: may(worker, verb, found.path) for verb in (Verb.RECORD, Verb.DECIDE, Verb.SEE_IDENTITY)}
    may_do["see_identity"] = may_do["see_identity"] and shows_health(worker)
    taken = photos_of_records([one.told.id for one in lines]) if shows_health(worker) else {}
    [line] = _lines([found], worker, now=now)
    context: dict[str, Any] = {
        "line": line,
        "row": found,
        "told": clues_page.told(lines, taken, names_teller=opens == "reporter"),
        "opens": opens,
        "may": may_do,
        "proposed": _proposed(found, worker, now=now) if found.state != State.JOINED else [],
        "group": _group(found, worker, now=now),
        "first_told": actions.first_told(found),
        "elsewhere_form": ElsewhereForm(auto_id="elsewhere-%s"),
        "dispatch_form": clues_links.dispatch_form(found, worker, now=now) if may_do["decide"] else None,
        "linked": clues_links.linked(found.id, worker) if shows_health(worker) else [],
        "counts": found.id in files.verified([found.id]),
        "rewards": rules_of(Outbreak.objects.current()).rewards,
        "crumbs": [Crumb(pgettext("room", "Clues"), link("clues")), Crumb(line.what)],
        **(more or {}),
    }
    return render(request, "console/clues/clue.html", context)


def _lines(found: list[Row], worker: Worker, *, now: Any) -> list[clues_page.Line]:
    near = doubles.doubles([one.id for one in found if one.state != State.JOINED], areas(worker, Verb.SEE))
    decides = tuple(areas(worker, Verb.DECIDE))
    known = queries.series([one.id for one in found if one.path.startswith(decides)])
    return clues_page.lines(found, now, doubles=near, series=known)


def _proposed(found: Row, worker: Worker, *, now: Any) -> list[tuple[clues_page.Line, bool]]:
    """Other clues that may be of the same thing, and whether they name the same plate."""
    paths = areas(worker, Verb.SEE)
    near = doubles.doubles([found.id], paths).get(found.id, [])
    others = queries.of_ids([one.clue for one in near], paths, now=now)
    plates = {one.clue: one.same_plate for one in near}
    return [(line, plates[line.row.id]) for line in clues_page.lines(others, now, doubles={}, series={})]


def _group(found: Row, worker: Worker, *, now: Any) -> list[clues_page.Line]:
    """The other clues of the same thing."""
    ids = [one for one in queries.group(found) if one != found.id]
    others = queries.of_ids(ids, areas(worker, Verb.SEE), now=now)
    return clues_page.lines(others, now, doubles={}, series={})
