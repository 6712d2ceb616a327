"""Whom a notice names to call: the five companions, or else who answered for the home when it was served."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.phones import phones_of
from qiaomen.base.kinds import join
from qiaomen.base.models import Outbreak
from qiaomen.duty.chain import chain
from qiaomen.duty.models import DutyRole
from qiaomen.ledger import told, words
from qiaomen.ledger.told import Told
from qiaomen.monitoring.notice_words import COMPANIONS, say
from qiaomen.monitoring.records import Companions
from qiaomen.people.models import Person
from qiaomen.policy.language import Words

NAMED = (DutyRole.CADRE, DutyRole.GRID_WORKER)


class Contact(msgspec.Struct):
    """Somebody to call."""

    role: Words
    name: str
    phone: str


def of(ids: Sequence[UUID], person: Person, *, reader: Worker, at: datetime) -> list[Contact]:
    """Whom to call about a person, as it stood at a moment; that phones were read is logged.

    The companions named first count where none had been named by then.
    """
    named = told.in_order(one for several in told.of_people(ids, ["companions"]).values() for one in several)
    timely = [one for one in named if one.at <= at] or named[:1]
    return _companions(timely[-1], reader) if timely else _chain(person, reader, at)


def _companions(said: Told, reader: Worker) -> list[Contact]:
    keys = Outbreak.objects.current().keys
    opened = words.words_of(keys, [said.record]).get(said.record, {})
    body = msgspec.convert(join(msgspec.to_builtins(said.body), opened), Companions)
    known = Worker.objects.in_bulk([one.worker for one in body.people if one.worker is not None])
    phones = phones_of(known.values(), keys, reader=reader, where="monitoring.notice")
    found: list[Contact] = []
    for one in body.people:
        worker = known.get(one.worker) if one.worker is not None else None
        name = one.name or (worker.name if worker is not None else "")
        phone = one.phone or (phones.get(worker.id, "") if worker is not None else "")
        found.append(Contact(say(COMPANIONS[one.role]), name, phone))
    return found


def _chain(person: Person, reader: Worker, at: datetime) -> list[Contact]:
    assert person.home_door is not None
    links = [link for link in chain(person.home_door.place, at=at) if link.role in NAMED]
    keys = Outbreak.objects.current().keys
    phones = phones_of([link.worker for link in links], keys, reader=reader, where="monitoring.notice")
    return [Contact(say(link.role.label), link.worker.name, phones.get(link.worker.id, "")) for link in links]
