"""What people state at a desk goes through the same door as what phones send."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.ledger.wire import Verdict

Envelope = Mapping[str, Any]


def record(kind: str, body: object, *, at: datetime, **about: UUID | None) -> dict[str, Any]:
    """A new record as it is sent; `about`: its `door`, `place`, `person`, and what it `amends`."""
    return {"id": new_id(), "kind": kind, "device_at": at, "body": body, **about}


def send(envelopes: Sequence[Envelope], *, by: Worker, now: datetime) -> list[Verdict]:
    """Submit records in one transaction; answers their verdicts in order."""
    author = Author(worker=by.id, outbreak=Outbreak.objects.current().id)
    raws = [msgspec.json.encode(each) for each in envelopes]
    return submit(raws, author=author, received_at=now) if raws else []


def tell(kind: str, body: object, *, by: Worker, now: datetime, **about: UUID | None) -> Verdict:
    """Submit one record, made now."""
    return send([record(kind, body, at=now, **about)], by=by, now=now)[0]
