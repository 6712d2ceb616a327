"""How far a row is, from what its records say: pure. The order is that of the records, (at, id).

A new row, and one that was tried without a word about the next try, is due again after 24 hours.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.lists.models import OPEN, Certainty, State
from qiaomen.lists.records import Candidate, ListRow, ListRowStep

AGAIN = timedelta(hours=24)


class Progress(msgspec.Struct):
    """A row as it stands. `known_at` is when the server learnt what it now says of its person."""

    place: UUID
    person: UUID | None
    certainty: str
    state: str
    candidates: list[Candidate]
    known_at: datetime
    next_at: datetime | None
    unlike: list[UUID] = msgspec.field(default_factory=list)
    worker: UUID | None = None
    tries: int = 0
    last_at: datetime | None = None
    ended_at: datetime | None = None
    removed_at: datetime | None = None


def progress(row: Told, steps: Sequence[Told]) -> Progress:
    """Fold the steps of a row, in their order, over what it said when it came."""
    body: ListRow = row.body
    assert row.place is not None
    found = Progress(
        place=row.place,
        person=body.link,
        certainty=body.certainty if body.link else Certainty.NONE,
        state=State.LINKED,
        candidates=list(body.candidates),
        known_at=row.received_at,
        next_at=row.at + AGAIN,
    )
    found.state = _open_state(found)
    for step in steps:
        _ACTIONS[step.body.action](found, step.body, step)
    return found


def _open_state(found: Progress) -> State:
    if found.person is not None:
        return State.LINKED
    return State.DOUBTFUL if found.candidates else State.UNKNOWN


def _link(found: Progress, body: ListRowStep, step: Told) -> None:
    if body.person is None:
        return
    if found.state == State.VERIFIED and found.person not in (None, body.person):
        found.ended_at, found.next_at = None, step.at + AGAIN  # that was verified of somebody else
    found.person, found.certainty, found.known_at = body.person, Certainty.DECIDED, step.received_at
    found.unlike = [person for person in found.unlike if person != body.person]
    if found.ended_at is None:
        found.state = State.LINKED


def _unlike(found: Progress, body: ListRowStep, step: Told) -> None:
    found.unlike += [person for person in body.unlike if person not in found.unlike]
    found.candidates = [each for each in found.candidates if each.person not in found.unlike]
    if found.person in found.unlike:
        found.person, found.certainty = None, Certainty.NONE
        if found.state == State.VERIFIED:  # of somebody else: whom the row means is still to be found
            found.ended_at, found.next_at = None, step.at + AGAIN
    if found.ended_at is None:
        found.state = _open_state(found)


def _outcome(found: Progress, body: ListRowStep, step: Told) -> None:
    if not body.outcome:
        return
    if body.outcome == "verified" and body.person is not None and found.person is None:
        found.person, found.certainty = body.person, Certainty.DECIDED
    found.state, found.known_at = body.outcome, step.received_at
    found.last_at = found.ended_at = step.at
    found.next_at = None


def _tried(found: Progress, body: ListRowStep, step: Told) -> None:
    found.tries += 1
    found.last_at = step.at
    if found.state in OPEN:
        found.next_at = body.next or step.at + AGAIN


def _take(found: Progress, body: ListRowStep, step: Told) -> None:
    found.worker = body.worker
    if body.next is not None and found.state in OPEN:
        found.next_at = body.next


def _hand_on(found: Progress, body: ListRowStep, step: Told) -> None:
    if body.to is not None:
        found.place, found.worker = body.to, None
        if found.state in OPEN:
            found.next_at = body.next or step.at + AGAIN


def _reopen(found: Progress, body: ListRowStep, step: Told) -> None:
    if found.ended_at is not None:
        found.ended_at, found.state = None, _open_state(found)
        found.next_at, found.known_at = body.next or step.at + AGAIN, step.received_at


def _remove(found: Progress, body: ListRowStep, step: Told) -> None:
    """Whom it meant is forgotten. What had come of it stays."""
    found.person, found.certainty = None, Certainty.NONE
    found.candidates, found.unlike = [], []
    found.removed_at, found.known_at = step.at, step.received_at
    if found.ended_at is None:
        found.state, found.ended_at, found.next_at = State.REMOVED, step.at, None


_ACTIONS = {
    "link": _link,
    "unlike": _unlike,
    "outcome": _outcome,
    "tried": _tried,
    "take": _take,
    "hand_on": _hand_on,
    "reopen": _reopen,
    "remove": _remove,
}
