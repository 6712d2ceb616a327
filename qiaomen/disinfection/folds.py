"""What the records of disinfection make: each request with what answered it, each round."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from qiaomen.disinfection.records import Disinfected, DisinfectionAsked
from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told

DUE_HOURS = {"case": 6, "transfer": 6, "fever": 24, "other": 24}
"""Hours within which a request is answered where it names no date: where somebody ill was, the same working day."""


def due(why: str, at: datetime) -> datetime:
    """By when something asked for at this moment is done."""
    return at + timedelta(hours=DUE_HOURS[why])


def asked_line(asked: Told, rounds: Sequence[Told]) -> dict[str, Any]:
    """A row of a request: the first round that answers it counts."""
    body: DisinfectionAsked = asked.body
    first = rounds[0] if rounds else None
    return {
        "id": asked.id, "place": asked.place, "door": asked.door, "why": body.why, "asked_at": asked.at,
        "asked_by": asked.author, "due_at": body.due or due(body.why, asked.at), "done_at": first and first.at,
        "done_by": first and first.author, "done": first and first.id,
    }  # fmt: skip


def done_line(done: Told, _steps: Sequence[Told]) -> dict[str, Any]:
    """A row of a round."""
    body: Disinfected = done.body
    return {
        "id": done.id, "place": done.place, "door": done.door,
        "behind_door": done.door is not None or body.behind_door, "asked": body.asked, "product": body.product,
        "concentration": body.concentration, "area": body.area, "photos": len(body.photos) or body.proofs,
        "at": done.at, "by": done.author,
    }  # fmt: skip


ASKED = Thread("disinfection_asked", "disinfection_asked", asked_line, step="disinfection", about="asked")
DONE = Thread("disinfection_done", "disinfection", done_line)
