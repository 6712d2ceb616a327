"""What statuses make of an episode: its phases, whose ends are those that statuses say and never worked out here."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.policy import days
from qiaomen.policy.records import Reason, Status

BY_HAND = ("ruling", "hand")
"""Reasons that are no rule of an edition: they prolong or colour, but count no days of their own."""


class Asking(msgspec.Struct, frozen=True):
    """What an edition asks for under one of its measures."""

    checks_a_day: int = 0
    where: str = ""


class Editions(Protocol):
    """The editions that statuses name, as far as episodes need them."""

    def asking(self, edition: UUID | None, measure: str) -> Asking:
        """What is asked for under a measure."""

    def test_days(self, edition: UUID | None, rule: str, day_zero: date) -> Sequence[date]:
        """On which days a rule asks for tests."""


class Phase(msgspec.Struct):
    """One stretch under one measure, by one rule. `credited`: days of the period served before it began."""

    record: UUID
    measure: str
    isolates: bool
    where: str
    checks_a_day: int
    edition: UUID | None
    rule: str
    day_zero: date | None
    since: datetime
    until: datetime | None
    due_end: datetime | None
    credited: int


def governing(status: Status) -> Reason | None:
    """Of the reasons for the measure in force, the one that reaches furthest; an end not settled yet reaches so."""
    by_rules = [reason for reason in status.reasons if reason.rule not in BY_HAND] or status.reasons
    found = [reason for reason in by_rules if reason.measure == status.measure] or by_rules
    unsettled = [reason for reason in found if reason.until is None]
    return max(unsettled or found, key=lambda reason: (reason.until or reason.since, reason.rule), default=None)


def phase_of(told: Told, since: datetime, editions: Editions, zone: ZoneInfo) -> Phase:
    """The phase that a status with a measure begins at a moment."""
    status: Status = told.body
    reason, asking = governing(status), editions.asking(status.edition, status.measure)
    zero = date.fromisoformat(reason.day0) if reason is not None and reason.day0 else None
    return Phase(
        record=told.id,
        measure=status.measure,
        isolates=status.isolates,
        where=asking.where,
        checks_a_day=asking.checks_a_day,
        edition=status.edition,
        rule=reason.rule if reason is not None else "",
        day_zero=zero,
        since=since,
        until=status.until,
        due_end=status.due_end,
        credited=credited(zero, since, zone),
    )


def credited(zero: date | None, since: datetime, zone: ZoneInfo) -> int:
    """Days of the period that were over when a measure began: on day k, days 1 to k - 1 were."""
    return max(0, days.day_number(zero, days.local_day(since, zone)) - 1) if zero is not None else 0


def tests_asked(phases: Sequence[Phase], end: datetime | None, editions: Editions, zone: ZoneInfo) -> list[date]:
    """The days on which tests were due: of each phase, those that lie in it; the last one's until the end."""
    found: set[date] = set()
    for phase, following in zip(phases, [*phases[1:], None], strict=True):
        if phase.day_zero is None:
            continue
        begins = days.local_day(phase.since, zone)
        closes = following.since if following is not None else end
        for day in editions.test_days(phase.edition, phase.rule, phase.day_zero):
            if begins <= day and (closes is None or day < days.local_day(closes, zone)):
                found.add(day)
    return sorted(found)


def tests_done(due: Sequence[date], results: Sequence[Told], zone: ZoneInfo) -> list[dict[str, str]]:
    """What came of each test that was due: the first result of a sample taken on its day or later, before the next."""
    found: list[dict[str, str]] = []
    for day, following in pairwise([*due, date.max]):
        here = [one for one in results if day <= days.local_day(one.body.taken, zone) < following]
        valid = [one for one in here if one.body.result != "invalid"]
        found.append({"on": day.isoformat(), "result": valid[0].body.result if valid else ""})
    return found
