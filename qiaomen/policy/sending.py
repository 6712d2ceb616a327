"""What people state at the desk goes through the same door as what phones send."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.ledger.wire import Verdict


def send(kind: str, person: UUID, body: object, *, by: Worker, now: datetime) -> Verdict:
    """Submit one record about a person."""
    return send_all(kind, [(person, body)], by=by, now=now)[0]


def send_all(kind: str, about: Sequence[tuple[UUID, object]], *, by: Worker, now: datetime) -> list[Verdict]:
    """Submit a record about each of these people, in one transaction; answers their verdicts in order."""
    author = Author(worker=by.id, outbreak=Outbreak.objects.current().id)
    raws = [
        msgspec.json.encode({"id": new_id(), "kind": kind, "device_at": now, "person": person, "body": body})
        for person, body in about
    ]
    return submit(raws, author=author, received_at=now) if raws else []
