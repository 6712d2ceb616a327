"""What is done about clues at a desk: each a record like any other, submitted as the person who sits there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.clues import queries, rewards
from qiaomen.clues.dispatching import candidates, first_of, may_end, may_go, tell_sent
from qiaomen.clues.models import State
from qiaomen.clues.queries import Row
from qiaomen.clues.rules import rules_of
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.places.models import Place


def step(clue: Row, name: str, *, by: Worker, now: datetime, **body: Any) -> Verdict:
    """A step of a clue; the ledger says whether it may be."""
    given = {key: value for key, value in body.items() if value}
    return desk.tell("clue_step", {"clue": clue.id, "step": name, **given}, place=clue.place, by=by, now=now)


def dispatch(clue: Row, worker: UUID, *, hours: int | None = None, by: Worker, now: datetime) -> Verdict:
    """Send somebody, by an hour: so many from now, else as the rules say. Raises `helper.no_grant` for one who may
    not record in all of the clue's place, `clue.other_looks` for who told it: whoever asks learns that, and it is
    written down."""
    place = Place.objects.select_related("parent").get(pk=clue.place)
    if not may_go(worker, place, now):
        raise Problem("helper.no_grant")
    if not may_end(worker, place, now, told_by=clue.told_by, source=clue.source):
        audit.write(by, "clue.reporter_seen", clue.id, records=1)
        raise Problem("clue.other_looks")
    due = now + timedelta(hours=hours or rules_of(Outbreak.objects.current()).hours)
    verdict = step(clue, "dispatched", worker=worker, due=due, by=by, now=now)
    if verdict.verdict == "accepted":
        tell_sent([(worker, place, due)])
    return verdict


def reopen(clue: Row, *, note: str = "", by: Worker, now: datetime) -> Verdict:
    """To be looked at again, by an hour as the rules say; whoever was sent learns of it."""
    due = now + timedelta(hours=rules_of(Outbreak.objects.current()).hours)
    verdict = step(clue, "reopened", due=due, note=note, by=by, now=now)
    if verdict.verdict == "accepted" and clue.worker is not None:
        tell_sent([(clue.worker, Place.objects.get(pk=clue.place), due)])
    return verdict


def dispatch_all(clues: Sequence[Row], *, by: Worker, now: datetime) -> tuple[int, int]:
    """Send whoever answers nearest to each of these that nobody goes to; answers how many, and how many still wait."""
    waiting = [one for one in clues if one.state == State.OPEN and one.worker is None]
    due = now + timedelta(hours=rules_of(Outbreak.objects.current()).hours)
    places = Place.objects.select_related("parent").in_bulk({one.place for one in waiting})
    able = {id: candidates(place, now) for id, place in places.items()}
    first = [first_of(able[one.place], told_by=one.told_by, source=one.source) for one in waiting]
    sent = [(one, worker) for one, worker in zip(waiting, first, strict=True) if worker is not None]
    told = [
        desk.record(
            "clue_step", {"clue": one.id, "step": "dispatched", "worker": worker, "due": due}, at=now, place=one.place
        )
        for one, worker in sent
    ]  # fmt: skip
    taken = [verdict.verdict == "accepted" for verdict in desk.send(told, by=by, now=now)]
    tell_sent([(worker, places[one.place], due) for (one, worker), yes in zip(sent, taken, strict=True) if yes])
    return sum(taken), len(waiting) - sum(taken)


def join(clue: Row, other: Row, *, by: Worker, now: datetime) -> Verdict:
    """Join two clues of the same thing: what has ended holds what has not, else the one told first the later one.

    Only one of them may hold others already. Raises `clue.ends_differ` where they ended in two ways.
    """
    ends = {one.state for one in (clue, other)} - {State.OPEN}
    if len(ends) > 1:
        raise Problem("clue.ends_differ")
    head, joined = sorted((clue, other), key=lambda one: (not one.joined, one.state == State.OPEN, one.told_at, one.id))
    return step(joined, "joined", into=head.id, by=by, now=now)


def book(clue: Row, *, by: Worker, now: datetime) -> int:
    """Book what a verified clue earns, where nothing was booked when it ended; answers how many: 0 or 1."""
    return rewards.book([clue.id], by=by.id, now=now)


def collect(clue: Row, *, signed: str, by: Worker, now: datetime) -> Verdict:
    """What was booked was handed over; who signed for it is sealed."""
    verdict = step(clue, "collected", signed=signed, by=by, now=now)
    if verdict.verdict == "accepted":
        audit.write(by, "clue.collected", clue.id, number=clue.reward_number)
    return verdict


def link(clue: UUID, person: UUID, body: dict[str, Any], *, by: Worker, now: datetime) -> Verdict:
    """Say that a verified clue is about somebody: from now on it is a source in their file."""
    return desk.tell("clue_person", {"clue": clue, **body}, person=person, by=by, now=now)


def first_told(clue: Row) -> UUID:
    """Which of the clues of the same thing was told first: what is booked is theirs who told that."""
    return queries.group(clue)[0]
