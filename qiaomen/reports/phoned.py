"""The phone desk (统计员): numbers that managers report by phone. Reported by X, typed by Y; correctable; counted."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.campaigns.queries.names import names_of
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.ledger.words import words_of
from qiaomen.reports.definition import Document, Figure
from qiaomen.reports.sources_phoned import PHONED

SHOWN = """
SELECT e.subject, e.version, e.happened, e.known, e.place, p.path, e.figure, e.amount, coalesce(w.name, '')
FROM ({effective}) e JOIN places_place p ON p.id = e.place LEFT JOIN access_worker w ON w.id = e.author
WHERE (%b::timestamptz IS NULL OR e.happened >= %b) AND (%b::uuid IS NULL OR e.subject = %b) AND EXISTS (
  SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
ORDER BY e.happened DESC, e.subject DESC
"""


class Call(msgspec.Struct):
    """A number as it counts now: what was said when of which place, and who typed it. `said_by` is sealed."""

    record: UUID
    version: UUID
    at: datetime
    known_at: datetime
    place: UUID
    path: str
    figure: str
    amount: int
    typed_by: str
    said_by: str = ""
    note: str = ""

    @property
    def is_corrected(self) -> bool:
        return self.version != self.record


def figures_of(document: Document) -> list[Figure]:
    """The figures that a call can report: those that add up one kind of call."""
    return [figure for figure in document.figures if figure.counts == "phoned" and figure_key(figure)]


def figure_key(figure: Figure) -> str:
    """What a call about this figure names: the one value that it is chosen by, else nothing."""
    wanted = figure.where.get("figure", figure.key)
    return wanted if isinstance(wanted, str) else ""


def calls(
    worker: Worker, *, since: datetime | None = None, record: UUID | None = None, verb: Verb = Verb.RECORD
) -> list[Call]:
    """What was reported where the worker may do this, the newest first, without the words."""
    found = rows(SHOWN.format(effective=PHONED), [since, since, record, record, areas(worker, verb)])
    return [Call(*columns) for columns in found]


def say(calls: Collection[Call]) -> None:
    """Unseal who said it, and the note. Who calls this has checked that they may be read."""
    words = words_of(Outbreak.objects.current().keys, [call.version for call in calls])
    for call in calls:
        said = words.get(call.version, {})
        call.said_by, call.note = said.get("said_by", ""), said.get("note", "")


def where(calls: Collection[Call]) -> dict[str, str]:
    """Where the places of calls are, in words, by path; a district or street is named where nothing else is."""
    return names_of([call.path for call in calls], leave_out=())


def report(place: UUID, body: dict[str, Any], *, at: datetime, by: Worker, now: datetime) -> Verdict:
    """Type in what was said at `at`."""
    return desk.send([desk.record("phoned", body, at=at, place=place)], by=by, now=now)[0]


def correct(call: Call, body: dict[str, Any], *, by: Worker, now: datetime) -> Verdict:
    """Put another number in the place of one that was wrong."""
    return desk.tell("phoned", body, amends=call.record, place=call.place, by=by, now=now)


def take_back(call: Call, *, reason: str, by: Worker, now: datetime) -> Verdict:
    """It was never said, or twice: it does not count any more."""
    return desk.tell("void", {"reason": reason}, amends=call.record, place=call.place, by=by, now=now)
