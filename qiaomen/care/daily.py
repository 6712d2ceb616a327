"""Daily visits, pure: what their records make of one, when today's is due, and how far it has to be told.

Who goes is reminded at the hour itself; half an hour later those who lead know, an hour after that headquarters.
Where somebody knocked and nobody opened, those who lead know at once.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from qiaomen.care.records import DailyVisitBegun, DailyVisitStep
from qiaomen.ledger.told import Told
from qiaomen.policy.days import local_day

LADDER = (timedelta(0), timedelta(minutes=30), timedelta(minutes=90))
"""After the hour: who goes, who leads, headquarters."""
LEADS = 1
NOT_YET = -1


def line(begun: Told, steps: Sequence[Told], zone: ZoneInfo) -> dict[str, Any]:
    """A row of a daily visit, of the record that began it and its steps in order."""
    body: DailyVisitBegun = begun.body
    row: dict[str, Any] = {
        "id": begun.id, "place": begun.place, "door": begun.door, "person": begun.person, "why": body.why,
        "by": body.by, "worker": body.worker, "begun_at": begun.at, "begun_by": begun.author, "seen_at": None,
        "seen_by": None, "how": "", "tried_at": None, "told_at": None, "told_level": NOT_YET, "told": [],
        "led_at": None, "missed": 0, "ended_at": None,
    }  # fmt: skip
    for step in steps:
        _apply(row, step, zone)
    return row


def _apply(row: dict[str, Any], told: Told, zone: ZoneInfo) -> None:
    step: DailyVisitStep = told.body
    match step.step:
        case "seen" | "phoned":
            row |= {"seen_at": told.at, "seen_by": told.author, "how": step.step}
        case "nobody":
            row["tried_at"] = told.at
        case "changed":
            row |= {"by": step.by or row["by"], "worker": step.worker or row["worker"]}
        case "ended":
            row["ended_at"] = row["ended_at"] or told.at
        case "told":
            _tell(row, told, zone)


def _tell(row: dict[str, Any], told: Told, zone: ZoneInfo) -> None:
    step: DailyVisitStep = told.body
    level = step.level or 0
    if row["told_at"] is None or local_day(row["told_at"], zone) != local_day(told.at, zone):
        row |= {"told_level": NOT_YET, "told": []}
    if level >= LEADS:
        if row["told_level"] < LEADS:
            row["missed"] += 1
        row["led_at"] = told.at
    known = row["told"]
    row |= {
        "told_at": told.at, "told_level": max(row["told_level"], level),
        "told": [*known, *(one for one in step.workers if one not in known)],
    }  # fmt: skip


def due_at(by: str, now: datetime, zone: ZoneInfo) -> datetime:
    """When today's visit is due: the local time `by` of today's date."""
    return datetime.combine(local_day(now, zone), time.fromisoformat(by), zone)


def is_today(moment: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether something happened on today's date."""
    return moment is not None and local_day(moment, zone) == local_day(now, zone)


def level(
    *, by: str, begun_at: datetime, seen_at: datetime | None, tried_at: datetime | None, now: datetime, zone: ZoneInfo
) -> int:
    """How far today's visit has to be told by now; -1 where nothing is owed. A visit begun after its hour is owed from
    the next day on, and whoever was seen today is owed nothing more."""
    if is_today(seen_at, now, zone):
        return NOT_YET
    if is_today(tried_at, now, zone):
        return max(LEADS, _reached(due_at(by, now, zone), now))
    due = due_at(by, now, zone)
    return NOT_YET if begun_at > due else _reached(due, now)


def _reached(due: datetime, now: datetime) -> int:
    return sum(now >= due + after for after in LADDER) - 1
