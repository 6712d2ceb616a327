"""By when a finding is put right, when it is told to whom, and how old it is: pure.

What phone and server share of it is held to the cases of contracts/findings.json.
"""

from datetime import datetime, timedelta
from typing import Literal

DUE_HOURS = {
    "gate_unmanned": 2, "not_measured": 4, "not_scanned": 4, "crowding": 4, "not_followed": 12, "not_disinfected": 24,
    "not_knocked": 24, "venue_open": 24, "other": 24, "list_wrong": 48, "notice_missing": 48,
}  # fmt: skip
"""Hours within which each kind of finding is put right, where nobody names another date: what lets an illness through
at once first, papers last."""
REMINDED = timedelta(hours=2)
"""Before a date that was more than twice as far off, whoever answers is reminded."""
LADDER = (timedelta(0), timedelta(hours=4), timedelta(hours=24), timedelta(hours=48))
"""After the date: who answers and who stands in for them, then one rung of the chain after the other."""
NOT_YET = -1
REMINDER = 0
OVERDUE = 1

Age = Literal["0", "1", "3", "7"]
AGES: tuple[Age, ...] = ("0", "1", "3", "7")
"""By days since something was found: up to one, up to three, up to seven, more."""


def due(what: str, at: datetime) -> datetime:
    """By when something found, or found once more, at this moment is put right."""
    return at + timedelta(hours=DUE_HOURS[what])


def level(due_at: datetime, set_at: datetime, now: datetime) -> int:
    """How far an open finding has to be told by now; `set_at` is when its date was set."""
    if now < due_at:
        is_far = due_at - set_at > 2 * REMINDED
        return REMINDER if is_far and now >= due_at - REMINDED else NOT_YET
    return sum(now >= due_at + after for after in LADDER)


def age(found_at: datetime, now: datetime) -> Age:
    """Into which of the `AGES` an open finding falls."""
    days = (now - found_at) / timedelta(days=1)
    return "0" if days <= 1 else "1" if days <= 3 else "3" if days <= 7 else "7"
