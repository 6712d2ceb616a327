"""What somebody at a desk does about a row: each is a record, like those from phones."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.lists.lines import RowLine
from qiaomen.places.models import Place


def link(row: RowLine, person: UUID, *, by: Worker, note: str = "") -> Verdict:
    """The row is this person."""
    return _step(row, by, Verb.DECIDE, person=person, action="link", note=note)


def unlike(row: RowLine, people: list[UUID], *, by: Worker, note: str = "") -> Verdict:
    """The row is none of these people."""
    return _step(row, by, Verb.DECIDE, action="unlike", unlike=people, note=note)


def outcome(row: RowLine, outcome: str, *, by: Worker, person: UUID | None = None, note: str = "") -> Verdict:
    """What came of it: verified, elsewhere, wrong, not_found."""
    return _step(row, by, Verb.RECORD, action="outcome", outcome=outcome, person=person, note=note)


def tried(row: RowLine, *, by: Worker, next: datetime | None = None, note: str = "") -> Verdict:
    """Nobody was reached; again at `next`, or in 24 hours."""
    return _step(row, by, Verb.RECORD, action="tried", next=next, note=note)


def take(row: RowLine, worker: UUID, *, by: Worker, note: str = "") -> Verdict:
    """`worker` follows it up from now on."""
    return _step(row, by, Verb.RECORD, action="take", worker=worker, note=note)


def hand_on(row: RowLine, to: UUID, *, by: Worker, note: str = "") -> Verdict:
    """It is the task of another place."""
    return _step(row, by, Verb.DECIDE, action="hand_on", to=to, note=note)


def reopen(row: RowLine, *, by: Worker, note: str = "") -> Verdict:
    """It has ended too early, and goes on."""
    return _step(row, by, Verb.DECIDE, action="reopen", note=note)


def take_back(row: RowLine, step: UUID, *, by: Worker, reason: str) -> Verdict:
    """A step does not count: a link is undone, an outcome is open again."""
    return _submit(
        {"kind": "void", "amends": step, "place": _place(row, by, Verb.RECORD), "body": {"reason": reason}}, by
    )


def _step(row: RowLine, by: Worker, verb: Verb, *, person: UUID | None = None, **body: Any) -> Verdict:
    said = {"row": row.id, "person": person, **body}
    about = {"kind": "list_row_step", "place": _place(row, by, verb), "person": person or row.person}
    return _submit({**about, "body": _something(said)}, by)


def _submit(about: dict[str, Any], by: Worker) -> Verdict:
    now = timezone.now()
    return desk.send([desk.record(at=now, **_something(about))], by=by, now=now)[0]


def _place(row: RowLine, by: Worker, verb: Verb) -> UUID:
    """For which of the row's places the worker may speak: whose task it is, else what it names, else the home.

    Raises `access.forbidden`.
    """
    paths = areas(by, verb)
    for path in (row.task_path, row.spot_path, row.home_path):
        if path and any(path.startswith(area) for area in paths):
            return Place.objects.values_list("id", flat=True).get(path=path)
    raise Problem("access.forbidden")


def _something(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [])}
