"""The fold of one target: what the effective records of a door make of it in one sweep. Pure.

A door leaves the gap list only by a terminal outcome: everyone behind an opened door accounted for, vacant and
confirmed, screened remotely as the sweep allows, or accepted as not existing. docs/folds.md says why for each rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from qiaomen.campaigns.questionnaires import Sheet, flags_of
from qiaomen.campaigns.records import ClaimReview, Seen, SelfReport, Visit
from qiaomen.campaigns.states import FIRST_CLOSED, Presence, State
from qiaomen.campaigns.windows import next_window, window_of
from qiaomen.ledger.effective import Effective
from qiaomen.ledger.records import Resolution

KNOCKS = {"answered", "absent", "vacant", "refused", "inaccessible", "wrong_address"}
CLAIMS = {"inaccessible": State.INACCESSIBLE, "wrong_address": State.WRONG_ADDRESS_CLAIMED}
RETRIED = {State.ABSENT, State.PARTIAL, State.REFUSED, State.VACANT_CLAIMED}


@dataclass(frozen=True, slots=True)
class Rules:
    """What a campaign sets."""

    campaign: UUID
    zone: ZoneInfo
    day_from: time
    day_until: time
    max_tries: int
    remote_closes: bool


@dataclass(slots=True)
class Member:
    """How one person is accounted for: by which record, when, and with which flags."""

    person: UUID
    presence: str
    record: UUID | None
    at: datetime
    flags: int = 0


@dataclass(slots=True)
class Folded:
    """A target's state and its roll."""

    state: State = State.UNTOUCHED
    attempts: int = 0
    last_at: datetime | None = None
    last_record: UUID | None = None
    closed_at: datetime | None = None
    next_from: datetime | None = None
    next_until: datetime | None = None
    by_phone: bool = False
    claim: UUID | None = None
    flags: int = 0
    roll: list[Member] = field(default_factory=list)

    @property
    def unaccounted(self) -> int:
        return sum(member.presence == Presence.UNACCOUNTED for member in self.roll)


@dataclass(frozen=True, slots=True)
class Saying:
    """What one record says of the door, and since when that stands."""

    state: State
    at: datetime
    record: UUID


def fold(
    rules: Rules,
    records: Sequence[Effective],
    registered: Iterable[UUID],
    *,
    sheets: dict[UUID, Sheet],
    is_open: bool = True,
    canonical: dict[UUID, UUID] | None = None,
) -> Folded:
    """Fold one door's effective records, in order of (at, id).

    `registered` are the people whom a register puts behind this door; `canonical` joins ids of one person.
    """
    visits = [record for record in records if isinstance(record.body, Visit)]
    folded = Folded()
    for record in records:
        if isinstance(record.body, (Visit, SelfReport)):
            folded.flags |= flags_of(sheets[record.body.edition].door, record.body.answers)
    knocks = [visit for visit in visits if visit.body.outcome in KNOCKS]
    folded.attempts = len(knocks)
    if visits:
        folded.last_at, folded.last_record = visits[-1].at, visits[-1].record
    sayings = _sayings(rules, records)
    _roll(folded, visits, list(registered), sheets, canonical or {})
    if is_open:
        _state(folded, sayings)
    else:
        folded.state, folded.closed_at = State.WRONG_ADDRESS, folded.last_at
    _next(rules, folded, knocks)
    return folded


def _sayings(rules: Rules, records: Sequence[Effective]) -> list[Saying]:
    """What the records say of the door, in order; denied claims and what a resolution overruled are left out."""
    reviews: dict[UUID, Effective] = {}
    resolution: Effective | None = None
    for record in records:
        if isinstance(record.body, ClaimReview):
            reviews[record.body.claim] = record
        elif isinstance(record.body, Resolution):
            resolution = record
    found: list[Saying] = []
    vacancies: list[Effective] = []
    for record in records:
        if resolution is not None and record.at <= resolution.at and record.id != resolution.body.chosen:
            continue
        saying = _saying(rules, record, reviews, vacancies)
        if saying is not None:
            chosen = resolution is not None and record.id == resolution.body.chosen
            at = max(saying.at, resolution.at) if chosen and resolution is not None else saying.at
            found.append(Saying(saying.state, at, saying.record))
    return found


def _saying(
    rules: Rules, record: Effective, reviews: dict[UUID, Effective], vacancies: list[Effective]
) -> Saying | None:
    body = record.body
    if isinstance(body, SelfReport):
        return Saying(State.UNVERIFIED, record.at, record.id)
    if not isinstance(body, Visit):
        return None
    outcome = body.outcome
    if outcome in CLAIMS:
        return _claim(record, reviews.get(record.id))
    if outcome == "vacant":
        return _vacancy(rules, record, vacancies)
    simple = {"answered": State.ANSWERED, "absent": State.ABSENT, "refused": State.REFUSED}
    if outcome in simple:
        return Saying(simple[outcome], record.at, record.id)
    verified = rules.remote_closes if outcome == "phone" else body.verified
    return Saying(State.REMOTE if verified else State.UNVERIFIED, record.at, record.id)


def _claim(record: Effective, review: Effective | None) -> Saying | None:
    """ "Cannot get in" and "does not exist" wait for review. A denial reopens; an accepted "does not exist" closes."""
    claimed = CLAIMS[record.body.outcome]
    if review is None:
        return Saying(claimed, record.at, record.id)
    if not review.body.accepted:
        return None
    state = State.WRONG_ADDRESS if claimed == State.WRONG_ADDRESS_CLAIMED else claimed
    return Saying(state, max(record.at, review.at), record.id)


def _vacancy(rules: Rules, record: Effective, vacancies: list[Effective]) -> Saying:
    """Vacant is confirmed by a neighbour, the manager, or a second visit in another part of some day."""
    zone = rules.zone
    part = (record.at.astimezone(zone).date(), window_of(record.at, zone))
    confirmed = bool(record.body.confirmed_by) or any(
        (other.at.astimezone(zone).date(), window_of(other.at, zone)) != part for other in vacancies
    )
    vacancies.append(record)
    return Saying(State.VACANT if confirmed else State.VACANT_CLAIMED, record.at, record.id)


def _state(folded: Folded, sayings: Sequence[Saying]) -> None:
    closed = [saying for saying in sayings if saying.state >= FIRST_CLOSED]
    facts = {State.ANSWERED if s.state == State.REMOTE else s.state for s in closed}
    if len(facts) > 1:
        folded.state = State.CONFLICT
    elif closed and folded.unaccounted and State.ANSWERED in facts:
        folded.state = State.PARTIAL
    elif closed:
        folded.state = closed[-1].state
        first = min(saying.at for saying in closed)
        folded.closed_at = max([first, *(member.at for member in folded.roll)])
    elif sayings:
        # Nobody home does not undo what was learnt before: a refusal or a claim stays the reason.
        telling = [saying for saying in sayings if saying.state != State.ABSENT] or list(sayings)
        folded.state = telling[-1].state
        if folded.state in CLAIMS.values():
            folded.claim = telling[-1].record


def _roll(
    folded: Folded,
    visits: Sequence[Effective],
    registered: Sequence[UUID],
    sheets: dict[UUID, Sheet],
    canonical: dict[UUID, UUID],
) -> None:
    """Account for every person of a door where somebody answered: who is not spoken of is unaccounted for."""
    opened = [visit for visit in visits if visit.body.outcome in ("answered", "phone", "online")]
    if not opened:
        return
    members: dict[UUID, Member] = {}
    for visit in opened:
        questions = sheets[visit.body.edition].person
        for seen in visit.body.people:
            _account(members, canonical.get(seen.person, seen.person), seen, visit, flags_of(questions, seen.answers))
    for person in registered:
        known = canonical.get(person, person)
        members.setdefault(known, Member(known, Presence.UNACCOUNTED, opened[-1].record, opened[-1].at))
    folded.roll = sorted(members.values(), key=lambda member: member.person.bytes)
    for member in folded.roll:
        folded.flags |= member.flags


def _account(members: dict[UUID, Member], person: UUID, seen: Seen, visit: Effective, flags: int) -> None:
    """The newest statement counts, but "nobody could say" does not undo an earlier one."""
    known = members.get(person)
    if known is None:
        members[person] = Member(person, seen.presence, visit.record, visit.at, flags)
        return
    known.flags |= flags
    if seen.presence == "unaccounted":
        return
    if known.presence == Presence.UNACCOUNTED:
        known.at = visit.at
    known.presence, known.record = seen.presence, visit.record


def _next(rules: Rules, folded: Folded, knocks: Sequence[Effective]) -> None:
    """When to try again, or that it is time to phone."""
    if folded.state == State.UNVERIFIED:
        folded.by_phone = True
    elif folded.state in RETRIED and knocks:
        if folded.state == State.ABSENT and folded.attempts >= rules.max_tries:
            folded.by_phone = True
        else:
            folded.next_from, folded.next_until = next_window(
                [knock.at for knock in knocks], rules.zone, day_from=rules.day_from, day_until=rules.day_until
            )
