"""Rows of passages and visitors, as one record has them. Pure."""

from typing import Any
from uuid import UUID

from qiaomen.gates import records
from qiaomen.gates.models import THROUGH
from qiaomen.gates.truth import Then
from qiaomen.ledger.told import Told

Row = dict[str, Any]
OF_PASSAGE = (
    "direction", "verdict", "colour_seen", "problem", "reason", "emergency", "temperature", "second_temperature",
    "way", "health_code", "travel_code", "lane", "list_age_s", "offline", "pass_id", "visitor",
)  # fmt: skip
OF_VISITOR = (
    "verdict", "origin", "purpose", "registered_by", "fetched_by_household", "day", "reason", "temperature",
    "second_temperature",
)  # fmt: skip
GONE = ("suspended", "revoked")


def passage(told: Told, then: Then | None, change: UUID) -> Row:
    """A passage's row, but for what follows from the passages around it; `then` is what was true, if that is known."""
    body: records.Passage = told.body
    colour, state = (then.colour, then.state) if then is not None else ("", "")
    missed = went_through(body) and was_missed(body, colour, state)
    kept = body.kept or records.Kept()
    if kept.emptied:
        colour, state, missed = kept.colour, kept.state, kept.missed
    return {
        **_common(told, change),
        **{name: getattr(body, name) for name in OF_PASSAGE},
        "holder": body.pass_id or body.visitor,
        "person": then.person if then is not None else None,
        "colour_true": colour,
        "state_true": state,
        "missed_suspension": missed,
        "twice": kept.twice,
        "was_twice": kept.twice,
        "emptied": kept.emptied,
        "fever": records.is_fever(body),
        "people": max(body.occupants, 1),
        "next": None,
    }


def visitor(told: Told, change: UUID) -> Row:
    """A visitor's row."""
    body: records.Visitor = told.body
    return {
        **_common(told, change),
        **{name: getattr(body, name) for name in OF_VISITOR},
        "visitor": body.id,
        "door": told.door,
        "fever": records.is_fever(body),
        "people": max(body.occupants, 1),
        "emptied": body.emptied,
    }


def went_through(body: records.Passage) -> bool:
    """Whether somebody went on."""
    return body.verdict in THROUGH


def was_missed(body: records.Passage, colour: str, state: str) -> bool:
    """Whether the guard did not know what was true: the pass was no longer good, or its holder red, by then.

    Who goes by emergency goes whatever the colour; there is nothing that the guard missed.
    """
    if body.verdict == "emergency":
        return False
    gone = state in GONE and body.problem not in GONE
    return gone or (colour == "red" and body.colour_seen != "red")


def _common(told: Told, change: UUID) -> Row:
    return {
        "id": told.id,
        "gate": told.place,
        "at": told.at,
        "known_at": told.entered_at,
        "author": told.author,
        "change": change,
    }
