"""Submit: the one door through which every fact enters, in one transaction a batch.

Fixed stages: decode and validate → resolve what is referred to → authorise → append → registers → fold (facts, status,
consequences and tallies are folds) → clock. A handful of set-based statements, whatever the batch's size.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import OperationalError
from psycopg import errors

from qiaomen.base import changes
from qiaomen.base.keys import Keys, of
from qiaomen.ledger import append, authority, holding, refusals, resolve, stages
from qiaomen.ledger.entries import Author, Entry, read
from qiaomen.ledger.wire import Verdict

RETRIES = 5


def submit(raws: Sequence[bytes], *, author: Author, received_at: datetime, offset_ms: int = 0) -> list[Verdict]:
    """Take a batch of records as sent by one author, and answer a verdict for each, in order.

    `offset_ms` is the server's clock minus the phone's, as the phone last learnt it. Nothing is stored if this raises.
    """
    keys = of(author.outbreak)
    for attempt in range(RETRIES):
        entries = [Entry(i, bytes(raw), author, received_at, offset_ms) for i, raw in enumerate(raws)]
        for entry in entries:
            read(entry, keys)
        try:
            provided = _commit(entries, keys, author)
            break
        except OperationalError as error:  # a deadlock between two batches that share ids: one of them goes again
            if attempt == RETRIES - 1 or not isinstance(error.__cause__, errors.TransactionRollback):
                raise
    # A record held by a transaction that ran beside this one can have missed what this one brought, and the other way.
    wanted = provided | {need.id for entry in entries for need in entry.needs}
    if holding.awaited(wanted):
        release_all(keys, wanted, author.worker)
    return [entry.answer() for entry in entries]


def submit_one(body: bytes, *, author: Author, received_at: datetime) -> Verdict:
    """A console form's record goes through the same door."""
    return submit([body], author=author, received_at=received_at)[0]


def release_all(keys: Keys, ids: set[UUID], worker: UUID | None) -> int:
    """Let go of held records that waited for any of these ids, in a change of their own; answers how many."""
    released = 0
    while ids:
        with changes.change("release", worker=worker) as change:
            entries = holding.waiting_for(ids, keys)
            ids = _take_in(entries, keys, change.id) if entries else set()
            released += sum(entry.verdict != "held" for entry in entries)
    return released


def review(record: UUID, *, accepted: bool, keys: Keys, worker: UUID) -> Verdict:
    """A lead lets in, or refuses, a record from outside its phone's enrolment."""
    with changes.change("review", worker=worker) as change:
        entry = holding.take(record, keys)
        if accepted:
            entry.reviewed = True
            _take_in([entry], keys, change.id)
        else:
            refusals.refuse_reviewed(entry, keys, change.id)
    return entry.answer()


def _commit(entries: Sequence[Entry], keys: Keys, author: Author) -> set[UUID]:
    with changes.change("submit", worker=author.worker) as change:
        refusals.repeat(entries)
        refusals.keep(entries, keys, change.id)
        provided = _take_in([entry for entry in entries if entry.open], keys, change.id)
        # Inside the transaction that brings what others waited for, these are released and authorised again.
        brought = provided
        while brought and (waiting := holding.waiting_for(brought, keys)):
            brought = _take_in(waiting, keys, change.id)
            provided |= brought
    refusals.repeat_twins(entries)
    return provided


def _take_in(entries: Sequence[Entry], keys: Keys, change: UUID) -> set[UUID]:
    """Run open entries through the stages; answers the ids that they brought into being."""
    if not entries:
        return set()
    made = resolve.resolve(entries)
    located = [entry for entry in entries if entry.open]
    authority.locate(located, made)
    grants = authority.grants_of({entry.author.worker for entry in located})
    for entry in located:
        authority.authorise(entry, grants)
        if entry.open and entry.envelope.amends is not None:
            resolve.check_amendment(entry, grants)
    for kind in {entry.kind.name for entry in located if entry.open}:
        if kind in stages.checks:
            stages.checks[kind]([e for e in located if e.open and e.kind.name == kind])
    resolve.drop_orphans(located)
    accepted = append.append([entry for entry in located if entry.open], keys, change)
    refusals.keep(located, keys, change)
    holding.settle(entries, keys, change)
    if not accepted:
        return set()
    for register in stages.registers:
        register(accepted, change)
    refusals.mark_mended(accepted)
    fold(accepted, change)
    return {provided.id for entry in accepted for provided in resolve.provided_by(entry)}


def fold(accepted: Sequence[Entry], change: UUID) -> None:
    """Fold the touched subjects anew."""
    touched = append.touched(accepted)
    now = accepted[0].received_at
    for step in stages.folds:
        step(touched, change, now)
