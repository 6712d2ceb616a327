"""What a person's records make of their episodes. Pure: records, editions and a time zone in; episodes out.

The clock does not enter here: an end is what a status said, and what is overdue is worked out when somebody looks. So
nothing that was not done (a check, a call, a test) can move an end.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.monitoring import care, phases
from qiaomen.monitoring.care import Escalated, Referring, Settlements
from qiaomen.monitoring.happenings import HAPPENINGS, Folded, apply
from qiaomen.monitoring.models import EndedBy
from qiaomen.monitoring.phases import Editions, Phase
from qiaomen.policy import days

NEVER = datetime.max.replace(tzinfo=UTC)


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
    if file.episodes:
        file.episodes[-1].last_visit_owed = _last_visit_owed(file.episodes[-1], zone)
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
            apply(found[-1], one, zone) if found else early.append(one)
            continue
        held[one.person] = one
        holds = _holds(person, held)
        phase = phases.phase_of(holds, one.at, editions, zone) if holds is not None else None
        if found and (phase is None or _goes_on(found[-1], one.at)):
            _follow(found[-1], one, phase)
        elif phase is not None:
            found.append(Folded(one.id, person, one.at, one.id, [phase]))
            for before in early:
                apply(found[-1], before, zone)
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


KINDS = ("status", "result", "referral", "referral_step", "escalation", "escalation_seen", *HAPPENINGS)
"""The kinds of record from which episodes follow."""


def _last_visit_owed(episode: Folded, zone: ZoneInfo) -> bool:
    """Whether nobody looked on the last day or since: follow-up that restricts nobody goes on until somebody has."""
    phase = episode.phase
    if episode.ended_by != EndedBy.PERIOD or not phase.checks_a_day or phase.day_zero is None or phase.until is None:
        return False
    length = days.day_number(phase.day_zero, days.local_day(phase.until, zone)) - 1
    checked = [check.told.at for check in episode.checks]
    return days.follow_up_end(phase.day_zero, length, checked, zone) is None


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
