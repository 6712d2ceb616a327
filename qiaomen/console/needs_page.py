"""What residents wrote, as its pages and files list it. Their words are opened apart."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.campaigns.queries.names import locate
from qiaomen.care import queries as care
from qiaomen.care.models import Need, State
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.console.words import author_word
from qiaomen.ledger import told
from qiaomen.ledger.words import words_of
from qiaomen.places.models import Door, Place

SHOWN = 200


@dataclass(slots=True)
class Row:
    """A need: where it is, in words; `label` is the door's, where it is of one; `helper` has it in hand."""

    one: Any
    path: str
    label: str
    by: str
    helper: str = ""
    where: str = ""


def needs(worker: Worker, *, verb: Verb = Verb.SEE, most: int | None = SHOWN) -> list[Row]:
    """Those that wait, the most urgent first; then the latest answered."""
    waiting, done = care.unanswered(worker, verb=verb), care.needs(worker, state=State.ANSWERED, verb=verb)
    return _rows([*waiting[:most], *done[:most]])


def waiting(worker: Worker) -> QuerySet[Need]:
    """The needs that nobody has answered, for the number."""
    return care.unanswered(worker)


def row_of(one: Need) -> Row:
    """One, in words."""
    return _rows([one])[0]


def words(record: UUID, worker: Worker) -> list[tuple[str, str]]:
    """What was written, as lines of name and value. Who calls this has checked the right to, and logs it."""
    newest = told.of_chains([record]).get(record)
    if newest is None:
        return []
    said = words_of(Outbreak.objects.current().keys, [newest.record]).get(newest.record, {})
    return [(named(key), str(said[key])) for key in NAMED if said.get(key)]


def named(key: str) -> str:
    """What a sealed field is called."""
    return {
        "note": pgettext("letter", "What they reported"),
        "words": pgettext("letter", "In their words"),
        "where": pgettext("home", "Where"),
        "room": pgettext("letter", "Door, as they wrote it"),
        "name": pgettext("person", "Name"),
        "phone": _("Phone"),
    }[key]


NAMED = ("note", "words", "where", "room", "name", "phone")


def segments(current: str, worker: Worker, *, shows_health: bool) -> list[parts.Segment]:
    """The rooms of what residents write."""
    found = []
    if shows_health:
        number = waiting(worker).count()
        found.append(parts.Segment(pgettext("room", "Help asked for"), link("needs"), current == "needs", number))
        found.append(parts.Segment(pgettext("room", "Daily visits"), link("daily_visits"), current == "daily_visits"))
        found.append(parts.Segment(pgettext("room", "Who helps"), link("helpers"), current == "helpers"))
    found.append(parts.Segment(pgettext("room", "Group orders"), link("offers"), current == "offers"))
    found.append(parts.Segment(pgettext("room", "To phone back"), link("phone_back"), current == "phone_back"))
    found.append(parts.Segment(pgettext("room", "Clues"), link("clues"), current == "clues"))
    if worker.may(Verb.DECIDE):
        found.append(parts.Segment(pgettext("room", "Messages sent"), link("messages"), current == "messages"))
    return found


def _rows(several: Sequence[Any]) -> list[Row]:
    places = Place.objects.in_bulk({one.place for one in several})
    doors = Door.objects.in_bulk({one.door for one in several if getattr(one, "door", None)})
    names = _names({one.asked_by for one in several} | {one.helper for one in several if _in_hand(one)})
    found = [
        Row(
            one, places[one.place].path, doors[one.door].label if getattr(one, "door", None) in doors else "",
            author_word(one.asked_by, names.get(one.asked_by, "")), names.get(one.helper, "") if _in_hand(one) else "",
        )
        for one in several
        if one.place in places
    ]  # fmt: skip
    locate(found)
    return found


def _in_hand(one: Any) -> bool:
    return isinstance(one, Need) and one.helper is not None


def _names(workers: Collection[UUID]) -> dict[UUID, str]:
    return dict(Worker.objects.filter(id__in=workers).values_list("id", "name"))
