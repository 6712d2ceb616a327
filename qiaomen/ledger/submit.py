"""Submit: the one door through which every fact enters, in one transaction a batch.

Fixed stages: decode and validate → resolve what is referred to → authorise → append → registers → fold (facts, status,
consequences and tallies are folds) → clock. A handful of set-based statements, whatever the batch's size.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import OperationalError
from django.utils import timezone

from qiaomen.base import changes
from qiaomen.base.keys import Keys, of
from qiaomen.base.outbreaks import hold
from qiaomen.base.sql import run
from qiaomen.ledger import append, authority, holding, refusals, resolve, stages
from qiaomen.ledger.entries import Author, Entry, read
from qiaomen.ledger.wire import Verdict

RETRIES = 4
DEADLOCK = "40P01"
# Every statement of a batch goes by some keys, however many: planning each anew for the very keys took a tenth of the
# database's time and never found another plan.
KEEP_PLANS = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true), " + append.SHARED
T = TypeVar("T")


def submit(raws: Sequence[bytes], *, author: Author, received_at: datetime, offset_ms: int = 0) -> list[Verdict]:
    """Take a batch of records as sent by one author, and answer a verdict for each, in order.

    `offset_ms` is the server's clock minus the phone's, as the phone last learnt it, for records without one of their
    own. Nothing is stored if this raises.
    """
    keys = of(author.outbreak)

    def take() -> list[Entry]:
        entries = [Entry(i, bytes(raw), author, received_at, offset_ms) for i, raw in enumerate(raws)]
        for entry in entries:
            read(entry, keys)
        brought.clear()
        brought.update(_commit(entries, keys, author, received_at))
        return entries

    brought: set[UUID] = set()
    entries = _again_after_deadlock(take)
    # A record held by a transaction that ran beside this one can have missed what this one brought, and the other way.
    missed = {need.id for entry in entries if entry.verdict == "held" for need in entry.needs}
    release_all(keys, brought | resolve.here(missed), author.worker, received_at)
    return [entry.answer() for entry in entries]


def submit_one(body: bytes, *, author: Author, received_at: datetime) -> Verdict:
    """A console form's record goes through the same door."""
    return submit([body], author=author, received_at=received_at)[0]


def release_all(keys: Keys, ids: set[UUID], worker: UUID | None, now: datetime) -> int:
    """Let go of held records that waited for any of these ids, in a change of their own; answers how many.

    What follows from them takes effect `now`: they keep the time of their receipt, but nobody had read them yet. What
    was held meanwhile, and missed what these bring, is let go in its turn.
    """

    def release() -> list[Entry]:
        with changes.change("release", worker=worker) as change:
            run(append.FOLDING)
            return _release(ids, keys, change.id, now)

    count = 0
    while holding.awaited(ids):
        released = _again_after_deadlock(release)
        count += sum(entry.verdict != "held" for entry in released)
        ids = _brought_by(entry for entry in released if entry.verdict == "accepted")
    return count


def release_left_behind(keys: Keys) -> int:
    """Let go of held records whose needs are here: a server that died between two changes may have left some behind."""
    return release_all(keys, resolve.here(holding.wanted()), None, timezone.now())


def review(record: UUID, *, accepted: bool, keys: Keys, worker: UUID) -> Verdict:
    """A lead lets in, or refuses, a record from outside its phone's enrolment. Raises `access.not_found`.

    The caller has checked that the worker may decide at the record's place.
    """

    def decide() -> list[Entry]:
        with changes.change("review", worker=worker) as change:
            run(append.FOLDING)
            entry = holding.take(record, keys)
            if not accepted:
                refusals.refuse_reviewed(entry, keys, change.id)
                return [entry]
            entry.let_in()
            return [entry, *_release(_take_in([entry], keys, change.id, now), keys, change.id, now)]

    now = timezone.now()
    taken = _again_after_deadlock(decide)
    release_all(keys, _brought_by(one for one in taken if one.verdict == "accepted"), worker, now)
    return taken[0].answer()


def _commit(entries: Sequence[Entry], keys: Keys, author: Author, now: datetime) -> set[UUID]:
    with changes.change("submit", worker=author.worker) as change:
        run(KEEP_PLANS)
        refusals.repeat(entries)
        refusals.keep(entries, keys, change.id)
        provided = _take_in([entry for entry in entries if entry.open], keys, change.id, now)
        # Inside the transaction that brings what others waited for, these are released and authorised again.
        released = _release(provided, keys, change.id, now)
    refusals.repeat_twins(entries)
    return provided | _brought_by(entry for entry in released if entry.verdict == "accepted")


def _release(brought: set[UUID], keys: Keys, change: UUID, now: datetime) -> list[Entry]:
    """Take in the held records that waited for any of these ids, and those that waited for them in turn."""
    taken: list[Entry] = []
    while waiting := holding.waiting_for(brought, keys):
        taken += waiting
        brought = _take_in(waiting, keys, change, now)
    return taken


def _take_in(entries: Sequence[Entry], keys: Keys, change: UUID, now: datetime) -> set[UUID]:
    """Run open entries through the stages; answers the ids that they brought into being."""
    if not entries:
        return set()
    hold(entries[0].author.outbreak)
    made = resolve.resolve(entries)
    authority.locate(entries, made)
    grants = authority.grants_of({entry.author.worker for entry in entries})
    for entry in entries:
        if entry.open:
            authority.authorise(entry, grants)
        if entry.open and entry.envelope.amends is not None:
            resolve.check_amendment(entry, grants)
    for kind in {entry.kind.name for entry in entries if entry.open} & stages.checks.keys():
        stages.checks[kind]([e for e in entries if e.open and e.kind.name == kind])
    resolve.drop_orphans(entries)
    accepted = append.append([entry for entry in entries if entry.open], keys, change)
    holding.settle(entries, keys, change)
    refusals.keep(entries, keys, change)
    if not accepted:
        return set()
    beside = stages.Beside()
    for register in stages.registers:
        beside.add(register(accepted, change))
    if beside.people:
        for appear in stages.appearances:
            beside.doors |= appear(beside.people)
    refusals.mark_mended(accepted)
    fold(accepted, change, now, beside=beside)
    return _brought_by(accepted)


def _brought_by(accepted: Iterable[Entry]) -> set[UUID]:
    return {provided.id for entry in accepted for provided in resolve.provided_by(entry)}


def fold(accepted: Sequence[Entry], change: UUID, now: datetime, *, beside: stages.Beside) -> None:
    """Fold the touched subjects anew, and what the registers' changes reach `beside` them."""
    touched = append.touched(accepted, beside)
    for step in stages.folds:
        step(touched, change, now)


def _again_after_deadlock(action: Callable[[], T]) -> T:
    """Two batches that share ids can lock each other out; PostgreSQL ends one of the two, which goes again."""
    for _try in range(RETRIES):
        try:
            return action()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != DEADLOCK:
                raise
    return action()
