"""What an episode holds while it is folded, and what each kind of record does to it. Pure."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.monitoring import care, slots, thread
from qiaomen.monitoring.models import EpisodeState
from qiaomen.monitoring.phases import Phase
from qiaomen.monitoring.thread import Asked

HOSPITAL = "hospital"


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
    last_visit_owed: bool = False
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
        if self.isolated:
            return EpisodeState.TO_RELEASE
        return EpisodeState.OPEN if self.last_visit_owed else EpisodeState.ENDED

    @property
    def open_questions(self) -> list[Asked]:
        return [asked for asked in self.questions if asked.settled_at is None]

    @property
    def last_check_at(self) -> datetime | None:
        return max((check.told.at for check in self.checks), default=None)


def apply(episode: Folded, told: Told, zone: ZoneInfo) -> None:
    """Let a record happen to an episode; one of another kind changes nothing."""
    happens = HAPPENINGS.get(told.kind)
    if happens is not None:
        happens(episode, told, zone)


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


HAPPENINGS: dict[str, Callable[[Folded, Told, ZoneInfo], None]] = {
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
