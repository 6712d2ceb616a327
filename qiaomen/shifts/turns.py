"""A shift, a swap and a handover as their records have them. Pure: records in order in, columns out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from qiaomen.ledger.told import Told
from qiaomen.shifts.problem import DAY, NIGHT_AT
from qiaomen.shifts.records import MissingTold, ShiftChange, ShiftGiven, ShiftHandedOver, ShiftStep, SwapAsked, SwapStep


def is_night(begins: int, minutes: int) -> bool:
    """Whether it is three in the morning during it; `begins` in minutes after midnight."""
    return any(begins <= NIGHT_AT + day < begins + minutes for day in (0, DAY))


def shift(given: Told, since: Sequence[Told], zone: ZoneInfo) -> dict[str, Any]:
    """A row of a shift, of its record and what happened since: steps, changes, tellings, swaps that were accepted."""
    body: ShiftGiven = given.body
    begins = body.begins.astimezone(zone)
    length = int((body.ends - body.begins).total_seconds()) // 60
    row: dict[str, Any] = {
        "id": given.id, "roster": body.roster, "post": body.post, "slot": body.slot, "place": given.place,
        "planned": body.worker, "worker": body.worker, "day": begins.date().isoformat(), "begins_at": body.begins,
        "ends_at": body.ends, "is_night": is_night(begins.hour * 60 + begins.minute, length),
        "late_at": body.begins, "came_at": None, "how": "", "left_at": None,
        "cancelled_at": None, "changed_at": None, "told_at": None, "told_level": -1, "told": [], "is_last": False,
        "answered_at": None, "answered_by": None,
    }  # fmt: skip
    for one in since:
        _APPLY[one.kind](row, one)
    # Whoever comes in somebody's stead has as long to come as they had, however often it went on.
    row["late_at"] = max(body.begins, row["changed_at"] or body.begins) + timedelta(minutes=body.late)
    return row


def holder(planned: UUID, since: Sequence[Told], shift: UUID, at: datetime) -> UUID:
    """Who stood a shift at a moment, of the worker whom its roster named and what happened since."""
    for one in since:
        if one.at > at:
            break
        if one.kind == "shift_swap":
            given, takes, gives = one.body
            planned = takes if shift == given else gives
        elif one.kind == "shift_change" and one.body.worker is not None:
            planned = one.body.worker
    return planned


def _step(row: dict[str, Any], one: Told) -> None:
    body: ShiftStep = one.body
    if body.step == "came" and row["came_at"] is None:
        row |= {"came_at": one.at, "how": body.how}
    elif body.step == "left":
        row["left_at"] = one.at


def _change(row: dict[str, Any], one: Told) -> None:
    body: ShiftChange = one.body
    if body.change == "cancelled":
        row["cancelled_at"] = row["cancelled_at"] or one.at
    elif body.change == "answered":
        row |= {"answered_at": row["answered_at"] or one.at, "answered_by": row["answered_by"] or one.author}
    elif body.worker is not None:
        _goes_to(row, body.worker, one)


def _goes_to(row: dict[str, Any], worker: object, one: Told) -> None:
    """Somebody else comes now; nobody was told of them."""
    row |= {
        "worker": worker, "changed_at": one.at, "came_at": None, "how": "", "left_at": None,
        "told_at": None, "told_level": -1, "told": [], "is_last": False, "answered_at": None, "answered_by": None,
    }  # fmt: skip


def _told(row: dict[str, Any], one: Told) -> None:
    body: MissingTold = one.body
    if row["changed_at"] is not None and one.at < row["changed_at"]:
        return
    row |= {
        "told_at": one.at, "told_level": max(row["told_level"], body.level), "is_last": row["is_last"] or body.last,
        "told": [*row["told"], *(each for each in body.workers if each not in row["told"])],
    }  # fmt: skip


def _swapped(row: dict[str, Any], one: Told) -> None:
    """`body` is (who stands `shift` from now on, who stands `other`)."""
    shift, takes, gives = one.body
    _goes_to(row, takes if row["id"] == shift else gives, one)


_APPLY = {"shift_step": _step, "shift_change": _change, "shift_told": _told, "shift_swap": _swapped}


def swap(asked: Told, steps: Sequence[Told]) -> dict[str, Any]:
    """A row of a swap: the first step settles it."""
    body: SwapAsked = asked.body
    row: dict[str, Any] = {
        "id": asked.id, "place": asked.place, "shift": body.shift, "other": body.other, "asked_by": asked.author,
        "to": body.to, "asked_at": asked.at, "state": "asked", "settled_at": None,
    }  # fmt: skip
    if steps:
        step: SwapStep = steps[0].body
        row |= {"state": step.step, "settled_at": steps[0].at}
    return row


def handover(told: Told, reads: Sequence[Told]) -> dict[str, Any]:
    """A row of a handover, with who has read it."""
    body: ShiftHandedOver = told.body
    return {
        "id": told.id, "record": told.record, "place": told.place, "post": body.post, "author": told.author,
        "at": told.at, "read_by": list(dict.fromkeys(one.author for one in reads)),
    }  # fmt: skip
