"""Rules of shifts' records beyond their types: whose shift it is, whether it is time, and every rule of the roster."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.shifts import folds, turns
from qiaomen.shifts.checking import Context
from qiaomen.shifts.models import Post, Shift, Swap, SwapState
from qiaomen.shifts.records import ShiftChange, ShiftStep, SwapAsked, SwapStep

EARLY = timedelta(hours=2)
"""How long before its begin one may come to a shift."""
# Whoever stands shifts may write about them wherever they stand, as they may where they are at home.
HOMES: LiteralString = """
SELECT r.worker_id, p.path FROM shifts_rostered r JOIN places_place p ON p.id = r.place_id WHERE r.worker_id = ANY(%b)
"""
BY_THE_SYSTEM = "only the system tells it"


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references |= {
        "shift_step": lambda entry: [Need("record", entry.body.shift)],
        "shift_change": lambda entry: [Need("record", entry.body.shift)],
        "shift_swap": _swapped,
        "shift_swap_step": lambda entry: [Need("record", entry.body.swap)],
        "shift_handover_step": lambda entry: [Need("record", entry.body.handover)],
    }
    stages.checks |= {
        "shift_step": check_steps,
        "shift_change": check_changes,
        "shift_swap": check_swaps,
        "shift_swap_step": check_swap_steps,
        "shift_told": _tellings,
        "shift_handover": check_handovers,
    }
    for kind in ("shift_step", "shift_swap", "shift_swap_step", "shift_handover", "shift_handover_step"):
        stages.also_at[kind] = at_home


def at_home(entries: Sequence[Entry]) -> dict[UUID, list[str]]:
    """Where a grant is enough: where the author is at home as somebody who stands shifts."""
    homes = dict(rows(HOMES, [list({entry.author.worker for entry in entries})]))
    return {entry.id: [homes[entry.author.worker]] for entry in entries if entry.author.worker in homes}


def check_steps(entries: Sequence[Entry]) -> None:
    """Whoever comes or leaves stands that shift then, at its place and time; or whoever decides there writes it down.

    What a phone kept until it had a signal is of whoever stood the shift when it was written: who was there was there.
    """
    found = _shifts(entries)
    stood = _stood(entries, found)
    for entry in entries:
        body: ShiftStep = entry.body
        one = found.get(body.shift)
        if one is None or one.place != entry.envelope.place:
            entry.decide("rejected", Problem("shift.not_here", field="place"))
        elif stood.get(entry.id, one.worker) != entry.author.worker and not entry.may_decide:
            entry.decide("rejected", Problem("shift.not_yours", field="body.shift"))
        elif body.step == "came" and not one.begins_at - EARLY <= entry.at < one.ends_at:
            entry.decide("rejected", Problem("shift.not_now", field="body.step"))


def check_changes(entries: Sequence[Entry]) -> None:
    """A replacement keeps every rule, or names those that it breaks."""
    found = _shifts(entries)
    workers = {entry.body.worker for entry in entries if entry.body.worker}
    context = Context(list(found), workers, lock=True)
    for entry in entries:
        body: ShiftChange = entry.body
        one = context.shifts.get(body.shift)
        if one is None or one.place != entry.envelope.place:
            entry.decide("rejected", Problem("shift.not_here", field="place"))
        elif one.cancelled_at is not None:
            entry.decide("rejected", Problem("shift.cancelled", field="body.shift"))
        elif (body.change == "replaced") != (body.worker is not None):
            entry.decide("rejected", Problem("record.invalid", field="body.worker", reason="a replacement names one"))
        elif body.worker is not None:
            _take(entry, context, {body.shift: body.worker}, body.despite)


def check_swaps(entries: Sequence[Entry]) -> None:
    """One asks for one's own shift, to come, and of whoever stands the other one; what would break a rule is not
    even asked."""
    wanted = {id for entry in entries for id in (entry.body.shift, entry.body.other) if id}
    context = Context(wanted, {entry.body.to for entry in entries})
    for entry in entries:
        body: SwapAsked = entry.body
        takes = _takes(context, body.shift, body.other, body.to, entry.author.worker)
        if takes is None or context.shifts[body.shift].place != entry.envelope.place:
            entry.decide("rejected", Problem("shift.not_yours", field="body.shift"))
        elif _is_over(context, takes, entry):
            entry.decide("rejected", Problem("shift.not_now", field="body.shift"))
        elif broken := context.broken(takes):
            entry.decide("rejected", breaks(broken))


def check_swap_steps(entries: Sequence[Entry]) -> None:
    """Who was asked accepts or declines, who asked withdraws; the swap still stands, and every rule is kept."""
    asked = {one.id: one for one in Swap.objects.filter(pk__in={entry.body.swap for entry in entries})}
    wanted = {id for one in asked.values() for id in (one.shift, one.other) if id}
    context = Context(wanted, {one.to for one in asked.values()}, lock=True)
    settled: set[UUID] = set()
    for entry in entries:
        body: SwapStep = entry.body
        swap = asked.get(body.swap)
        if swap is None or (swap.shift, swap.other, swap.place) != (body.shift, body.other, entry.envelope.place):
            entry.decide("rejected", Problem("shift.not_here", field="body.swap"))
        elif entry.author.worker != (swap.asked_by if body.step == "withdrawn" else swap.to):
            entry.decide("rejected", Problem("shift.not_yours", field="body.swap"))
        elif swap.state != SwapState.ASKED or swap.id in settled:
            entry.decide("rejected", Problem("shift.swap_settled", field="body.swap"))
        elif body.step == "accepted":
            _accept(entry, context, swap)
        if entry.open:
            settled.add(swap.id if swap else body.swap)


def check_handovers(entries: Sequence[Entry]) -> None:
    """What is handed over is of a post at its place."""
    posts = dict(Post.objects.filter(pk__in={entry.body.post for entry in entries}).values_list("id", "place_id"))
    for entry in entries:
        if posts.get(entry.body.post) != entry.envelope.place:
            entry.decide("rejected", Problem("shift.not_here", field="place"))


def breaks(broken: Sequence[str]) -> Problem:
    """The refusal, by the first rule's name."""
    return Problem(f"shift.breaks_{broken[0]}", rules=", ".join(broken))


def _accept(entry: Entry, context: Context, swap: Swap) -> None:
    takes = _takes(context, swap.shift, swap.other, swap.to, swap.asked_by)
    if takes is None:
        entry.decide("rejected", Problem("shift.not_yours", field="body.swap"))
    elif _is_over(context, takes, entry):
        entry.decide("rejected", Problem("shift.not_now", field="body.swap"))
    else:
        _take(entry, context, takes, ())


def _take(entry: Entry, context: Context, takes: dict[UUID, UUID], despite: Iterable[str]) -> None:
    if broken := [name for name in context.broken(takes) if name not in set(despite)]:
        entry.decide("rejected", breaks(broken))
    else:
        context.apply(takes)


def _takes(context: Context, shift: UUID, other: UUID | None, to: UUID, asker: UUID) -> dict[UUID, UUID] | None:
    """Who takes what; None where these are not the shifts of these two."""
    mine, theirs = context.shifts.get(shift), context.shifts.get(other) if other else None
    if mine is None or mine.worker != asker or mine.cancelled_at is not None or to == asker:
        return None
    if other is None:
        return {shift: to}
    if theirs is None or theirs.worker != to or theirs.cancelled_at is not None:
        return None
    return {shift: to, other: asker}


def _is_over(context: Context, takes: dict[UUID, UUID], entry: Entry) -> bool:
    """Whether one of them has begun."""
    moment = max(entry.at, entry.received_at)
    return any(context.shifts[one].begins_at <= moment or context.shifts[one].came_at for one in takes)


def _swapped(entry: Entry) -> Iterable[Need]:
    body: SwapAsked = entry.body
    yield Need("record", body.shift)
    if body.other is not None:
        yield Need("record", body.other)


def _tellings(entries: Sequence[Entry]) -> None:
    for entry in entries:
        entry.decide("rejected", Problem("record.invalid", field="kind", reason=BY_THE_SYSTEM))


def _shifts(entries: Sequence[Entry]) -> dict[UUID, Shift]:
    return {one.id: one for one in Shift.objects.filter(pk__in={entry.body.shift for entry in entries})}


def _stood(entries: Sequence[Entry], found: Mapping[UUID, Shift]) -> dict[UUID, UUID]:
    """Who stood it at the time of a record, by record, for shifts that went to somebody else."""
    changed = {one.id for one in found.values() if one.changed_at is not None}
    moved = folds.since(changed) if changed else {}
    return {
        entry.id: turns.holder(found[id].planned, moved[id], id, entry.at)
        for entry in entries
        if (id := entry.body.shift) in changed
    }


def broken(shift: Shift, worker: UUID) -> list[str]:
    """The rules that would be broken if a worker stood a shift."""
    return Context([shift.id], [worker]).broken({shift.id: worker})
