"""What the records of care make: the state of each need."""

from collections.abc import Sequence
from typing import Any

from qiaomen.care.models import RANK, State, Urgency
from qiaomen.care.records import NeedMade
from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told


def _line(need: Told, answers: Sequence[Told]) -> dict[str, Any]:
    body: NeedMade = need.body
    first = answers[0] if answers else None
    return {
        "id": need.id, "place": need.place, "door": need.door, "person": need.person, "what": body.what,
        "urgency": body.urgency, "rank": RANK[Urgency(body.urgency)], "people": body.people, "known": body.known,
        "asked_at": need.at, "asked_by": need.author,
        "state": State.ANSWERED.value if first else State.OPEN.value,
        "answered_at": first.at if first else None, "answered_by": first.author if first else None,
    }  # fmt: skip


NEEDS = Thread("care_need", "need", _line, step="need_step", about="need")
