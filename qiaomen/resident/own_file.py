"""What somebody reads of their own file: status with its reasons, what is kept, what was corrected, who looked at it.

Of others nothing stands here: neither who the case was, nor the name of who wrote or looked; their organisation does.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaomen.access.audit import SEEN
from qiaomen.access.models import Audit, Worker
from qiaomen.access.phones import cover
from qiaomen.base.ids import RESIDENT, SYSTEM
from qiaomen.base.models import Outbreak
from qiaomen.households import file
from qiaomen.households.file import Telling
from qiaomen.ledger import told
from qiaomen.ledger.told import Told
from qiaomen.ledger.words import words_of
from qiaomen.outreach.queries import sent_to
from qiaomen.people.models import Person, Sex
from qiaomen.people.queries import identities_of
from qiaomen.policy.explain import Why
from qiaomen.policy.language import Words
from qiaomen.policy.models import Objection
from qiaomen.resident.words import kind_word, seen_word
from qiaomen.seals.queries import Row
from qiaomen.seals.queries import of_people as on_doors

LOOKS = 200


class Reason(msgspec.Struct):
    """One rule that applies."""

    text: str
    rule: str
    edition: str
    since: datetime
    until: datetime | None


class Objected(msgspec.Struct):
    """An objection of one's own, and what was answered."""

    at: datetime
    due_at: datetime
    answered_at: datetime | None
    upheld: bool | None
    words: str


class Line(msgspec.Struct):
    """A record: when, what, by whom; whether it was corrected, or taken back."""

    at: datetime
    what: str
    by: str
    corrected_at: datetime | None
    counts: bool


class Look(msgspec.Struct):
    """Somebody saw id number or phone."""

    at: datetime
    by: str
    where: str


class Kept(msgspec.Struct):
    """Everything that is kept of somebody, as far as it is not free text that others wrote."""

    name: str
    sex: str
    birth_year: int | None
    home: str
    id_number: str
    phones: list[str]
    records: list[Line]
    looks: list[Look]
    messages: list[datetime]


def said(words: Words | None) -> str:
    """A text in the reader's language."""
    if words is None:
        return ""
    return words.en if (get_language() or "").startswith("en") else words.zh


def reasons(why: Why) -> list[Reason]:
    """The rules that apply, in words."""
    return [
        Reason(said(one.text), one.rule, said(one.edition_name), one.since, one.until)
        for one in why.because
    ]  # fmt: skip


def objections(person: UUID) -> list[Objected]:
    """What this person objected, the newest first."""
    found = list(Objection.objects.filter(person__in=file.every_id([person])).order_by("-at"))
    answers = told.of_chains([one.answer for one in found if one.answer is not None])
    given = words_of(Outbreak.objects.current().keys, [one.record for one in answers.values()])
    return [
        Objected(one.at, one.due_at, one.answered_at, one.upheld, _answer(answers, one.answer, given))
        for one in found
    ]  # fmt: skip


def seals(person: UUID, now: datetime) -> list[Row]:
    """The seals that hold on this person's ground: since when, until when, which number stands on them."""
    return on_doors(file.every_id([person]), now)


def kept(person: UUID) -> Kept:
    """What is kept of this person under any of their ids."""
    ids = file.ids_of(person)
    people = {one.id: one for one in Person.objects.filter(id__in=ids.all).select_related("home_door__place")}
    own = people.get(ids.canonical) or people[person]
    cards = identities_of(Outbreak.objects.current().keys, list(people))
    card = cards.get(own.id)
    door = own.home_door
    return Kept(
        name=own.name,
        sex=str(Sex(own.sex).label),
        birth_year=own.birth_year,
        home=" ".join([*(one.name for one in door.place.ancestors()), door.label]) if door else "",
        id_number=_covered(card.number) if card else "",
        phones=[cover(phone) for phone in card.phones] if card else [],
        records=[_line(one) for one in reversed(file.story(ids.all))],
        looks=_looks(ids.all),
        messages=list(sent_to(ids.all)[:LOOKS]),
    )


def _answer(answers: Mapping[UUID, Told], answer: UUID | None, given: Mapping[UUID, Mapping[str, Any]]) -> str:
    """The words of an answer, which are for whoever objected."""
    told_so = answers.get(answer) if answer is not None else None
    return str(given.get(told_so.record, {}).get("words", "")) if told_so is not None else ""


def _line(one: Telling) -> Line:
    return Line(one.at, kind_word(one.kind), _by(one.author_id, one.organisation), one.corrected_at, one.counts)


def _by(author: UUID, organisation: str) -> str:
    if author == SYSTEM:
        return _("by the rules")
    if author == RESIDENT:
        return _("you, by a door's code")
    return organisation or _("a worker of the district")


def _looks(ids: Sequence[UUID]) -> list[Look]:
    lines = list(Audit.objects.filter(action=SEEN, subject__in=ids).order_by("-at")[:LOOKS])
    workers = Worker.objects.filter(id__in={one.worker for one in lines if one.worker}).select_related("organisation")
    names = {worker.id: worker.organisation.name for worker in workers if worker.organisation}
    return [Look(one.at, _looker(one.worker, names), seen_word(str(one.details.get("where", "")))) for one in lines]


def _looker(worker: UUID | None, names: dict[UUID, str]) -> str:
    return (names.get(worker) if worker else None) or _("a worker of the district")


def _covered(number: str) -> str:
    """Enough to see that it is one's own."""
    return f"{number[:6]}********{number[-4:]}" if len(number) >= 15 else f"****{number[-4:]}"
