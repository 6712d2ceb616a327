"""What a seal's records make of it: pure. The order is that of the records, (at, id)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.ledger.told import Told
from qiaomen.seals.records import SealEvent, SealPut

OPENINGS = ("opened", "broken")
ENDS = {"removed": "removed", "ended": "episode"}


def line(seal: Told, events: Sequence[Told]) -> dict[str, Any]:
    """A row of a seal, of the record that put it on and what happened since."""
    body: SealPut = seal.body
    row: dict[str, Any] = {
        "id": seal.id, "place": seal.place, "door": seal.door, "form": body.form,
        "people": [one.person for one in body.people], "episodes": [one.episode for one in body.people],
        "document": body.document, "until_at": body.until, "emergency": body.emergency, "put_at": seal.at,
        "put_by": seal.author, "standing": "intact", "checked_at": None, "openings": 0, "opened_at": None,
        "unexplained": [], "ask_since": None, "ask_worker": None, "ask_told": [], "asked_at": None, "finds": "",
        "ended_at": None, "ended_by": "",
    }  # fmt: skip
    # What the system says in the same moment follows from the other, whatever its id.
    for told in sorted(events, key=lambda one: (one.at, one.body.event == "told")):
        _apply(row, told)
    return row


def _apply(row: dict[str, Any], told: Told) -> None:
    step: SealEvent = told.body
    match step.event:
        case "opened" | "broken":
            _open(row, told)
        case "intact":
            row["checked_at"] = told.at
        case "resealed":
            row |= {"standing": "intact", "checked_at": told.at}
        case "explained":
            _explain(row, step)
        case "asked":
            _asked(row, told)
        case "told" if row["ask_since"] is not None:
            row |= {
                "ask_worker": step.workers[0] if step.workers else None,
                "ask_told": _with(row["ask_told"], step.workers),
            }
        case "removed" | "ended" if row["ended_at"] is None:
            row |= {"ended_at": told.at, "ended_by": ENDS[step.event]}


def _open(row: dict[str, Any], told: Told) -> None:
    """Every opening counts and needs nobody's leave. Of one that says no reason, somebody is to knock and ask."""
    step: SealEvent = told.body
    row |= {"standing": step.event, "openings": row["openings"] + 1, "opened_at": told.at}
    if step.event == "broken":
        row["checked_at"] = told.at
    if not step.why:
        row["unexplained"] = [*row["unexplained"], told.id]
    if asks(step):
        _begin(row, told)


def _begin(row: dict[str, Any], told: Told) -> None:
    if row["ask_since"] is None:
        row |= {"ask_since": told.at, "ask_told": [], "finds": ""}


def _asked(row: dict[str, Any], told: Told) -> None:
    """Only that all is well settles it: after anything else another one is told. A need stays one until then, also
    where nobody answers afterwards; nobody answering where nobody had to knock opens nothing."""
    step: SealEvent = told.body
    row["asked_at"] = told.at
    if settles(step):
        row |= {"ask_since": None, "ask_worker": None, "ask_told": [], "finds": "well"}
        return
    if step.finds == "needs":
        _begin(row, told)
        # Whoever answers there is told of a need, though they had been asked to knock before.
        row |= {"ask_told": row["ask_told"] if row["finds"] == "needs" else [], "finds": "needs"}
    elif row["finds"] != "needs":
        row["finds"] = step.finds
    if row["ask_since"] is not None:
        row |= {"ask_worker": None, "ask_told": _with(row["ask_told"], [told.author])}


def _with(known: list[UUID], more: Sequence[UUID]) -> list[UUID]:
    return [*known, *(one for one in more if one not in known)]


def settles(step: SealEvent) -> bool:
    """Whether somebody knocked and found that all is well: nobody has to knock any more."""
    return step.event == "asked" and step.finds in ("", "well")


def asks(step: SealEvent) -> bool:
    """Whether somebody is to knock and ask how they are: nobody knows why it is open, or they may need help."""
    return step.event in OPENINGS and step.why in ("", "illness", "birth", "fire", "accident")


def _explain(row: dict[str, Any], step: SealEvent) -> None:
    row["unexplained"] = [one for one in row["unexplained"] if one != step.opening]


def ends_at(until: datetime | None, episodes: Sequence[datetime | None]) -> datetime | None:
    """When a seal ends: by its own date, or with the last of its episodes, whichever comes first; None while neither
    is known. `episodes`: when each ends, or None where that is not settled."""
    last = max((one for one in episodes if one is not None), default=None) if None not in episodes else None
    return min(filter(None, (until, last)), default=None)
