"""Writing what was folded: each table's rows of some people in one statement, however many they are."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import run
from qiaomen.monitoring.care import Escalated, Referring
from qiaomen.monitoring.episode import File
from qiaomen.monitoring.happenings import Folded

TABLES = ("monitoring_episode", "monitoring_checkdone", "monitoring_referred", "monitoring_overdue")
# Columns that are fields of the same name.
OF_PHASE = ("edition", "measure", "isolates", "where", "checks_a_day", "day_zero", "due_end")
OF_EPISODE = (
    "id", "person", "state", "status", "started", "ended_at", "ended_by", "voluntary", "ordered_by", "document",
    "served_at", "receipt", "remedy", "companions", "last_check_at", "last_seen_at", "last_call_at", "last_outcome",
    "calls", "promise_due", "transfer", "transfer_state", "pick_up_at", "referral", "referral_state", "referral_at",
    "tests", "checked_at", "notice_at",
)  # fmt: skip
OF_REFERRING = ("id", "at", "by_system", "state", "acknowledged_at", "arrived_at", "ended_at", "outcome")

Row = dict[str, Any]


def write(files: dict[UUID, File], people: Collection[UUID], change: UUID) -> None:
    """Replace the rows of these people (under all of their ids) by what their files hold."""
    episodes = [one for file in files.values() for one in file.episodes]
    rows = (
        [_episode(one) for one in episodes],
        [row for one in episodes for row in _checks(one)],
        [_referred(person, one) for person, file in files.items() for one in file.referrals],
        [_overdue(person, one) for person, file in files.items() for one in file.escalations],
    )
    for table, several in zip(TABLES, rows, strict=True):
        run(f"DELETE FROM {table} WHERE person = ANY(%b)", [list(people)])
        if several:
            _insert(table, [row | {"change": change} for row in several])


def _insert(table: str, several: list[Row]) -> None:
    """As one JSON text: the ORM takes milliseconds a row, and at an edition's hour thousands move."""
    statement = f"INSERT INTO {table} SELECT r.* FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) r"
    run(statement, [msgspec.json.encode(several).decode()])


def _episode(one: Folded) -> Row:
    phase, open_questions = one.phase, one.open_questions
    return {
        **{name: getattr(one, name) for name in OF_EPISODE},
        **{name: getattr(phase, name) for name in OF_PHASE},
        "phases": one.phases,
        "credited_days": phase.credited,
        "phase_since": phase.since,
        "phase_end": phase.until,
        "questions": one.questions,
        "open_questions": len(open_questions),
        "question_due": min((asked.due for asked in open_questions if asked.due is not None), default=None),
        "open_needs": sorted(one.needs.values()),
        "tests_owed": sum(test["result"] != "negative" for test in one.tests),
    }


def _checks(one: Folded) -> Iterator[Row]:
    for check in one.checks:
        body = check.told.body
        yield {
            "record": check.told.id,
            "person": one.person,
            "episode": one.id,
            "day": check.day,
            "slot": check.slot,
            "at": check.told.at,
            "how": body.how,
            "temperature": body.temperature,
            "symptoms": body.symptoms,
            "by": check.told.author,
        }


def _referred(person: UUID, one: Referring) -> Row:
    said = one.referral
    return {
        **{name: getattr(one, name) for name in OF_REFERRING},
        "person": person,
        "to": said.to,
        "how": said.how,
        "symptoms": said.symptoms,
        "temperature": said.temperature,
    }


def _overdue(person: UUID, one: Escalated) -> Row:
    said = one.escalation
    return {
        **{name: getattr(one, name) for name in ("id", "at", "seen_at", "seen_by", "settled_at")},
        "person": person,
        "what": said.what,
        "about": said.about,
        "on": said.on,
        "slot": said.slot,
        "leads": said.leads,
    }
