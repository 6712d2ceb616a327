"""Objections to a status: somebody else than who decided answers within 24 hours. Folded from their records."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from qiaomen.access.models import Worker
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows, run
from qiaomen.households.file import every_id
from qiaomen.ledger import desk, told
from qiaomen.ledger.entries import Entry
from qiaomen.ledger.stages import Touched
from qiaomen.ledger.told import Told
from qiaomen.ledger.wire import Verdict
from qiaomen.policy.models import Objection
from qiaomen.policy.records import ObjectionAnswered, ObjectionMade

KINDS = ("objection", "objection_answer")
ANSWERED_WITHIN = timedelta(hours=24)

DROP = "DELETE FROM policy_objection WHERE person = ANY(%b)"
ADD = """
INSERT INTO policy_objection (id, person, status, at, due_at, taken_by,
                              answer, answered_at, answered_by, upheld, change)
SELECT n.*, %b::uuid
FROM unnest(%b::uuid[], %b::uuid[], %b::uuid[], %b::timestamptz[], %b::timestamptz[], %b::uuid[], %b::uuid[],
            %b::timestamptz[], %b::uuid[], %b::bool[]) AS n
"""
ORPHANS = """
DELETE FROM policy_objection o WHERE NOT EXISTS (SELECT 1 FROM ledger_record r WHERE r.id = o.id)
"""
# The records on whose facts a status rests, and for a red by hand the proposal, too: whoever wrote one of them decided.
DECIDED_BY = """
WITH grounds AS (
  SELECT (reason ->> 'fact')::uuid AS id FROM ledger_record s, jsonb_array_elements(s.body -> 'reasons') AS reason
  WHERE s.id = ANY(%b) AND reason ->> 'fact' IS NOT NULL),
proposed AS (
  SELECT id FROM grounds UNION
  SELECT (r.body ->> 'proposal')::uuid FROM grounds g
  JOIN ledger_record r ON r.id = g.id AND r.kind = 'red_confirmed'
  UNION
  SELECT v.id FROM grounds g JOIN people_fact f ON f.record = g.id
  JOIN ledger_record v ON v.person = f.person AND v.kind = 'fact_verified'
  JOIN ledger_record r ON r.id = (v.body ->> 'record')::uuid AND coalesce(r.root, r.id) = g.id)
SELECT DISTINCT r.author FROM proposed p JOIN ledger_record r ON r.id = p.id OR r.root = p.id
"""
IS_STATUS = "SELECT 1 FROM ledger_record WHERE id = %b AND person = ANY(%b) AND kind = 'status'"
# Of each id of the person's.
IN_FORCE = """
SELECT DISTINCT ON (r.person) r.id FROM ledger_record r WHERE r.person = ANY(%b) AND r.kind = 'status' AND r.at <= %b
ORDER BY r.person, (r.body ->> 'number')::int DESC NULLS LAST
"""


class Heard(msgspec.Struct, frozen=True):
    """An objection as far as time goes: by when an answer was due, when one was here, and whether it upheld it."""

    due: datetime
    answered: datetime | None
    upheld: bool


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage."""
    if touched.people and touched.kinds & {*KINDS, "void"}:
        refold(list(touched.people), change)


def refold(people: Sequence[UUID], change: UUID) -> None:
    """The objections of these people (under the ids that the records use) anew."""
    run(DROP, [list(people)])
    lines = [_row(made, answer) for made, answer in _pairs(people)]
    if lines:
        run(ADD, [change, *(list(column) for column in zip(*lines, strict=True))])


def drop_orphans() -> None:
    """Rebuild's last step."""
    run(ORPHANS)


def heard_of(person: UUID, *, since: datetime) -> list[Heard]:
    """What this person objected from a time on, under any of their ids, and how it was answered.

    An answer counts from when it was here.
    """
    return [
        Heard(
            due=made.at + ANSWERED_WITHIN,
            answered=answer.received_at if answer else None,
            upheld=bool(answer and cast(ObjectionAnswered, answer.body).upheld),
        )
        for made, answer in _pairs(every_id([person]))
        if made.at >= since
    ]


def open_ones() -> QuerySet[Objection]:
    """Those that nobody has answered, the most urgent first."""
    return Objection.objects.filter(answer=None).order_by("due_at", "id")


def overdue(now: datetime) -> QuerySet[Objection]:
    """Those that were not answered in time."""
    return open_ones().filter(due_at__lte=now)


def object_to(person: UUID, *, words: str, status: UUID | None = None, by: Worker, now: datetime) -> Verdict:
    """Write down that a person objects, in their words, to a status (or to whatever holds)."""
    return desk.tell("objection", {"status": status, "words": words}, person=person, by=by, now=now)


def answer(objection: Objection, *, upheld: bool, words: str, by: Worker, now: datetime) -> Verdict:
    """Answer an objection; the correction of a fact that was wrong is a record of its own."""
    body = {"objection": objection.id, "upheld": upheld, "words": words}
    return desk.tell("objection_answer", body, person=objection.person, by=by, now=now)


def check_objection(entry: Entry) -> None:
    """The status that it names is one of the person's. Raises `objection.no_status`."""
    status = cast(ObjectionMade, entry.body).status
    if status is not None and not rows(IS_STATUS, [status, every_id([cast(UUID, entry.envelope.person)])]):
        raise Problem("objection.no_status", field="body.status")


def check_answer(entry: Entry) -> None:
    """Somebody else answers than who decided. Raises `objection.unknown` or `objection.other_answers`."""
    objection = cast(ObjectionAnswered, entry.body).objection
    made = told.of_chains([objection]).get(objection)
    if made is None or made.kind != "objection" or made.person is None:
        raise Problem("objection.unknown", field="body.objection")
    if entry.envelope.person not in every_id([made.person]):
        raise Problem("objection.unknown", field="body.objection")
    named = cast(ObjectionMade, made.body).status
    if entry.author.worker in decided_by(made.person, named, made.at):
        raise Problem("objection.other_answers", field="body.objection")


def decided_by(person: UUID, status: UUID | None, at: datetime) -> set[UUID]:
    """Who stated what the status rests on that was in force then, or that is named. They may not answer."""
    statuses = [row[0] for row in rows(IN_FORCE, [every_id([person]), at])] + ([status] if status else [])
    return {row[0] for row in rows(DECIDED_BY, [statuses])} if statuses else set()


def _pairs(people: Collection[UUID]) -> list[tuple[Told, Told | None]]:
    """Objections with the first answer to each."""
    said = [one for several in told.of_people(set(people), KINDS).values() for one in several]
    answers: dict[UUID, Told] = {}
    for one in told.in_order(said):
        if isinstance(one.body, ObjectionAnswered):
            answers.setdefault(one.body.objection, one)
    return [(one, answers.get(one.id)) for one in said if isinstance(one.body, ObjectionMade)]


def _row(made: Told, answer: Told | None) -> tuple[object, ...]:
    given = cast(ObjectionAnswered, answer.body) if answer else None
    return (
        made.id, made.person, cast(ObjectionMade, made.body).status, made.at, made.at + ANSWERED_WITHIN, made.author,
        answer.id if answer else None, answer.received_at if answer else None, answer.author if answer else None,
        given.upheld if given else None,
    )  # fmt: skip
