"""Quick re-entry of a page: keyboard first, in the order of the paper, taken back with one press."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.numbers import number_of
from qiaomen.console import doors as drawn
from qiaomen.console.asked import worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.paper_forms import DayForm, LineForm, line_forms
from qiaomen.ledger.wire import Verdict
from qiaomen.paper import entry, walklist
from qiaomen.paper.models import WalkPage
from qiaomen.paper.outcomes import OUTCOMES, PRESENCES


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Verb.RECORD)
def page(request: HttpRequest, page: str) -> HttpResponse:
    """GET shows the page's lines; POST submits those that were filled in, all of them or, with a fault, none."""
    worker = worker_of(request)
    found = entry.page_for(worker, page)
    if request.method != "POST":
        return _page(request, found, DayForm(initial={"day": timezone.localdate()}))
    day_form = DayForm(request.POST)
    day = day_form.cleaned_data["day"] if day_form.is_valid() else timezone.localdate()
    forms = line_forms(entry.rows_of(found), day, request.POST)
    # Every line is read, so that all faults are told at once.
    if not all([day_form.is_valid(), *(form.is_valid() for form in forms)]):
        return _page(request, found, day_form, forms)
    typed = [one for form in forms if (one := form.typed()) is not None]
    verdicts = entry.enter(found, typed, worker=worker)
    return _told(request, found, day_form, forms, verdicts)


@require_POST
@requires(Verb.RECORD)
def take_back(request: HttpRequest, page: str) -> HttpResponse:
    """Take back one line, or with `undo` what was entered last."""
    worker = worker_of(request)
    found = entry.page_for(worker, page)
    if line := request.POST.get("line", ""):
        number = number_of(line)
        count = 0 if number is None else entry.take_back(found, worker=worker, numbers=[number])
    else:
        last = found.lines.filter(entered_by=worker).order_by("-entered_at").first()
        count = entry.take_back(found, worker=worker, batch=last.batch) if last is not None else 0
    if count:
        messages.success(request, ngettext("%(n)s line taken back.", "%(n)s lines taken back.", count) % {"n": count})
    else:
        messages.error(request, _("There was nothing that you may take back."))
    return redirect("console:paper_page", found.code)


@require_POST
@requires(Verb.RECORD)
def destroyed(request: HttpRequest, page: str) -> HttpResponse:
    """Somebody states that the list and all its copies are destroyed."""
    worker = worker_of(request)
    found = entry.page_for(worker, page)
    walklist.destroyed(found.walk_list, by=worker)
    messages.success(request, _("Written down: every copy of this list is destroyed."))
    return redirect("console:paper")


def _told(
    request: HttpRequest, page: WalkPage, day: DayForm, forms: list[LineForm], verdicts: dict[int, Verdict]
) -> HttpResponse:
    """Say what came of it: refused lines stay in their fields, with the reason."""
    refused = {number: said for number, said in verdicts.items() if said.verdict not in ("accepted", "duplicate")}
    entered = len(verdicts) - len(refused)
    if entered:
        said = ngettext("%(n)s line entered.", "%(n)s lines entered.", entered) % {"n": entered}
        messages.success(request, said, extra_tags=f"undo:{reverse('console:paper_take_back', args=[page.code])}")
    elif not refused:
        messages.error(request, _("Nothing was filled in."))
    if not refused:
        return redirect("console:paper_page", page.code)
    left = [form for form in forms if form.row.line.number in refused or form.typed() is None]
    for form in left:
        if said_of := refused.get(form.row.line.number):
            form.add_error(None, str(said_of.message))
    return _page(request, page, day, left)


def _page(request: HttpRequest, page: WalkPage, day: DayForm, forms: list[LineForm] | None = None) -> HttpResponse:
    shown = entry.rows_of(page)
    given: date = day.initial.get("day") or timezone.localdate()
    by_number = {form.row.line.number: form for form in (line_forms(shown, given) if forms is None else forms)}
    made = page.walk_list
    sees = worker_of(request).may(Verb.SEE, made.place)
    context: dict[str, Any] = {
        "page": page,
        "list": made,
        "owner": walklist.owner_of(made),
        "pages": made.pages.order_by("number"),
        "crumbs": [Crumb(_("Walk lists"), reverse("console:paper"))],
        "day_form": day,
        "lines": [(row, by_number.get(row.line.number), _state(row)) for row in shown],
        "left": sum(row.line.record is None for row in shown),
        "outcomes": [(key, value, word) for key, (value, word) in OUTCOMES.items()],
        "presences": [(key, value, word) for key, (value, word) in PRESENCES.items()],
        "sees": sees,
        "is_late": timezone.now() > made.destroy_by,
        "has_faults": any(form.errors for form in by_number.values()) or bool(day.errors),
    }
    return render(request, "console/paper/page.html", context, status=422 if context["has_faults"] else 200)


def _state(row: entry.Row) -> str:
    return drawn.OF_TARGET[row.state] if row.state is not None else ""
