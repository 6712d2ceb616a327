"""People to follow up, one row each: what the phone's list, the board and a family's page show."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from qiaomen.monitoring import slots
from qiaomen.monitoring.asked import Read
from qiaomen.monitoring.folds import zone
from qiaomen.monitoring.models import CheckDone, Episode, EpisodeState, Overdue
from qiaomen.monitoring.queries.homes import Home, homes_of
from qiaomen.monitoring.thread import Asked
from qiaomen.policy import days
from qiaomen.policy.language import Words


class Late(msgspec.Struct, omit_defaults=True):
    """Something that is overdue: see `records.Escalation`. `seen` when a lead took notice."""

    id: UUID
    what: str
    at: datetime
    about: UUID | None = None
    seen: bool = False


class DueCheck(msgspec.Struct):
    """A check of today that is not done yet: which of the day (from 0), and by when."""

    slot: int
    due: datetime


class Open(msgspec.Struct, omit_defaults=True):
    """A question that is open: its topic, who has not answered yet, by when. Its words are sealed in `record`."""

    id: UUID
    record: UUID
    index: int
    topic: str
    waits_for: list[str]
    due: datetime | None = None


class FollowUp(msgspec.Struct, omit_defaults=True):
    """One person under a measure. Days are counted from day 0; moments are instants; temperatures °C.

    `path` leads to the place of the home door; `late` is worked out by the clock, and never moves `until` or `due_end`.
    """

    episode: UUID
    person: UUID
    name: str
    door: UUID | None
    label: str
    path: str
    state: str
    measure: str
    measure_name: Words
    isolates: bool
    started: datetime
    until: datetime | None
    due_end: datetime | None
    day_zero: date | None = None
    day: int | None = None
    days: int | None = None
    credited: int = 0
    checks_a_day: int = 0
    checks: list[DueCheck] = msgspec.field(default_factory=list)
    missed: int = 0
    last_check_at: datetime | None = None
    temperature: float | None = None
    symptoms: list[str] = msgspec.field(default_factory=list)
    last_seen_at: datetime | None = None
    last_call_at: datetime | None = None
    last_outcome: str = ""
    calls: int = 0
    promise_due: datetime | None = None
    questions: list[Open] = msgspec.field(default_factory=list)
    needs: list[str] = msgspec.field(default_factory=list)
    transfer: UUID | None = None
    transfer_state: str = ""
    pick_up_at: datetime | None = None
    referral: UUID | None = None
    referral_state: str = ""
    referral_at: datetime | None = None
    voluntary: bool | None = None
    served_at: datetime | None = None
    tests_owed: int = 0
    checked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    late: list[Late] = msgspec.field(default_factory=list)
    where: str = ""


def rows_of(episodes: Sequence[Episode], *, now: datetime, health: bool = True) -> list[FollowUp]:
    """A row for each episode, in their order. Without `health` no temperature or symptom is in it."""
    homes = homes_of([episode.person for episode in episodes])
    editions = Read({episode.edition for episode in episodes if episode.edition is not None})
    checks, late = _checks(episodes), _late(episodes)
    return [
        _row(episode, homes[episode.person], editions, checks[episode.id], late[episode.person], now, health)
        for episode in episodes
        if episode.person in homes
    ]


def _row(
    episode: Episode,
    home: Home,
    editions: Read,
    checks: list[CheckDone],
    late: list[Overdue],
    now: datetime,
    health: bool,
) -> FollowUp:
    row = FollowUp(
        episode=episode.id,
        person=episode.person,
        name=home.name,
        door=home.door,
        label=home.label,
        path=home.path,
        state=episode.state,
        measure=episode.measure,
        measure_name=editions.measure_name(episode.edition, episode.measure),
        isolates=episode.isolates,
        started=episode.started,
        until=episode.phase_end,
        due_end=episode.due_end,
        credited=episode.credited_days,
        questions=[_open(asked) for asked in asked_of(episode) if asked.settled_at is None],
        needs=episode.open_needs,
    )
    for name in SAME:
        setattr(row, name, getattr(episode, name))
    _count_days(row, now)
    _put_checks(row, episode, checks, now)
    if checks and health:
        row.temperature, row.symptoms = checks[-1].temperature, checks[-1].symptoms
    row.late = [Late(one.id, one.what, one.at, one.about, one.seen_at is not None) for one in late]
    return row


SAME = (
    "day_zero", "checks_a_day", "last_check_at", "last_seen_at", "last_call_at", "last_outcome", "calls", "promise_due",
    "transfer", "transfer_state", "pick_up_at", "referral", "referral_state", "referral_at", "voluntary", "served_at",
    "tests_owed", "checked_at", "ended_at", "ended_by",
)  # fmt: skip


def asked_of(episode: Episode) -> list[Asked]:
    """The questions of an episode, open and settled."""
    return msgspec.convert(episode.questions, list[Asked])


def _count_days(row: FollowUp, now: datetime) -> None:
    """Which day it is, and of how many; a period of 14 days ends at the midnight after day 14."""
    if row.day_zero is None:
        return
    row.day = days.day_number(row.day_zero, days.local_day(now, zone()))
    if row.due_end is not None:
        row.days = days.day_number(row.day_zero, days.local_day(row.due_end, zone())) - 1


def _put_checks(row: FollowUp, episode: Episode, checks: list[CheckDone], now: datetime) -> None:
    if episode.state != EpisodeState.OPEN or not episode.checks_a_day:
        return
    began, done = episode.phase_since, {(check.day, check.slot) for check in checks}
    open_slots = slots.open_today(began, now, episode.checks_a_day, done, zone())
    row.checks = [DueCheck(slot.slot, slot.due) for slot in open_slots]
    row.missed = len(slots.missed(began, now, episode.checks_a_day, done, zone()))


def _open(asked: Asked) -> Open:
    return Open(asked.id, asked.record, asked.index, asked.topic, list(asked.waits_for), asked.due)


def _checks(episodes: Collection[Episode]) -> dict[UUID, list[CheckDone]]:
    found: dict[UUID, list[CheckDone]] = defaultdict(list)
    for check in CheckDone.objects.filter(episode__in=[one.id for one in episodes]).order_by("at", "record"):
        found[check.episode].append(check)
    return found


def _late(episodes: Collection[Episode]) -> dict[UUID, list[Overdue]]:
    found: dict[UUID, list[Overdue]] = defaultdict(list)
    people = [one.person for one in episodes]
    for one in Overdue.objects.filter(person__in=people, settled_at=None).order_by("at", "id"):
        found[one.person].append(one)
    return found
