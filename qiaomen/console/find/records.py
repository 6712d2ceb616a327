"""What an id leads to: a record at its door or in its person's file, what was not taken, a door, a person, a place."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.access.queries import door_for, place_for
from qiaomen.base.problems import Problem
from qiaomen.console import words
from qiaomen.console.asked import link, shows_health
from qiaomen.console.people_story import PLAIN
from qiaomen.households import file as people
from qiaomen.ledger import queries as kept
from qiaomen.ledger.models import Held, Record, Refusal
from qiaomen.paper.codes import id_of


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """Something with that id: what it is, its page, and when it was."""

    what: str
    url: str
    at: datetime | None = None


def id_in(text: str) -> UUID | None:
    """The id that somebody pasted, long or in the 22 characters of printed codes."""
    text = text.strip()
    try:
        return UUID(text) if len(text) in (32, 36) else id_of(text)
    except (ValueError, Problem):
        return None


def records(worker: Worker, id: UUID) -> list[FoundRecord]:
    """What this id leads to, of what the worker may see; usually one thing, or nothing."""
    ways = (_of_ledger, _refused, _held, _door, _person, _place)
    found = []
    for way in ways:
        try:
            one = way(worker, id)
        except Problem:  # outside the worker's places: nobody's business
            continue
        if one is not None:
            found.append(one)
    return found


def _of_ledger(worker: Worker, id: UUID) -> FoundRecord | None:
    """A correction is found at the record that it corrects."""
    record = Record.objects.filter(pk=id).only("kind", "at", "door", "person", "root").first()
    if record is None:
        return None
    if record.root is not None:
        return _of_ledger(worker, record.root)
    what = words.kind_word(record.kind)
    if record.door is not None and record.kind != "move":
        return FoundRecord(what, f"{link('door', door_for(worker, record.door).id)}#record-{record.id}", record.at)
    if record.person is not None and (shows_health(worker) or record.kind in PLAIN):
        ids = people.file_for(worker, record.person).ids
        return FoundRecord(what, f"{link('person', ids.canonical)}#record-{record.id}", record.at)
    if record.place is not None:
        return FoundRecord(what, link("place", place_for(worker, record.place).id), record.at)
    return None


def _refused(worker: Worker, id: UUID) -> FoundRecord | None:
    for refusal in Refusal.objects.filter(record=id).values_list("id", flat=True)[:1]:
        row, _sealed = kept.refusal_for(worker, refusal)
        return FoundRecord(words.kind_word(row.kind), link("refusal", row.id), row.at)
    return None


def _held(worker: Worker, id: UUID) -> FoundRecord | None:
    if not Held.objects.filter(pk=id, verdict="").exists():
        return None
    row = kept.held_for(worker, id)
    return FoundRecord(words.kind_word(row.kind), link("held"), row.at)


def _door(worker: Worker, id: UUID) -> FoundRecord | None:
    door = door_for(worker, id)
    return FoundRecord(door.label, link("door", door.id))


def _person(worker: Worker, id: UUID) -> FoundRecord | None:
    file = people.file_for(worker, id)
    return FoundRecord(file.person.name, link("person", file.ids.canonical))


def _place(worker: Worker, id: UUID) -> FoundRecord | None:
    place = place_for(worker, id)
    return FoundRecord(place.name, link("place", place.id))
