"""What is done about people under measures at a desk: every fact goes through submit as a record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.ledger.entries import Author
from qiaomen.ledger.models import Record
from qiaomen.ledger.submit import submit
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
    return send([_record(kind, person, {**body, **shared}, at or now) for person, body in about], by=by, now=now)


def correct(record: UUID, kind: str, body: Mapping[str, Any], *, by: Worker, now: datetime) -> Verdict:
    """Put another content in the place of a record's. The author may, and whoever decides there."""
    envelope = {"id": new_id(), "kind": kind, "device_at": now, "amends": record, "body": body}
    return send([envelope | _subject(record)], by=by, now=now)[0]


def take_back(record: UUID, *, reason: str, by: Worker, now: datetime) -> Verdict:
    """Take a record back: it stays in the thread and does not count any more."""
    envelope = {"id": new_id(), "kind": "void", "device_at": now, "amends": record, "body": {"reason": reason}}
    return send([envelope], by=by, now=now)[0]


def send(envelopes: Sequence[Mapping[str, Any]], *, by: Worker, now: datetime) -> list[Verdict]:
    """Submit records as they are, in one transaction."""
    author = Author(worker=by.id, outbreak=Outbreak.objects.current().id)
    return submit([msgspec.json.encode(envelope) for envelope in envelopes], author=author, received_at=now)


def _record(kind: str, person: UUID, body: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    return {"id": new_id(), "kind": kind, "device_at": at, "person": person, "body": body}


def _subject(record: UUID) -> dict[str, Any]:
    return {"person": Record.objects.values_list("person", flat=True).get(pk=record)}
