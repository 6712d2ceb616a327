"""Referrals to medical care, and what the leads were told is overdue, as one person's records have them. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from qiaomen.base.ids import SYSTEM
from qiaomen.ledger.told import Told
from qiaomen.monitoring.records import Escalation, Referral, ReferralStep

REACHED = ("talked", "wavering", "agreed", "refused", "promised")


class Referring(msgspec.Struct):
    """A referral: waiting, acknowledged, on_the_way, arrived, ended."""

    id: UUID
    at: datetime
    referral: Referral
    by_system: bool
    state: str = "waiting"
    acknowledged_at: datetime | None = None
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""


class Escalated(msgspec.Struct):
    """An escalation, who took notice, and when what was overdue was done after all."""

    id: UUID
    at: datetime
    escalation: Escalation
    seen_at: datetime | None = None
    seen_by: UUID | None = None
    settled_at: datetime | None = None


def referrals(told: Sequence[Told]) -> list[Referring]:
    """A person's referrals, in order."""
    found = {
        one.id: Referring(one.id, one.at, one.body, one.author == SYSTEM) for one in told if one.kind == "referral"
    }
    for one in told:
        if one.kind == "referral_step" and one.body.referral in found:
            _step(found[one.body.referral], one)
    return list(found.values())


def _step(referring: Referring, told: Told) -> None:
    step: ReferralStep = told.body
    # Whoever is on the way was taken on, even where nobody said so.
    referring.acknowledged_at = referring.acknowledged_at or told.at
    if step.step == "arrived":
        referring.arrived_at = referring.arrived_at or told.at
    if step.step == "ended":
        referring.ended_at = told.at
    referring.outcome = step.outcome or referring.outcome
    if referring.ended_at is None or step.step == "ended":
        referring.state = step.step


def is_in_care(referrals: Sequence[Referring], since: datetime) -> bool:
    """Whether the newest outcome of a referral since then is that the person was kept there."""
    outcomes = [one for one in referrals if one.at >= since and one.outcome]
    return bool(outcomes) and max(outcomes, key=lambda one: one.at).outcome == "admitted"


def current(referrals: Sequence[Referring]) -> Referring | None:
    """The newest referral that has not ended, else the newest."""
    unended = [one for one in referrals if one.ended_at is None]
    return max(unended or referrals, key=lambda one: one.at, default=None)


class Settlements(msgspec.Struct):
    """When what might be overdue was done: checks by day and slot, seen, calls, questions, referrals, ends."""

    checks: list[tuple[date, int, datetime]] = msgspec.field(default_factory=list)
    seen: list[datetime] = msgspec.field(default_factory=list)
    calls: list[datetime] = msgspec.field(default_factory=list)
    ends: list[datetime] = msgspec.field(default_factory=list)
    questions: dict[UUID, datetime] = msgspec.field(default_factory=dict)
    referrals: dict[UUID, datetime] = msgspec.field(default_factory=dict)


def escalations(told: Sequence[Told], done: Settlements) -> list[Escalated]:
    """What was escalated of a person, in order."""
    found = {one.id: Escalated(one.id, one.at, one.body) for one in told if one.kind == "escalation"}
    for one in told:
        if one.kind == "escalation_seen" and one.body.escalation in found:
            escalated = found[one.body.escalation]
            escalated.seen_at, escalated.seen_by = escalated.seen_at or one.at, escalated.seen_by or one.author
    for escalated in found.values():
        escalated.settled_at = _settled(escalated, done)
    return list(found.values())


def _settled(escalated: Escalated, done: Settlements) -> datetime | None:
    said, after = escalated.escalation, escalated.at
    if said.what == "referral_waiting":
        return done.referrals.get(said.about) if said.about else None
    if said.what == "question_overdue":
        return done.questions.get(said.about) if said.about else None
    if said.what == "promise_overdue":
        return min((at for at in done.calls if at >= after), default=None)
    ends = [at for at in done.ends if at >= after]
    if said.what == "not_seen":
        return min([at for at in done.seen if at >= after] + ends, default=None)
    checks = [at for day, slot, at in done.checks if (day, slot) == (said.on, said.slot) or at >= after]
    return min(checks + ends, default=None)
