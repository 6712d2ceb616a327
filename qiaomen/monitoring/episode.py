"""What a person's records make of their episodes. Pure: records, editions and a time zone in; episodes out.

The clock does not enter here: an end is what a status said, and what is overdue is worked out when somebody looks. So
nothing that was not done (a check, a call, a test) can move an end.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.monitoring import care, phases, slots, thread
from qiaomen.monitoring.care import Escalated, Referring, Settlements
from qiaomen.monitoring.models import EndedBy, EpisodeState
from qiaomen.monitoring.phases import Editions, Phase
from qiaomen.monitoring.thread import Asked

HOSPITAL = "hospital"
NEVER = datetime.max.replace(tzinfo=UTC)


class Check(msgspec.Struct):
    """A check, and for which slot it counts."""

    told: Told
    day: date
    slot: int


class Folded(msgspec.Struct):
    """An episode being folded; fields as `models.Episode` has them."""

    id: UUID
    person: UUID
    started: datetime
    status: UUID
    phases: list[Phase]
    ended_at: datetime | None = None
    ended_by: str = ""
    decided_at: datetime | None = None
    voluntary: bool | None = None
    ordered_by: str = ""
    document: str = ""
    served_at: datetime | None = None
    receipt: bool = False
    remedy: str = ""
    companions: UUID | None = None
    checks: list[Check] = msgspec.field(default_factory=list)
    last_seen_at: datetime | None = None
    last_call_at: datetime | None = None
    last_outcome: str = ""
    calls: int = 0
    promise_due: datetime | None = None
    questions: list[Asked] = msgspec.field(default_factory=list)
    needs: dict[UUID, str] = msgspec.field(default_factory=dict)
    transfer: UUID | None = None
    transfer_state: str = ""
    pick_up_at: datetime | None = None
    referral: UUID | None = None
    referral_state: str = ""
    referral_at: datetime | None = None
    in_care: bool = False
    tests: list[dict[str, str]] = msgspec.field(default_factory=list)
    checked_at: datetime | None = None
    notice_at: datetime | None = None

    @property
    def phase(self) -> Phase:
        """The phase in force, or the last one."""
        return self.phases[-1]

    @property
    def isolated(self) -> bool:
        """Whether any phase isolated: then the end is told in writing."""
        return any(phase.isolates for phase in self.phases)

    @property
    def state(self) -> EpisodeState:
        if self.ended_at is None:
            return EpisodeState.IN_CARE if self.in_care or self.phase.where == HOSPITAL else EpisodeState.OPEN
        if self.notice_at is not None:
            return EpisodeState.RELEASED
        return EpisodeState.TO_RELEASE if self.isolated else EpisodeState.ENDED

    @property
    def open_questions(self) -> list[Asked]:
        return [asked for asked in self.questions if asked.settled_at is None]

    @property
    def last_check_at(self) -> datetime | None:
        return max((check.told.at for check in self.checks), default=None)


class File(msgspec.Struct):
    """All that monitoring folds of one person."""

    episodes: list[Folded] = msgspec.field(default_factory=list)
    referrals: list[Referring] = msgspec.field(default_factory=list)
    escalations: list[Escalated] = msgspec.field(default_factory=list)


def fold(person: UUID, told: Sequence[Told], editions: Editions, zone: ZoneInfo) -> File:
    """Fold one person's records, under whatever id, in any order. `person` is the canonical id."""
    told = sorted(told, key=_order_of)
    file = File(_episodes(person, told, editions, zone), care.referrals(told))
    results = [one for one in told if one.kind == "result"]
    starts = [episode.started for episode in file.episodes] + [NEVER]
    for episode, following in zip(file.episodes, starts[1:], strict=True):
        _refer(episode, [one for one in file.referrals if episode.started <= one.at < following])
        due = phases.tests_asked(episode.phases, episode.ended_at or episode.phase.due_end, editions, zone)
        episode.tests = phases.tests_done(due, results, zone)
    file.escalations = care.escalations(told, _done(file))
    return file


def _order_of(told: Told) -> tuple[datetime, int, bytes]:
    """By time. Of one moment: a decision, the statuses that follow from it by their number, and everything else."""
    rank = told.body.number if told.kind == "status" else 0 if told.kind == "decision" else sys.maxsize
    return told.at, rank, told.id.bytes


def _episodes(person: UUID, told: Sequence[Told], editions: Editions, zone: ZoneInfo) -> list[Folded]:
    """Statuses open and end episodes; everything else goes to the one under way, or to the first one to come."""
    found: list[Folded] = []
    early: list[Told] = []
    held: dict[UUID | None, Told] = {}
    for one in told:
        if one.kind != "status":
            _apply(found[-1], one, zone) if found else early.append(one)
            continue
        held[one.person] = one
        holds = _holds(person, held)
        phase = phases.phase_of(holds, one.at, editions, zone) if holds is not None else None
        if found and (phase is None or _goes_on(found[-1], one.at)):
            _follow(found[-1], one, phase)
        elif phase is not None:
            found.append(Folded(one.id, person, one.at, one.id, [phase]))
            for before in early:
                _apply(found[-1], before, zone)
            early = []
    return found


def _holds(person: UUID, held: dict[UUID | None, Told]) -> Told | None:
    """The status with a measure that holds: of the canonical id, else of another one that is the same person's."""
    asking = {one: told for one, told in held.items() if told.body.measure}
    return asking.get(person) or next(iter(asking.values()), None)


def _goes_on(episode: Folded, at: datetime) -> bool:
    """Whether an episode is under way, or ended at this very moment (two ids of one person were joined)."""
    return episode.ended_at is None or episode.ended_at == at


def _follow(episode: Folded, told: Told, new: Phase | None) -> None:
    """A further status: the same phase goes on under it, another one begins, or the episode ends."""
    episode.status = told.id
    if new is None:
        if episode.ended_at is None:
            episode.ended_at, episode.ended_by = told.at, _ended_by(episode, told.at)
        return
    last = episode.phase
    episode.ended_at, episode.ended_by = None, ""
    if (new.measure, new.edition, new.rule, new.until, new.day_zero) == (
        last.measure, last.edition, last.rule, last.until, last.day_zero,
    ):  # fmt: skip
        last.due_end = new.due_end
    else:
        episode.phases.append(new)


def _ended_by(episode: Folded, at: datetime) -> EndedBy:
    until = episode.phase.until
    if until is not None and at >= until:
        return EndedBy.PERIOD
    return EndedBy.DECISION if episode.decided_at is not None else EndedBy.POLICY


def _apply(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    apply = _APPLY.get(told.kind)
    if apply is not None:
        apply(episode, told, zone)


def _check(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    phase = max((p for p in episode.phases if p.since <= told.at), key=lambda p: p.since, default=episode.phases[0])
    day, slot = slots.slot_of(told.at, phase.checks_a_day, told.body.slot, zone)
    episode.checks.append(Check(told, day, slot))
    if told.body.how == "seen":
        episode.last_seen_at = told.at


def _call(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    call = told.body
    episode.calls += 1
    episode.last_call_at, episode.last_outcome = told.at, call.outcome
    if call.outcome in care.REACHED or call.promise_due is not None:
        episode.promise_due = call.promise_due
    thread.settle(episode.questions, told)
    episode.questions += thread.ask(told)


def _answer(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    thread.answer(episode.questions, told)


def _decision(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    if told.body.overrides in ("release", "exempt"):
        episode.decided_at = told.at


def _order(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    order = told.body
    episode.voluntary, episode.ordered_by = order.voluntary, order.body
    episode.document = order.document or episode.document
    episode.served_at = order.served_at or episode.served_at
    episode.receipt = order.receipt or episode.receipt
    episode.remedy = order.remedy or episode.remedy


def _transfer(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    episode.transfer, episode.transfer_state, episode.pick_up_at = told.id, "planned", told.body.pick_up_at


def _transfer_step(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    if told.body.transfer == episode.transfer:
        episode.transfer_state = told.body.step
    if told.body.step == "arrived":
        episode.last_seen_at = told.at


def _release(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    if told.body.step == "checked":
        episode.checked_at = told.at
    else:
        episode.notice_at = told.at


def _need(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    if told.body.need is None:
        if not told.body.met:
            episode.needs[told.id] = told.body.what
    elif told.body.met:
        episode.needs.pop(told.body.need, None)


def _companions(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    episode.companions = told.record


_APPLY: dict[str, Callable[[Folded, Told, ZoneInfo], None]] = {
    "check": _check,
    "call": _call,
    "answer": _answer,
    "decision": _decision,
    "measure_order": _order,
    "transfer": _transfer,
    "transfer_step": _transfer_step,
    "release": _release,
    "episode_need": _need,
    "companions": _companions,
}
KINDS = ("status", "result", "referral", "referral_step", "escalation", "escalation_seen", *_APPLY)
"""The kinds of record from which episodes follow."""


def _refer(episode: Folded, referrals: Sequence[Referring]) -> None:
    newest = care.current(referrals)
    if newest is not None:
        episode.referral, episode.referral_state, episode.referral_at = newest.id, newest.state, newest.at
    episode.in_care = care.is_in_care(referrals, episode.started)


def _done(file: File) -> Settlements:
    """What was done, for what might have been escalated."""
    done = Settlements()
    for episode in file.episodes:
        done.checks += [(check.day, check.slot, check.told.at) for check in episode.checks]
        done.seen += [check.told.at for check in episode.checks if check.told.body.how == "seen"]
        done.calls += [episode.last_call_at] if episode.last_call_at is not None else []
        done.ends += [episode.ended_at] if episode.ended_at is not None else []
        done.questions |= {one.id: one.settled_at for one in episode.questions if one.settled_at is not None}
    done.referrals = {one.id: one.acknowledged_at for one in file.referrals if one.acknowledged_at is not None}
    return done


def plain(value: Any) -> Any:
    """As a JSON column keeps it."""
    return msgspec.to_builtins(value)
