"""Who looked at whom: the access log as the data officer reads it, by worker, by day, by person; and what left.

What is unusual is a question, not an accusation: it may be a long day at the phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from qiaomen.access.audit import SEEN
from qiaomen.base.sql import rows

# Lines of the log that say that somebody saw identity, words, a photo, or people outside their own doors.
LOOKS: Final = [SEEN, "words.opened", "photo.seen", "door.people", "refusal.opened", "clue.reporter_seen"]
EXPORTS: Final = [
    "export", "duty.exported", "campaign.exported", "import.refused", "message.handed_over", "resident.exported",
    "person.exported",
]  # fmt: skip
# A day's looks of one worker are a question from so many on, where they are so many times those of the middle one.
FROM, TIMES = 30, 3
WORKERS = """
SELECT a.worker, coalesce(w.name, ''), coalesce(o.name, ''), (a.at AT TIME ZONE %(zone)s)::date AS day,
       count(*), count(DISTINCT a.subject), max(a.at)
FROM access_audit a LEFT JOIN access_worker w ON w.id = a.worker
LEFT JOIN access_organisation o ON o.id = w.organisation_id
WHERE a.action = ANY(%(actions)s) AND a.at >= %(since)s AND a.at < %(until)s AND a.worker IS NOT NULL
GROUP BY 1, 2, 3, 4 ORDER BY 4 DESC, 5 DESC, 1
"""
OF = """
SELECT a.at, a.action, a.worker, coalesce(w.name, ''), coalesce(o.name, ''), coalesce(a.details->>'where', ''),
       coalesce(a.details->>'list', ''), coalesce(a.details->>'form', ''), (a.details->>'rows')::text, a.subject
FROM access_audit a LEFT JOIN access_worker w ON w.id = a.worker
LEFT JOIN access_organisation o ON o.id = w.organisation_id
WHERE a.action = ANY(%(actions)s) AND (%(all)s OR a.subject = ANY(%(subjects)s) OR a.worker = ANY(%(workers)s))
  AND a.at >= %(since)s AND a.at < %(until)s
ORDER BY a.at DESC, a.id DESC LIMIT %(most)s::int
"""


@dataclass(frozen=True, slots=True)
class WorkerDay:
    """One worker's looks on one day: how many, at how many people or things; whether that is a question."""

    worker: UUID
    name: str
    organisation: str
    day: date
    looks: int
    subjects: int
    last_at: datetime
    usual: float
    is_question: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: who, when, on which page, or which list in which form with how many rows."""

    at: datetime
    action: str
    worker: UUID | None
    name: str
    organisation: str
    where: str
    list: str
    form: str
    rows: str
    subject: UUID | None


def by_worker(since: datetime, until: datetime) -> list[WorkerDay]:
    """Every worker's looks on each day, the newest day first, the most first; questions where somebody is far above
    the day's middle."""
    found = rows(WORKERS, {"zone": settings.TIME_ZONE, "actions": LOOKS, "since": since, "until": until})
    counts: dict[date, list[int]] = {}
    for row in found:
        counts.setdefault(row[3], []).append(row[4])
    usual = {day: float(median(several)) for day, several in counts.items()}
    return [_worker_day(row, usual[row[3]]) for row in found]


def _worker_day(row: tuple[Any, ...], usual: float) -> WorkerDay:
    worker, name, organisation, day, count, subjects, last_at = row
    is_question = count >= max(FROM, TIMES * usual)
    return WorkerDay(worker, name, organisation, day, count, subjects, last_at, usual, is_question)


def by_day(found: Sequence[WorkerDay]) -> list[tuple[date, int, int]]:
    """Day, looks, workers: of what `by_worker` found."""
    days = sorted({one.day for one in found}, reverse=True)
    of = {day: [one for one in found if one.day == day] for day in days}
    return [(day, sum(one.looks for one in several), len(several)) for day, several in of.items()]


def of_people(people: Sequence[UUID], since: datetime, until: datetime, *, most: int) -> list[Line]:
    """Who looked at these (all ids of one person), the newest first."""
    return _lines(LOOKS, since, until, most, subjects=people)


def of_worker(worker: UUID, since: datetime, until: datetime, *, most: int) -> list[Line]:
    """What this worker looked at, the newest first."""
    return _lines(LOOKS, since, until, most, workers=[worker])


def exports(since: datetime, until: datetime, *, most: int) -> list[Line]:
    """What left the house: lists, papers, a person's file; the newest first."""
    return _lines(EXPORTS, since, until, most)


def _lines(
    actions: list[str],
    since: datetime,
    until: datetime,
    most: int,
    *,
    subjects: Sequence[UUID] = (),
    workers: Sequence[UUID] = (),
) -> list[Line]:
    every = not subjects and not workers
    given = {
        "actions": actions, "all": every, "subjects": list(subjects), "workers": list(workers), "since": since,
        "until": until, "most": most,
    }  # fmt: skip
    return [Line(*row) for row in rows(OF, given)]
