"""What is done about people under measures at a desk: every fact goes through submit as a record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.ledger.wire import Verdict


def tell(
    kind: str, people: Sequence[UUID], body: Mapping[str, Any], *, by: Worker, now: datetime, at: datetime | None = None
) -> list[Verdict]:
    """Submit the same record about each of these people, in one transaction, joined by `together` where they are
    several; answers their verdicts in order. `at`: when it happened, if that was earlier."""
    return tell_each(kind, [(person, body) for person in people], by=by, now=now, at=at)


def tell_each(
    kind: str, about: Sequence[tuple[UUID, Mapping[str, Any]]], *, by: Worker, now: datetime, at: datetime | None = None
) -> list[Verdict]:
    """The same with a body for each: what they name (a transfer, a need) may be each one's own."""
    shared = {"together": new_id()} if len(about) > 1 else {}
    envelopes = [desk.record(kind, {**body, **shared}, person=person, at=at or now) for person, body in about]
    return desk.send(envelopes, by=by, now=now)


def correct(record: UUID, kind: str, body: Mapping[str, Any], *, by: Worker, now: datetime) -> Verdict:
    """Put another content in the place of a record's. The author may, and whoever decides there."""
    return desk.tell(kind, body, amends=record, person=_subject(record), by=by, now=now)


def take_back(record: UUID, *, reason: str, by: Worker, now: datetime) -> Verdict:
    """Take a record back: it stays in the thread and does not count any more."""
    return desk.tell("void", {"reason": reason}, amends=record, by=by, now=now)


def _subject(record: UUID) -> UUID | None:
    return Record.objects.values_list("person", flat=True).get(pk=record)
