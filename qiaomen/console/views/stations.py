"""Welcome stations: all of them with their free beds, and one with who stays there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.queries import place_for, visible_people
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import parts, people_search, sheets, stations_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.people_search import Looked
from qiaomen.console.views.stations_forms import EventForm, FindForm, RoomsForm
from qiaomen.people.models import Person
from qiaomen.places.models import Place, PlaceKind
from qiaomen.stations import actions, queries
from qiaomen.stations.expected import expected
from qiaomen.stations.queries import Station

FOUND = 8
EXPECTED, FEW_EXPECTED = 100, 20


@require_safe
@requires(Verb.SEE, of_health=True)
@of_one_moment
def index(request: HttpRequest) -> HttpResponse:
    """All stations: beds, who arrived today, who is due home, which tests are owed."""
    worker = worker_of(request)
    found = queries.stations(worker, now=timezone.now())
    page = Paginator(expected(worker), EXPECTED).get_page(request.GET.get("page"))
    locate(waiting := list(page))
    context = {
        "stations": found,
        "totals": stations_page.totals(found),
        "expected": waiting,
        "page": page,
        "exports": sheets.offers(request, "stations"),
    }
    return render(request, "console/stations/index.html", context)


@require_safe
@requires(Verb.SEE, of_health=True)
def station(request: HttpRequest, station: UUID) -> HttpResponse:
    """One station."""
    return _page(request, _station(request, station, Verb.SEE))


@never_cache
@require_POST
@requires(Verb.RECORD, of_health=True)
def find(request: HttpRequest, station: UUID) -> HttpResponse:
    """Who arrives: people by name, phone or id number, to be given a bed."""
    found, form = _station(request, station, Verb.RECORD), FindForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    people = people_search.found(worker_of(request), Outbreak.objects.current().keys, Looked(form.cleaned_data["text"]))
    return _page(request, found, form=form, people=list(people[:FOUND]))


@require_POST
@requires(Verb.RECORD, of_health=True)
def event(request: HttpRequest, station: UUID) -> HttpResponse:
    """Something happens to somebody here."""
    worker, now = worker_of(request), timezone.now()
    place = _station(request, station, Verb.RECORD)
    [here] = queries.of_places([place], now=now)
    form = EventForm(here, request.POST)
    if not form.is_valid():
        faults = [fault for several in form.errors.values() for fault in several]
        messages.error(request, str(faults[0]) if faults else _("Something is missing. Fill in the form again."))
        return redirect("console:station", place.id)
    person = form.cleaned_data["person"]
    stays = any(one.person == person for one in here.guests)
    if not stays and not visible_people(worker, Verb.SEE).filter(pk=person).exists():
        raise Problem("access.not_found")
    [told] = actions.tell([person], place.id, form.body(), by=worker, now=now)
    if told.verdict == "accepted":
        messages.success(request, _("Written down."))
    else:
        messages.error(request, told.message or _("This could not be recorded."))
    return redirect("console:station", place.id)


@require_POST
@requires(Verb.ASSIGN, of_health=True)
def rooms(request: HttpRequest, station: UUID) -> HttpResponse:
    """The rooms and beds from now on."""
    place, form = _station(request, station, Verb.ASSIGN), RoomsForm(request.POST)
    if not form.is_valid():
        return _page(request, place, rooms_form=form)
    try:
        actions.set_rooms(place, form.cleaned_data["rooms"], by=worker_of(request))
    except Problem as problem:
        form.add_error(None, problem.message)
        return _page(request, place, rooms_form=form)
    messages.success(request, _("The rooms are changed."))
    return redirect("console:station", place.id)


def _station(request: HttpRequest, station: UUID, verb: Verb) -> Place:
    found = place_for(worker_of(request), station, verb)
    if found.kind != PlaceKind.STATION:
        raise Problem("access.not_found")
    return found


def _page(
    request: HttpRequest,
    place: Place,
    *,
    form: FindForm | None = None,
    people: Sequence[Person] = (),
    rooms_form: RoomsForm | None = None,
) -> HttpResponse:
    worker, now = worker_of(request), timezone.now()
    [here] = queries.of_places([place], now=now)
    everybody = expected(worker)
    locate(waiting := everybody[:FEW_EXPECTED])
    found = {one.guest.stay: one for one in stations_page.lines([*here.guests, *here.left_today], here.today)}
    context: dict[str, Any] = {
        "station": here,
        "guests": [found[one.stay] for one in here.guests],
        "left": [(found[one.stay], stations_page.left_word(one)) for one in here.left_today],
        "rooms": [(room, [found[one.stay] if one else None for one in room.beds]) for room in here.rooms],
        "totals": stations_page.totals([here]),
        "expected": waiting,
        "more": len(everybody) - len(waiting),
        "people": people,
        "find_form": form or FindForm(),
        "event_form": EventForm(here),
        "rooms_form": rooms_form or RoomsForm(initial={"rooms": _rooms_text(here)}),
        "may_record": worker.may(Verb.RECORD, place),
        "may_assign": worker.may(Verb.ASSIGN, place),
        "crumbs": [parts.Crumb(_("Stations"), link("stations")), parts.Crumb(place.name)],
        "exports": sheets.offers(request, "stations", station=place.id),
    }
    wrong = rooms_form is not None or (form is not None and not form.is_valid())
    return render(request, "console/stations/station.html", context, status=422 if wrong else 200)


def _rooms_text(here: Station) -> str:
    return "\n".join(f"{room.name} {len(room.beds)}" for room in here.rooms)
