"""Highway checkpoints: the district's, one of them on one page, the stops behind each number, a plate, a note."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.checkpoints import counts, plates, queries
from qiaomen.checkpoints.counts import COUNTS, OF_HEALTH, Counts, Period
from qiaomen.checkpoints.models import Reason, Shift, Vehicle
from qiaomen.checkpoints.queries import Wanted
from qiaomen.console import checkpoints_page, sheets
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.checkpoints_page import NAMES, Seen
from qiaomen.console.parts import Crumb
from qiaomen.ledger.words import words_of
from qiaomen.outreach import counts as handed_out

PAGE = 100
SHIFTS = 12


@require_safe
@requires(Verb.SEE)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """The district's checkpoints side by side, and their sum."""
    seen = checkpoints_page.asked(request)
    found = counts.by_place(seen.ids, seen.period)
    context = _face(seen, counts.total(list(found.values()))) | {
        "rows": [(place, found[place.id], seen.link("checkpoint", place.id, place=None)) for place in seen.places],
        "segments": checkpoints_page.days(seen, "checkpoints"),
        "exports": sheets.offers(request, "checkpoints"),
        "may_assign": seen.worker.may(Verb.ASSIGN),
        "may_search": bool(areas(seen.worker, Verb.SEE_IDENTITY)),
    }
    return render(request, "console/checkpoints/index.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def one(request: HttpRequest, checkpoint: UUID) -> HttpResponse:
    """Everything that was counted at one checkpoint, on one page, as it is printed, too."""
    seen = checkpoints_page.asked(request, place=checkpoint)
    found = counts.by_place([checkpoint], seen.period)[checkpoint]
    hours = checkpoints_page.hours(seen)
    context = _face(seen, found) | {
        "place": seen.place,
        "segments": checkpoints_page.days(seen, "checkpoint", checkpoint),
        "hours": hours,
        "busiest": max((hour.counts["vehicles"] for hour in hours), default=0),
        "shifts": queries.shifts([checkpoint], seen.period, most=SHIFTS),
        "handed_over": queries.handed_over([checkpoint]),
        "may_assign": seen.worker.may(Verb.ASSIGN, seen.place),
        "may_read": bool([path for path in areas(seen.worker, Verb.RECORD) if _path(seen).startswith(path)]),
        "exports": sheets.offers(request, "checkpoint_hours", place=checkpoint),
        "crumbs": [Crumb(_("Checkpoints"), link("checkpoints")), Crumb(_path_name(seen))],
    }
    return render(request, "console/checkpoints/one.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def stops(request: HttpRequest) -> HttpResponse:
    """The vehicles behind a number."""
    seen = checkpoints_page.asked(request)
    wanted = asked_stops(request, seen)
    page = Paginator(queries.stops(wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "seen": seen,
        "page": page,
        "rows": checkpoints_page.rows(seen, list(page)),
        "count": wanted.count,
        "title": NAMES[wanted.count],
        "shows_health": shows_health(seen.worker),
        "asked": wanted,
        "hour": request.GET.get("hour", ""),
        "reasons": Reason.choices,
        "vehicles": Vehicle.choices,
        "choices": [(name, NAMES[name]) for name in checkpoints_page.shown_counts(seen.worker)],
        "places": queries.checkpoints(seen.worker),
        "exports": sheets.offers(request, "checkpoint_stops"),
        "crumbs": _crumbs(seen, str(NAMES[wanted.count])),
    }
    return render(request, "console/checkpoints/stops.html", context)


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def plate(request: HttpRequest) -> HttpResponse:
    """Where a plate was stopped in the last 14 days. That somebody asked is written down, what they typed is not."""
    seen = checkpoints_page.asked(request, Verb.SEE_IDENTITY)
    typed = plates.normal(request.POST.get("plate", "")[:16])
    found = list(queries.by_plate(Outbreak.objects.current().keys, typed, seen.ids)[:PAGE]) if typed else []
    audit.write(seen.worker, "checkpoint.plate_searched", None, found=len(found))
    audit.disclose(seen.worker, [stop.id for stop in found], where="checkpoints.plate")
    context = {"seen": seen, "typed": typed, "rows": checkpoints_page.rows(seen, found), "crumbs": _crumbs(seen)}
    return render(request, "console/checkpoints/plate.html", context)


@never_cache
@require_POST
@requires(Verb.RECORD)
def note(request: HttpRequest, shift: UUID) -> HttpResponse:
    """What a shift handed over, for whoever may write there; that it was opened is written down."""
    worker = worker_of(request)
    found = Shift.objects.filter(pk=shift).first()
    if found is None:
        raise Problem("access.not_found")
    place = checkpoints_page.checkpoint_for(worker, found.place, Verb.RECORD)
    said = words_of(Outbreak.objects.current().keys, [found.note]) if found.note else {}
    audit.write(worker, "words.opened", found.note)
    context = {
        "place": place,
        "shift": found,
        "note": said.get(found.note, {}).get("note", "") if found.note else "",
        "crumbs": [Crumb(_("Checkpoints"), link("checkpoints")), Crumb(place.name, link("checkpoint", place.id))],
    }
    return render(request, "console/checkpoints/note.html", context)


def asked_stops(request: HttpRequest, seen: Seen) -> Wanted:
    """Which stops an address asks for. Raises `access.not_found`."""
    count = request.GET.get("count") or "vehicles"
    reason, vehicle = request.GET.get("reason", ""), request.GET.get("vehicle", "")
    hidden = count in OF_HEALTH and not shows_health(seen.worker)
    if count not in COUNTS or hidden or (reason and reason not in Reason.values):
        raise Problem("access.not_found")
    if vehicle and vehicle not in Vehicle.values:
        raise Problem("access.not_found")
    return Wanted(seen.ids, _hour(request) or seen.period, count, reason, vehicle)


def _hour(request: HttpRequest) -> Period | None:
    given = request.GET.get("hour", "")
    if not given:
        return None
    try:
        start = datetime.strptime(given, "%Y-%m-%dT%H").replace(tzinfo=timezone.get_default_timezone())
    except ValueError:
        raise Problem("access.not_found") from None
    return Period(start, start + timedelta(hours=1))


def _face(seen: Seen, found: Counts) -> dict[str, object]:
    """What the district's page and a checkpoint's have in common."""
    paths = [place.path for place in seen.places]
    titles = handed_out.by_title(paths, since=seen.period.since, until=seen.period.until, only_given=True)
    agencies = counts.agencies(seen.ids, seen.period)
    numbers = checkpoints_page.numbers(seen, found)
    return {
        "seen": seen,
        "shown": [numbers[name] for name in ("vehicles", "people", "own", "elsewhere", "abroad")],
        "back": [numbers[name] for name in ("turned_back", "people_turned_back")],
        "measured": [numbers[name] for name in ("measured", "high", "fevers", "unsettled") if name in numbers],
        "reasons": checkpoints_page.reasons(seen),
        "titles": titles,
        "copies": sum(title.copies for title in titles),
        "agencies": agencies,
        "others": counts.others(seen.ids, seen.period),
        "staff": sum(people for _agency, people in agencies),
    }


def _crumbs(seen: Seen, *more: str) -> list[Crumb]:
    crumbs = [Crumb(_("Checkpoints"), link("checkpoints"))]
    if seen.place is not None:
        crumbs.append(Crumb(seen.place.name, link("checkpoint", seen.place.id)))
    return [*crumbs, *(Crumb(one) for one in more)]


def _path(seen: Seen) -> str:
    return seen.place.path if seen.place else ""


def _path_name(seen: Seen) -> str:
    return seen.place.name if seen.place else ""
