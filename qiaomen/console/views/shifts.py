"""Shifts: the board of posts and days, one shift, one person, and the strength by organisation."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import check, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import care_workers, parts, sheets, shifts_calendar, shifts_page
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.console.kept_page import may
from qiaomen.console.views.shifts_forms import AwayForm, ChangeForm
from qiaomen.places.models import Place
from qiaomen.shifts import actions, intake, queries
from qiaomen.shifts.models import Away, Rostered, Shift
from qiaomen.shifts.queries import Row

DAYS, PAGE, SHOWN = 7, 40, 100


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """A week of posts, page by page."""
    first, place = day_of(request), _place(request)
    rows = queries.listed(
        worker_of(request), first=first, last=first + timedelta(days=DAYS - 1), below=place.path if place else ""
    )
    board = shifts_page.board(rows, first, DAYS, timezone.now())
    at = place.id if place else None
    context = {
        "page": Paginator(board, PAGE).get_page(request.GET.get("page")),
        "days": [first + timedelta(days=number) for number in range(DAYS)],
        "before": link("shifts", day=(first - timedelta(days=DAYS)).isoformat(), place=at),
        "after": link("shifts", day=(first + timedelta(days=DAYS)).isoformat(), place=at),
        "place": place,
        "segments": shifts_page.segments("shifts"),
        "exports": sheets.offers(request, "shifts", day=first.isoformat()),
    }
    return render(request, "console/shifts/board.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def strength(request: HttpRequest) -> HttpResponse:
    """Who was rostered on a day, who came and who is missing, by organisation; each number opens its list."""
    day, place, now = day_of(request), _place(request), timezone.now()
    rows = queries.listed(worker_of(request), first=day, last=day, below=place.path if place else "")
    found = queries.strength(rows, now)
    at, count = place.id if place else None, request.GET.get("count", "")
    page = Paginator(chosen(request, rows) if count else [], SHOWN).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "total": queries.total(found),
        "stats": shifts_page.numbers(queries.total(found), day=day, place=at),
        "lines": [(one, shifts_page.numbers(one, day=day, place=at)) for one in found],
        "words": list(shifts_page.count_words().values()),
        "page": page,
        "listed": shifts_page.lines(list(page), now),
        "count": count,
        "before": link("shift_strength", day=(day - timedelta(days=1)).isoformat(), place=at),
        "after": link("shift_strength", day=(day + timedelta(days=1)).isoformat(), place=at),
        "segments": shifts_page.segments("shift_strength"),
        "exports": sheets.offers(request, "shift_strength", day=day.isoformat()),
    }
    return render(request, "console/shifts/strength.html", context)


@require_safe
@requires(Verb.SEE)
def one(request: HttpRequest, turn: UUID) -> HttpResponse:
    """One shift: who stands it, what happened; who leads sends somebody else."""
    worker, now = worker_of(request), timezone.now()
    row = queries.shift_for(worker, turn)
    [line] = shifts_page.lines([row], now)
    may_change = may(worker, Verb.ASSIGN, row.path) and row.ends_at > now and row.cancelled_at is None
    stands = Rostered.objects.filter(is_active=True).values_list("worker_id", flat=True)
    context = {
        "line": line,
        "story": shifts_page.story(row.id),
        "may_change": may_change,
        "workers": [one for one in care_workers.around(worker) if one[0] in set(stands)] if may_change else [],
        "crumbs": [parts.Crumb(_("Shifts"), link("shifts")), parts.Crumb(row.post_words)],
    }
    return render(request, "console/shifts/one.html", context)


@require_POST
@requires(Verb.ASSIGN)
def change(request: HttpRequest, turn: UUID) -> HttpResponse:
    """Who leads has somebody else stand it, cancels it, or has it in hand."""
    worker, form = worker_of(request), ChangeForm(request.POST)
    row = queries.shift_for(worker, turn, Verb.ASSIGN)
    if not form.is_valid() or (form.cleaned_data["change"] == "replaced") != bool(form.cleaned_data["worker"]):
        messages.error(request, _("Something is missing. Fill in the form again."))
        return redirect("console:shift_one", row.id)
    said = form.cleaned_data
    shift = Shift.objects.get(pk=row.id)
    despite = intake.broken(shift, said["worker"]) if said["despite"] and said["worker"] else []
    told = actions.change(
        shift, said["change"], worker=said["worker"], despite=despite, note=said["note"], by=worker, now=timezone.now()
    )
    if told.verdict == "accepted":
        messages.success(request, _("Written down."))
    else:
        messages.error(request, told.message or _("This could not be recorded."))
    return redirect("console:shift_one", row.id)


@require_safe
@requires(Verb.SEE)
def person(request: HttpRequest, stander: UUID) -> HttpResponse:
    """One person's shifts, and when they are away."""
    reader, found = worker_of(request), rostered(request, stander, Verb.SEE)
    first = timezone.localdate() - timedelta(days=7)
    rows = queries.listed(reader, first=first, of=stander)
    context = {
        "person": found,
        "lines": shifts_page.lines(sorted(rows, key=lambda one: one.begins_at), timezone.now()),
        "hours": sum(one.minutes for one in rows) // 60,
        "nights": sum(one.is_night for one in rows),
        "away": Away.objects.filter(worker=stander, until__gt=timezone.now()).order_by("since"),
        "form": AwayForm(),
        "may_change": may(reader, Verb.ASSIGN, found.place.path),
        "crumbs": [
            parts.Crumb(_("Shifts"), link("shifts")),
            parts.Crumb(pgettext("shifts", "People"), link("shift_people")),
            parts.Crumb(found.worker.name),
        ],
    }
    return render(request, "console/shifts/person.html", context)


@require_POST
@requires(Verb.EXPORT)
def calendar(request: HttpRequest, stander: UUID) -> HttpResponse:
    """One person's shifts as a calendar file; the export is written down."""
    reader, found = worker_of(request), rostered(request, stander, Verb.EXPORT)
    rows = queries.listed(reader, verb=Verb.EXPORT, first=timezone.localdate() - timedelta(days=7), of=stander)
    audit.write(reader, "export", found.worker_id, list="shift_calendar", rows=len(rows))
    response = HttpResponse(shifts_calendar.written(rows, timezone.now()), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="shifts.ics"'
    return response


def rostered(request: HttpRequest, stander: UUID, verb: Verb) -> Rostered:
    """Somebody who stands shifts. Raises `access.not_found`, `access.forbidden`."""
    found = Rostered.objects.select_related("worker__organisation", "place").filter(pk=stander).first()
    if found is None:
        raise Problem("access.not_found")
    check(worker_of(request), verb, found.place.path)
    return found


def chosen(request: HttpRequest, rows: list[Row]) -> list[Row]:
    """Those of a number, of an organisation where one is named."""
    count, organisation, now = request.GET.get("count", "rostered"), id_of(request, "organisation"), timezone.now()
    if count not in queries.COUNTS:
        raise Problem("access.not_found")
    return [one for one in rows if one.counts(count, now) and organisation in (None, one.organisation)]


def day_of(request: HttpRequest) -> date:
    """The day that is asked for; today. Raises `access.not_found` for what is none."""
    given: Any = request.GET.get("day")
    try:
        return date.fromisoformat(given) if given else timezone.localdate()
    except ValueError:
        raise Problem("access.not_found") from None


def _place(request: HttpRequest) -> Place | None:
    wanted = id_of(request, "place")
    return place_for(worker_of(request), wanted) if wanted else None
