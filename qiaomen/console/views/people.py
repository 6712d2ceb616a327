"""People: finding them, suspected doubles, and the person file (一人一档)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.rights import requires
from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.base.kinds import KINDS
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import (
    heads,
    parts,
    people_page,
    people_sections,
    people_status,
    people_story,
    people_words,
    sheets,
    unverified_page,
)
from qiaomen.console.asked import link, shows_health, worker_of
from qiaomen.console.people_search import PAGE, Looked, found
from qiaomen.console.views.people_forms import FACT_FORMS, ObjectionForm, SearchForm
from qiaomen.households import file as reading
from qiaomen.households.doubles import twins
from qiaomen.households.file import Facts, File
from qiaomen.ledger.words import words_of
from qiaomen.people.models import Person
from qiaomen.policy import explain, verifying

Opened = dict[UUID, dict[str, Any]]
PURPOSES = ("contact", "verify", "care", "order")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.SEE)
def people(request: HttpRequest) -> HttpResponse:
    """Find people: by what is typed (in a POST, so that no name stands in an address), or by a colour."""
    form = SearchForm(request.POST if request.method == "POST" else request.GET)
    looked = _looked(form) if form.is_valid() else Looked()
    if request.method != "POST":
        looked = Looked(colour=looked.colour)
    worker = worker_of(request)
    keys = Outbreak.objects.current().keys
    matched = found(worker, keys, looked)
    rows = list(matched[looked.start : looked.start + PAGE + 1])
    context = {
        "looked": looked,
        "asked": bool(looked.text or looked.colour),
        "faces": people_page.faces(rows[:PAGE], people_page.cards(keys, [row.id for row in rows[:PAGE]]), colours=True),
        "total": matched.count() if looked.text or looked.colour else 0,
        "next": looked.start + PAGE if len(rows) > PAGE else None,
        "first": looked.start + 1,
        "last": looked.start + min(len(rows), PAGE),
        "segments": segments("people", looked.colour),
        "exports": sheets.offers(request, "found_people"),
    }
    return render(request, "console/people/index.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def doubles(request: HttpRequest) -> HttpResponse:
    """Files that may be one person's, until somebody has decided."""
    pairs = twins(worker_of(request))
    ids = {one for pair in pairs for one in (pair.one, pair.other)}
    faces = {face.id: face for face in _faces(list(ids))}
    rows = [
        {"one": faces[pair.one], "other": faces[pair.other], "signs": signs(pair.signs)}
        for pair in pairs
        if pair.one in faces and pair.other in faces
    ]
    context = {"rows": rows, "segments": segments("people_doubles"), "exports": sheets.offers(request, "doubles")}
    return render(request, "console/people/doubles.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """The person file."""
    return page(request, reading.file_for(worker_of(request), person))


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def identity(request: HttpRequest, person: UUID) -> HttpResponse:
    """The file with number and phones opened, for a purpose; who looked, and what for, is written down."""
    worker = worker_of(request)
    file = reading.file_for(worker, person, Verb.SEE_IDENTITY)
    purpose = request.POST.get("purpose", "")
    if purpose not in PURPOSES:
        return page(request, file, fault=_("Say what you need it for."))
    audit.disclose(worker, file.ids.all, where=f"person:{purpose}")
    return page(request, file, is_open=True)


@never_cache
@require_POST
@requires(Verb.SEE_IDENTITY)
def words(request: HttpRequest, person: UUID) -> HttpResponse:
    """The file with what records say in words; who looked is written down."""
    worker = worker_of(request)
    file = reading.file_for(worker, person, Verb.SEE_IDENTITY)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    told = [one.record or one.id for one in reading.story(file.ids.all) if one.has_words]
    audit.write(worker, "words.opened", file.ids.canonical, records=len(told))
    return page(request, file, opened=words_of(Outbreak.objects.current().keys, told))


def page(
    request: HttpRequest,
    file: File,
    *,
    is_open: bool = False,
    opened: Opened | None = None,
    fault: str = "",
    objection: ObjectionForm | None = None,
) -> HttpResponse:
    """The file as its reader may see it; with identity or words opened, or with what is wrong with a form."""
    worker = worker_of(request)
    health = shows_health(worker)
    may = rights(worker, file)
    told, now = reading.story(file.ids.all), timezone.now()
    known = reading.facts(file.ids.all)
    decided = reading.decisions(file.ids.all)
    why = explain.why(file.ids.canonical, now)
    named = [because.other for because in why.because if because.other is not None]
    named += [one for pair in decided for one in (pair.one, pair.other)]
    cast = people_story.cast_of(worker, file.ids.all, told, [*known.own, *known.of_others], named)
    in_order = request.GET.get("order") == "story"
    cards = people_page.cards(Outbreak.objects.current().keys, file.ids.all)
    faces = people_page.faces(file.people, cards, opened=is_open)
    head = people_page.joined(faces)
    lines = people_story.lines(
        told if in_order else list(reversed(told)),
        cast,
        canonical=file.ids.canonical,
        reader=worker,
        may_decide=may[Verb.DECIDE],
        health=health,
        opened=opened,
    )
    context: dict[str, Any] = {
        "file": file,
        "face": head,
        "crumbs": _crumbs(file),
        "parts": people_page.parts(faces[1:]),
        "status": people_status.status(why, cast),
        "objections": people_status.objections(file.ids.all, now),
        "objection_form": objection or ObjectionForm(),
        "lines": lines,
        "in_order": in_order,
        "order_url": link("person", file.ids.canonical, order=None if in_order else "story"),
        "facts": people_page.fact_lines(known.own, cast, _checkable(worker, known, may)) if health else [],
        "contacts": people_page.contacts(known.own, cast, mine=True) if health else [],
        "exposed": people_page.contacts(known.of_others, cast, mine=False) if health else [],
        "household": people_page.housemates(reading.household(file.homes, beside=file.ids.all), health=health),
        "doubles": _doubles(worker, file, head) if may[Verb.DECIDE] else [],
        "decisions": people_page.decisions(decided, cast),
        "sections": people_sections.sections(worker, file, health=health),
        "kinds": _kinds(may) if health else [],
        "may": {str(verb): allowed for verb, allowed in may.items()},
        "health": health,
        "is_open": is_open,
        "exports": sheets.offers(request, "person_records", person=file.ids.canonical) if may[Verb.EXPORT] else [],
        "may_open_words": may[Verb.SEE_IDENTITY] and health and opened is None and any(one.has_words for one in told),
        "fault": fault,
    }
    return render(request, "console/people/person.html", context, status=422 if fault or objection else 200)


def _checkable(worker: Worker, known: Facts, may: dict[Verb, bool]) -> set[UUID]:
    waiting = {one.record for one in known.own if not one.verified and one.kind in verifying.KINDS}
    waiting -= {one.record for one in known.own if one.source in verifying.OWN_WAY}
    return unverified_page.checkable(worker, waiting) if may[Verb.DECIDE] and waiting else set()


def signs(found: Any) -> list[str]:
    """Why two files may be one person's, in words."""
    said = {"name": _("same name, year and sex"), "sound": _("sounds the same, same year"), "phone": _("same phone")}
    return [said[sign] for sign in found]


def segments(current: str, colour: str = "") -> list[parts.Segment]:
    """The views of people."""
    found = [parts.Segment(_("Find"), link("people"), current == "people" and not colour)]
    for name in ("red", "yellow", "grey"):
        word = str(people_words.COLOURS[name])
        found.append(parts.Segment(word, link("people", colour=name), colour == name))
    return [*found, parts.Segment(_("Suspected doubles"), link("people_doubles"), current == "people_doubles")]


def _looked(form: SearchForm) -> Looked:
    given = form.cleaned_data
    return Looked(given["q"], given["colour"], given["start"] or 0)


def _faces(ids: list[UUID], *, opened: bool = False) -> list[people_page.Face]:
    rows = list(Person.objects.filter(id__in=ids).select_related("home_door__place"))
    return people_page.faces(rows, people_page.cards(Outbreak.objects.current().keys, ids), opened=opened)


def _doubles(worker: Worker, file: File, own: people_page.Face) -> list[dict[str, Any]]:
    """The files that may be this person's, side by side with it; two homes to choose between, where there are two."""
    pairs = twins(worker, of=file.ids.all, limit=10)
    others = {pair.other if pair.one == file.ids.canonical else pair.one: pair for pair in pairs}
    return [
        {
            "face": face,
            "signs": signs(others[face.id].signs),
            "homes": [(one.door, one.where) for one in (own, face) if one.door] if own.door != face.door else [],
        }
        for face in _faces(list(others))
    ]


def _kinds(may: dict[Verb, bool]) -> list[tuple[str, str]]:
    """What may be added here, with the word for it."""
    allowed = [kind for kind in FACT_FORMS if may[Verb(KINDS[kind].verb)]]
    return [(kind, people_words.word(people_words.FACTS, kind)) for kind in allowed]


def rights(worker: Worker, file: File) -> dict[Verb, bool]:
    """What the reader may do where the person lives or works."""
    doors = [door for one in file.people for door in (one.home_door, one.work_door) if door is not None]
    paths = {door.place.path for door in doors}
    grants = list(worker.grants.in_force().values_list("role", "place__path"))
    held = {verb for role, area in grants if any(path.startswith(area) for path in paths) for verb in MAY[Role(role)]}
    return {verb: verb in held for verb in Verb}


def way_to(file: File) -> list[parts.Crumb]:
    """The way to a page about one thing of a person: through their home and their file."""
    return [*_crumbs(file), parts.Crumb(file.person.name, link("person", file.ids.canonical))]


def _crumbs(file: File) -> list[parts.Crumb]:
    door = file.person.home_door
    if door is None:
        return [parts.Crumb(pgettext("room", "People"), link("people"))]
    return [*heads.way(door.place, None), parts.Crumb(door.label, link("door", door.id))]
