"""Sections of the person file that come from elsewhere: each is a function, listed in `SECTIONS`, of what is shown.

Pages of a package add theirs here: a function of reader, file and health to a `Section`, or None where there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.console import people_words as words
from qiaomen.console.asked import link
from qiaomen.console.people_care import BODIES, NEEDS, OUTCOMES, TOPICS
from qiaomen.console.people_story import local
from qiaomen.households.file import File
from qiaomen.households.models import Moved
from qiaomen.ledger.models import Record
from qiaomen.lists.models import OF_HEALTH, List, Row
from qiaomen.monitoring.models import Episode
from qiaomen.places.models import Door
from qiaomen.policy import editions
from qiaomen.policy.models import Edition


@dataclass(frozen=True, slots=True)
class Section:
    """A card of the file: its template and what that shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


SectionOf = Callable[[Worker, File, bool], Section | None]


def episodes(reader: Worker, file: File, health: bool) -> Section | None:
    """Every stretch under a measure, the newest first, with what is open in it."""
    found = list(Episode.objects.filter(person=file.ids.canonical).order_by("-started")) if health else []
    if not found:
        return None
    documents = {
        each.id: editions.document_of(each) for each in Edition.objects.filter(id__in=[one.edition for one in found])
    }
    shown = []
    for one in found:
        measures = documents[one.edition].measures if one.edition in documents else {}
        named = measures.get(one.measure)
        shown.append(
            {
                "episode": one,
                "measure": local(named.name) if named else words.word({}, one.measure),
                "outcome": words.word(OUTCOMES, one.last_outcome) if one.last_outcome else "",
                "questions": [_question(each) for each in one.questions if not each.get("settled_at")],
                "needs": [words.word(NEEDS, need) for need in one.open_needs],
            }
        )
    home = file.person.home_door_id
    return Section("console/people/episodes.html", {"episodes": shown, "family": link("family", home) if home else ""})


def lists(reader: Worker, file: File, health: bool) -> Section | None:
    """On which lists from outside the person stands, and how far each row is."""
    found = Row.objects.filter(person__in=file.ids.all).order_by("-received_at", "id")
    rows = list(found if health else found.exclude(category__in=OF_HEALTH))
    if not rows:
        return None
    named = List.objects.in_bulk([row.list_id for row in rows])
    taken = [row.worker for row in rows if row.worker is not None]
    workers: dict[UUID | None, str] = dict(Worker.objects.filter(id__in=taken).values_list("id", "name"))
    shown = [{"row": row, "list": named.get(row.list_id), "worker": workers.get(row.worker, "")} for row in rows]
    return Section("console/people/lists.html", {"rows": shown})


def homes(reader: Worker, file: File, health: bool) -> Section | None:
    """A file that came after a move and says another home: it counts, and is shown until somebody says who is right."""
    found = Moved.objects.filter(person__in=file.ids.all, listed_door=file.person.home_door_id, listed_at__isnull=False)
    said = found.order_by("-listed_at").first()
    move = Record.objects.filter(pk=said.record).first() if said is not None else None
    if said is None or said.listed_at is None or said.listed_door is None:
        return None
    if move is None or move.door is None or said.listed_at <= move.at:
        return None
    door = Door.objects.filter(pk=move.door).exclude(pk=said.listed_door).select_related("place").first()
    if door is None:
        return None
    return Section("console/people/homes.html", {"moved": move, "listed_at": said.listed_at, "door": door.label})


def sections(reader: Worker, file: File, *, health: bool) -> list[Section]:
    """The sections that have something to show."""
    return [shown for build in SECTIONS if (shown := build(reader, file, health)) is not None]


def _question(asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "topic": words.word(TOPICS, str(asked["topic"])),
        "to": [words.word(BODIES, str(body)) for body in asked["to"]],
        "due": words.when(asked.get("due")),
    }


SECTIONS: list[SectionOf] = [homes, episodes, lists]
