"""Rounds, pure: what their records make of a round and of a place of it."""

from collections.abc import Sequence
from typing import Any

from qiaomen.ledger.told import Told
from qiaomen.outreach.records import OutreachRound, RoundDone


def line(asked: Told, steps: Sequence[Told]) -> dict[str, Any]:
    """A row of a round, of the record that asked for it and its steps in order. The first ending counts."""
    body: OutreachRound = asked.body
    return {
        "id": asked.id, "place": asked.place, "title": body.title, "what": body.what, "material": body.material,
        "copies": body.copies, "photo": body.photo, "due": body.due, "places": list(dict.fromkeys(body.places)),
        "at": asked.at, "author": asked.author, "ended_at": min((one.at for one in steps), default=None),
    }  # fmt: skip


def done_line(done: Told, _steps: Sequence[Told]) -> dict[str, Any]:
    """A row of a place of a round at which somebody was."""
    body: RoundDone = done.body
    return {
        "id": done.id, "round": body.round, "place": done.place, "at": done.at, "author": done.author, "how": body.how,
        "photos": len(body.photos),
    }  # fmt: skip
