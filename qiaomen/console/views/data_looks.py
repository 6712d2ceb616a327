"""For the data officer: who looked at whom, what left the house, and what a person gets of their own file."""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check, check_district, over_district
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.console import data_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.data_forms import WhomForm
from qiaomen.ending import looks, person
from qiaomen.households import file
from qiaomen.people.models import Person
from qiaomen.people.search import matching
from qiaomen.places.models import Place

FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.OVERSEE)
def index(request: HttpRequest) -> HttpResponse:
    """The last days by worker and day, what to ask about, and a person to read the log of.

    Who oversees a part of the district reads the log of its people, not that of all workers.
    """
    worker, form = worker_of(request), WhomForm(request.POST or None)
    people: list[Person] = []
    if request.method == "POST" and form.is_valid():
        seen = tuple(areas(worker, Verb.OVERSEE))
        every = matching(Outbreak.objects.current().keys, form.cleaned_data["text"])
        listed = every.select_related("home_door__place")[: FOUND * 5]
        people = [one for one in listed if _path(one).startswith(seen)][:FOUND]
    since, until = data_page.span()
    sees_all = over_district(worker, Verb.OVERSEE)
    found = looks.by_worker(since, until) if sees_all else []
    context = {
        "sees_all": sees_all,
        "days": looks.by_day(found),
        "questions": data_page.questions(found),
        "rows": found[: data_page.MOST],
        "form": form,
        "people": people,
        "asked": request.method == "POST",
        "segments": data_page.views(worker, "data_looks"),
    }
    return render(request, "console/data/looks.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Verb.OVERSEE)
def of_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Who looked at one person, under any of their ids."""
    found = _person(request, person)
    since, until = data_page.span(365)
    lines = looks.of_people(file.ids_of(found.id).all, since, until, most=data_page.MOST)
    context = {"title": _("Who looked at %(name)s") % {"name": found.name}, "person": found}
    return _lines(request, lines, context, "data_looks")


@require_safe
@requires(Verb.OVERSEE)
def by(request: HttpRequest, worker: UUID) -> HttpResponse:
    """What one worker looked at, for who oversees the whole district: a look does not say where the worker works."""
    check_district(worker_of(request), Verb.OVERSEE)
    found = get_object_or_404(Worker, pk=worker)
    since, until = data_page.span(30)
    lines = looks.of_worker(found.id, since, until, most=data_page.MOST)
    return _lines(request, lines, {"title": _("What %(name)s looked at") % {"name": found.name}}, "data_looks")


@require_safe
@requires(Verb.OVERSEE)
def exports(request: HttpRequest) -> HttpResponse:
    """What left the house in the last 30 days, for who oversees the whole district."""
    check_district(worker_of(request), Verb.OVERSEE)
    since, until = data_page.span(30)
    lines = looks.exports(since, until, most=data_page.MOST)
    return _lines(request, lines, {"title": _("What left the house")}, "data_exports")


@require_POST
@requires(Verb.OVERSEE, of_health=True)
def export(request: HttpRequest, person: UUID) -> HttpResponse:
    """Everything that is kept of a person, as a file for them."""
    found = _person(request, person)
    made = _told(found.id, worker_of(request))
    response = HttpResponse(made, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="qiaomen-{timezone.localdate():%Y%m%d}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(id: UUID, worker: Worker) -> bytes:
    return msgspec.json.format(msgspec.json.encode(person.of_open_outbreak(id, by=worker.id)), indent=2)


def _lines(request: HttpRequest, lines: list[looks.Line], context: dict[str, object], view: str) -> HttpResponse:
    shown = {"rows": data_page.told(lines), "segments": data_page.views(worker_of(request), view)}
    if "person" in context or view == "data_looks":
        shown["crumbs"] = [Crumb(_("Who looked at whom"), link("data_looks")), Crumb(str(context["title"]))]
    return render(request, "console/data/lines.html", shown | context)


def _person(request: HttpRequest, id: UUID) -> Person:
    """A person whom the reader oversees. Raises as `access.queries.check`."""
    found = get_object_or_404(Person.objects.select_related("home_door__place", "work_door__place"), pk=id)
    check(worker_of(request), Verb.OVERSEE, _path(found))
    return found


def _path(one: Person) -> str:
    """Where somebody lives, else works; the district for who does neither."""
    door = one.home_door or one.work_door
    place = door.place if door else Place.objects.get(parent=None)
    return str(place.path)
