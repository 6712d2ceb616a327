"""What is done about passes at a desk: each a `pass_event` record, authorised where the person lives."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from qiaomen.access.models import Worker
from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.passes import areas as where
from qiaomen.passes import keys
from qiaomen.passes.minting import has_ended
from qiaomen.passes.models import Form, Pass, State

# Records submitted in a transaction.
CHUNK = 500


def issue(
    person: UUID, *, form: str = Form.PHONE, areas: Sequence[str] | None = None, ends: datetime | None = None,
    ask: UUID | None = None, door: UUID | None = None, by: Worker, now: datetime,
) -> tuple[UUID, Verdict]:  # fmt: skip
    """Issue a pass; answers its id. `areas`: short ids of places; none given: the usual ones, empty: everywhere.

    `ask` and `door` where it answers somebody who asked.
    """
    keys.ensure(now)
    id = uuid4()
    body = {
        "pass": id, "event": "issued", "form": form, "ends": ends, "ask": ask,
        "areas": list(where.usual([person])[person] if areas is None else areas),
    }  # fmt: skip
    return id, desk.tell("pass_event", body, person=person, door=door, by=by, now=now)


def issue_many(people: Collection[UUID], *, form: str, by: Worker, now: datetime) -> list[Verdict]:
    """A pass for each of these people, for their usual areas, some hundred a transaction."""
    keys.ensure(now)
    verdicts: list[Verdict] = []
    ordered = list(people)
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        usual = where.usual(chunk)
        verdicts += desk.send([_issued(person, form, usual[person], now) for person in chunk], by=by, now=now)
    return verdicts


def suspend(one: Pass, *, reason: str, note: str = "", by: Worker, now: datetime) -> Verdict:
    """From now on the pass does not count, until it is resumed. Raises `pass.revoked`."""
    return _tell(one, "suspended", by, now, reason=reason, note=note)


def resume(one: Pass, *, by: Worker, now: datetime) -> Verdict:
    """A suspended pass counts again. Raises `pass.revoked`."""
    return _tell(one, "resumed", by, now)


def verify(one: Pass, *, by: Worker, now: datetime) -> Verdict:
    """Somebody has checked whose pass it is: it may be green. Raises `pass.revoked`."""
    return _tell(one, "verified", by, now)


def revoke(one: Pass, *, reason: str, note: str = "", by: Worker, now: datetime) -> Verdict:
    """The pass has ended for good. Raises `pass.revoked`."""
    return _tell(one, "revoked", by, now, reason=reason, note=note)


def reissue(one: Pass, *, reason: str, form: str = "", by: Worker, now: datetime) -> tuple[UUID, Verdict]:
    """A new pass in place of this one, which ends; answers the new one's id. It counts as long as the old one would.

    Raises `pass.revoked` for one that was replaced already, `pass.ended` for one whose last day is over.
    """
    if one.replaced_by is not None:
        raise Problem("pass.revoked")
    if has_ended(one, now):
        raise Problem("pass.ended")
    keys.ensure(now)
    id = uuid4()
    body = {
        "pass": id, "event": "reissued", "replaces": one.id, "reason": reason, "form": form or one.form,
        "areas": one.areas, "ends": one.ends, "verified": one.verified,
    }  # fmt: skip
    return id, desk.tell("pass_event", body, person=one.person, by=by, now=now)


def _issued(person: UUID, form: str, areas: list[str], now: datetime) -> dict[str, Any]:
    body = {"pass": uuid4(), "event": "issued", "form": form, "areas": areas}
    return desk.record("pass_event", body, at=now, person=person)


def _tell(one: Pass, event: str, by: Worker, now: datetime, **more: str) -> Verdict:
    if one.state == State.REVOKED:
        raise Problem("pass.revoked")
    return desk.tell("pass_event", {"pass": one.id, "event": event, **more}, person=one.person, by=by, now=now)
