"""Asking for a pass: by a door's code or a worker; who it is, and what the community decides.

An ask may be anybody's. Who it is follows from the name and the id number at that door, and is never told to whoever
asks: the answer is the same whether somebody was found or not.
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.conf import settings
from django.db.models import Q, QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import within
from qiaomen.access.roles import Verb
from qiaomen.base import changes
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.retention import kept
from qiaomen.base.sql import run
from qiaomen.ledger import append, desk, system
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit_one
from qiaomen.ledger.wire import Verdict
from qiaomen.passes import areas, folds, keys
from qiaomen.passes.models import Ask
from qiaomen.passes.records import PassEvent
from qiaomen.people.models import Person
from qiaomen.people.names import search_keys
from qiaomen.people.queries import identities_of
from qiaomen.places.models import Door

LEAST = 4  # characters of the id number's end that tell who it is


class Found(msgspec.Struct, frozen=True):
    """Who somebody is at a door; `sure`: by the whole id number and a phone that is on file."""

    person: UUID
    sure: bool


def ask(
    door: UUID, *, name: str, number: str, phone: str = "", form: str = "phone", author: Author, now: datetime
) -> Verdict:
    """Write down that somebody behind a door asks for a pass.

    Where the district says so (`QIAOMEN_PASS_AT_ONCE`), who is surely known gets it in the same moment.
    """
    found = match(Outbreak.objects.current().keys, door, name=name, number=number, phone=phone)
    body = {"form": form, "who": found.person if found else None, "name": name, "number": number, "phone": phone}
    record = desk.record("pass_ask", body, at=now, door=door)
    verdict = submit_one(msgspec.json.encode(record), author=author, received_at=now)
    if found and found.sure and settings.PASS_AT_ONCE and verdict.verdict == "accepted":
        _issue_at_once(record["id"], door, found.person, form, now)
    return verdict


def match(keys_of: Keys, door: UUID, *, name: str, number: str, phone: str = "") -> Found | None:
    """Who at this door has this name and an id number that ends so; None where that is nobody or several."""
    plain, tail = search_keys(name).plain, _plain(number)
    if len(tail) < LEAST:
        return None
    people = Person.objects.filter(Q(home_door=door) | Q(work_door=door), name_plain=plain).values_list("id", flat=True)
    cards = identities_of(keys_of, list(people))
    found = [(id, card) for id, card in cards.items() if card.number and _plain(card.number).endswith(tail)]
    if len(found) != 1:
        return None
    [(person, card)] = found
    return Found(person, _plain(card.number) == tail and _plain(phone) in {_plain(one) for one in card.phones})


def waiting(worker: Worker) -> QuerySet[Ask]:
    """What was asked for and nobody has decided, where the worker may decide; the oldest first."""
    doors = Door.objects.filter(within(worker, Verb.DECIDE, "place__"))
    return Ask.objects.filter(decided_at=None, door__in=doors.values("id")).order_by("at", "id")


def refused(worker: Worker) -> QuerySet[Ask]:
    """What was asked for and refused, where the worker may decide; the newest refusal first."""
    doors = Door.objects.filter(within(worker, Verb.DECIDE, "place__"))
    found = Ask.objects.filter(decided_at__isnull=False, pass_id=None, door__in=doors.values("id"))
    return found.order_by("-decided_at", "id")


def of_door(door: UUID) -> Sequence[Ask]:
    """What was asked for at a door, the newest first."""
    return list(Ask.objects.filter(door=door).order_by("-at", "id"))


def refuse(one: Ask, *, reason: str, note: str = "", by: Worker, now: datetime) -> Verdict:
    """No pass for this ask. Raises `pass.decided`."""
    check_open(one)
    return desk.tell("pass_refused", {"ask": one.id, "reason": reason, "note": note}, door=one.door, by=by, now=now)


def reopen(one: Ask, *, note: str = "", by: Worker, now: datetime) -> Verdict:
    """A refusal was a mistake: the ask waits again. Raises `pass.not_refused`, `pass.ask_forgotten`."""
    if one.decided_at is None or one.pass_id is not None:
        raise Problem("pass.not_refused")
    if is_forgotten(one, now):
        raise Problem("pass.ask_forgotten")
    return desk.tell("pass_reopened", {"ask": one.id, "note": note}, door=one.door, by=by, now=now)


def is_forgotten(one: Ask, now: datetime) -> bool:
    """Whether what was typed is gone by now (`retention.forget`): nobody could decide about it any more."""
    ends = one.at + kept("pass_asks_waiting")
    return now >= (ends if one.decided_at is None else min(ends, one.decided_at + kept("pass_asks")))


def check_open(one: Ask) -> None:
    """Raises `pass.decided` where somebody was quicker."""
    if one.decided_at is not None:
        raise Problem("pass.decided")


def _issue_at_once(ask_id: UUID, door: UUID, person: UUID, form: str, now: datetime) -> None:
    """The system issues what the district's setting decides."""
    keys.ensure(now)
    outbreak = Outbreak.objects.current()
    body: Any = PassEvent(
        pass_=uuid4(), event="issued", form="card" if form == "card" else "phone", ask=ask_id,
        areas=areas.usual([person])[person],
    )  # fmt: skip
    draft = system.Draft(id=uuid4(), kind="pass_event", at=now, body=body, person=person, door=door)
    with changes.change("pass") as change:
        run(append.FOLDING)
        system.submit([draft], outbreak=outbreak.id, keys=outbreak.keys, change=change.id, now=now)
        folds.fold_people([person], change.id)
        folds.refold_asks([ask_id], change.id)


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum()).upper()
