"""Asking for a round, and ending one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.outreach.queries_rounds import RoundRow
from qiaomen.places.models import Place


def begin(
    place: Place, *, title: str, what: str, due: datetime, places: Sequence[UUID], by: Worker, now: datetime,
    material: UUID | None = None, copies: int = 1, photo: bool = False, words: str = "",
) -> Verdict:  # fmt: skip
    """A round over these places, each at or below `place`."""
    body = {
        "title": title, "what": what, "due": due, "places": list(places), "copies": copies, "photo": photo,
        "words": words, **({"material": material} if material else {}),
    }  # fmt: skip
    return desk.tell("outreach_round", body, place=place.id, by=by, now=now)


def end(round: RoundRow, *, by: Worker, now: datetime) -> Verdict:
    """Nobody is asked for it any more; what is missing stays missing."""
    return desk.tell("outreach_round_step", {"round": round.id}, place=round.place, by=by, now=now)
