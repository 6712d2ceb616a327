"""What the search box shows: groups of what fits, as far as the reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, below, everywhere, visible_people
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console.asked import link
from qiaomen.console.find import places, records, workers
from qiaomen.console.people_page import about
from qiaomen.people import search
from qiaomen.people.closest import FoundPerson, closest, shown
from qiaomen.people.models import Person
from qiaomen.places.models import Door, DoorKind, PlaceKind
from qiaomen.places.search import FoundDoor, FoundPlace

# Of people whose last four digits fit, so many cards are opened at most.
CARDS = 300
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was found: its name, what tells it from others, and its page."""

    title: str
    note: str
    url: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind; `more` where others fit, too."""

    key: str
    title: str | Promise
    icon: str
    rows: list[Row]
    more: bool = False
    note: str = ""


def found(worker: Worker, keys: Keys, text: str, *, limit: int, opens: bool = False) -> list[Group]:
    """Everything that fits, at most `limit` of a kind. With `opens` a phone's tail of more than four digits is compared
    in the opened cards, which is written to the audit; else its last four count."""
    text = text.strip()[:80]
    id = records.id_in(text)
    if id is not None:
        groups = [_records(worker, id)]
        return [group for group in groups if group.rows]
    paths = areas(worker, Verb.SEE)
    if len(text) < SHORTEST or not paths:
        return []
    tail = search.long_tail(text)
    compares = bool(tail) and opens and worker.may(Verb.SEE_IDENTITY)
    people = _by_tail(worker, keys, tail) if compares else _closest(keys, text, paths, limit + 1)
    doors = places.doors(text, paths, limit=limit + 1)
    tree = places.places(text, paths, limit=limit + 1)
    paths_shown = [one.path for one in people[:limit]] + [one.path for one in doors] + [one.path[:-9] for one in tree]
    where = names_of(paths_shown)
    by_last_four = _("by the last four digits") if tail and people and not compares else ""
    groups = [
        _people(people, where, limit, by_last_four),
        _doors(doors, where, limit),
        _places(tree, where, limit),
        _workers(text, paths, limit),
    ]
    return [group for group in groups if group.rows]


def _closest(keys: Keys, text: str, paths: list[str], most: int) -> list[FoundPerson]:
    """Exactly these first, then whoever begins so; no more read than shown."""
    return shown(closest(search.conditions(keys, text), paths, whole=everywhere(paths), most=most))


def _by_tail(worker: Worker, keys: Keys, tail: str) -> list[FoundPerson]:
    """Who looked, and at whose phones, is written down."""
    (condition,) = search.conditions(keys, tail)[-1:]
    fitting = search.canonical(Person.objects.filter(condition.q))
    seen = _seen(worker, Verb.SEE_IDENTITY).filter(id__in=fitting.values("id"))
    people = list(seen.values_list("id", flat=True)[:CARDS])
    ending = search.ending_in(keys, people, tail)
    audit.disclose(worker, ending, where="find")
    return shown([id for id in people if id in ending])


def _seen(worker: Worker, verb: Verb) -> QuerySet[Person]:
    """As `visible_people`. Their doors are looked up in a set: joining each of the many who fit would take longer."""
    paths = areas(worker, verb)
    if everywhere(paths):
        return visible_people(worker, verb)
    doors = Door.objects.filter(below(paths, "place__")).values("id")
    return Person.objects.filter(Q(home_door__in=doors) | Q(work_door__in=doors))


def _people(people: Sequence[FoundPerson], where: Mapping[str, str], limit: int, note: str) -> Group:
    rows = [
        Row(
            title=one.name or _("without a name"),
            note=" · ".join(
                part
                for part in (about(one.sex, one.birth_year), f"{where[one.path]} {one.label}" if one.path else "")
                if part
            ),
            url=link("person", one.id),
        )
        for one in people[:limit]
    ]
    return Group("people", pgettext_lazy("room", "People"), "people", rows, len(people) > limit, note)


def _doors(doors: Sequence[FoundDoor], where: Mapping[str, str], limit: int) -> Group:
    rows = [
        Row(
            title=one.label,
            note=" · ".join(
                part
                for part in (
                    where[one.path],
                    "" if one.kind == DoorKind.DWELLING else str(DoorKind(one.kind).label),
                    "" if one.is_open else _("not in use"),
                )
                if part
            ),
            url=link("door", one.id),
        )
        for one in doors[:limit]
    ]
    return Group("doors", gettext_lazy("Doors"), "knock", rows, len(doors) > limit)


def _places(found: Sequence[FoundPlace], where: Mapping[str, str], limit: int) -> Group:
    rows = [
        Row(
            title=one.name,
            note=" · ".join(part for part in (str(PlaceKind(one.kind).label), where[one.path[:-9]]) if part),
            url=link("place", one.id),
        )
        for one in found[:limit]
    ]
    return Group("places", gettext_lazy("Places"), "place", rows, len(found) > limit)


def _workers(text: str, paths: Sequence[str], limit: int) -> Group:
    found = workers.workers(text, paths, limit=limit + 1)
    rows = [
        Row(
            title=one.name,
            note=" · ".join(part for part in (one.title, one.team, one.organisation) if part),
            url=link("duty_zone", one.zone) if one.zone else link("duty"),
        )
        for one in found[:limit]
    ]
    return Group("workers", gettext_lazy("Workers"), "duty", rows, len(found) > limit)


def _records(worker: Worker, id: UUID) -> Group:
    rows = [Row(one.what, "", one.url, one.at) for one in records.records(worker, id)]
    return Group("records", gettext_lazy("By number"), "report", rows)
