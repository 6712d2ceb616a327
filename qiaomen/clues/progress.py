"""How far a clue is, from what its records say: pure. The order is that of the records, (at, id)."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from qiaomen.clues.models import Reward, Source, State
from qiaomen.clues.records import ENDS, ClueStep
from qiaomen.ledger.told import Told

NOBODY_TOLD = -1


class Progress(msgspec.Struct):
    """A clue as it stands; fields as `models.Clue` has them."""

    state: State = State.OPEN
    worker: UUID | None = None
    due_at: datetime | None = None
    dispatched_at: datetime | None = None
    seen_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: UUID | None = None
    ended_as: str = ""
    handed_to: UUID | None = None
    joined_to: UUID | None = None
    apart_from: list[UUID] = msgspec.field(default_factory=list)
    reopened: int = 0
    told_level: int = NOBODY_TOLD
    late_told: list[UUID] = msgspec.field(default_factory=list)
    late_last: bool = False
    reward: Reward = Reward.NONE
    reward_what: str = ""
    reward_count: int | None = None
    reward_number: int | None = None
    rewarded_at: datetime | None = None
    collected_at: datetime | None = None


def progress(steps: Sequence[Told]) -> Progress:
    """Fold the steps of a clue, in their order. What was joined keeps what came of it, for when it is parted again."""
    found = Progress()
    for told in steps:
        step = cast(ClueStep, told.body)
        if step.step in ENDS:
            _end(found, told, step)
        else:
            _apply(found, told, step)
    found.reward = _reward(found)
    if found.joined_to is not None:
        found.state = State.JOINED
    return found


def told_it(worker: UUID, *, told_by: UUID, source: str, decides: bool) -> bool:
    """Whether a worker told a clue of their own, and so does not end it, nor goes there.

    Who took it down for somebody else, and decides there, did not.
    """
    return worker == told_by and not (decides and source in (Source.HOTLINE, Source.AGENCY))


def is_late(state: str, due_at: datetime | None, now: datetime) -> bool:
    """Whether a clue that nobody has ended is past its hour."""
    return state == State.OPEN and due_at is not None and due_at < now


def _end(found: Progress, told: Told, step: ClueStep) -> None:
    """The first end counts, until it is opened again."""
    found.seen_at = found.seen_at or told.at
    if found.state == State.OPEN:
        found.state, found.ended_at, found.ended_by = State(step.step), told.at, told.author
        found.ended_as = step.step
        found.handed_to = step.organisation


def _apply(found: Progress, told: Told, step: ClueStep) -> None:
    match step.step:
        case "dispatched":
            found.worker, found.due_at, found.dispatched_at = step.worker, step.due or found.due_at, told.at
            found.told_level, found.late_told, found.late_last = NOBODY_TOLD, [], False
        case "seen":
            found.seen_at = found.seen_at or told.at
        case "reopened" if found.state != State.OPEN:
            found.state, found.ended_at, found.ended_by, found.handed_to = State.OPEN, None, None, None
            found.ended_as = ""
            found.due_at, found.reopened = step.due or found.due_at, found.reopened + 1
            found.told_level, found.late_told, found.late_last = NOBODY_TOLD, [], False
        case "joined":
            found.joined_to = step.into
        case "parted":
            found.joined_to = None
        case "distinct" if step.into is not None and step.into not in found.apart_from:
            found.apart_from.append(step.into)
        case "told":
            new = [one for one in step.workers if one not in found.late_told]
            found.told_level, found.late_last = max(found.told_level, step.level or 0), step.last
            found.late_told += new
        case "rewarded" if found.rewarded_at is None:
            found.rewarded_at, found.reward_number = told.at, step.number
            found.reward_what, found.reward_count = step.what, step.count
        case "collected" if found.rewarded_at is not None:
            found.collected_at = found.collected_at or told.at


def _reward(found: Progress) -> Reward:
    """Booked once, by the first record that says so; owed while the clue is verified and stands for itself."""
    if found.rewarded_at is None:
        return Reward.NONE
    if found.collected_at is not None:
        return Reward.COLLECTED
    return Reward.BOOKED if found.state == State.VERIFIED and found.joined_to is None else Reward.LAPSED
