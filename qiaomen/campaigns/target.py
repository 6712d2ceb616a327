"""The fold of one target: what the effective records of a door make of it in one sweep. Pure.

A door leaves the gap list only by a terminal outcome: everyone behind an opened door accounted for, vacant and
confirmed, screened remotely as the sweep allows, or accepted as not existing. docs/folds.md says why for each rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from qiaomen.campaigns.questionnaires import Asked, Sheet, flags_of
from qiaomen.campaigns.records import ClaimReview, Seen, SelfReport, Visit
from qiaomen.campaigns.states import FIRST_CLOSED, Presence, State
from qiaomen.campaigns.windows import next_window, tries, window_of
from qiaomen.ledger.effective import Effective
from qiaomen.ledger.records import Resolution

KNOCKS = {"answered", "absent", "vacant", "refused", "inaccessible", "wrong_address"}
CLAIMS = {"inaccessible": State.INACCESSIBLE, "wrong_address": State.WRONG_ADDRESS_CLAIMED}
OPENED = {"answered", "phone", "online"}
# What a claim becomes when somebody with the right to decide resolves a conflict in its favour.
SETTLED = {State.VACANT_CLAIMED: State.VACANT, State.WRONG_ADDRESS_CLAIMED: State.WRONG_ADDRESS}
# Not sets: a State is hashed by its name, and in Python.
RETRIED = (State.ABSENT, State.PARTIAL, State.REFUSED, State.VACANT_CLAIMED)
SIMPLE = {"answered": State.ANSWERED, "absent": State.ABSENT, "refused": State.REFUSED}
UNACCOUNTED = Presence.UNACCOUNTED.value


@dataclass(frozen=True, slots=True)
class Rules:
    """What a campaign sets."""

    campaign: UUID
    zone: ZoneInfo
    day_from: time
    day_until: time
    max_tries: int
    remote_closes: bool


class Member(msgspec.Struct, gc=False):
    """How one person is accounted for: by which record, when, and with which flags."""

    person: UUID
    presence: str
    record: UUID | None
    at: datetime
    flags: int = 0


class Folded(msgspec.Struct):
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
    roll: list[Member] = msgspec.field(default_factory=list)
    unaccounted: int = 0


class Saying(msgspec.Struct, frozen=True, gc=False):
    """What one record says of the door, and since when that stands; `waits`: a claim that nobody has reviewed."""

    state: State
    at: datetime
    record: UUID
    waits: bool = False


def fold(
    rules: Rules,
    records: Sequence[Effective],
    registered: Iterable[UUID],
    *,
    sheets: dict[UUID, Sheet],
    is_open: bool = True,
    canonical: dict[UUID, UUID] | None = None,
    left: Iterable[UUID] = (),
) -> Folded:
    """Fold one door's effective records, in order of (at, id).

    `registered` are the people whom a register puts behind this door; `canonical` joins ids of one person. Who `left`
    for another home is not missed here.
    """
    visits = [record for record in records if isinstance(record.body, Visit)]
    folded = Folded()
    knocks = [visit for visit in visits if visit.body.outcome in KNOCKS]
    folded.attempts = len(knocks)
    if visits:
        folded.last_at, folded.last_record = visits[-1].at, visits[-1].record
    resolution, chosen = _resolution(records)
    standing = records if chosen is None else [r for r in records if not _overruled(r, resolution, chosen)]
    for record in standing:
        if isinstance(record.body, (Visit, SelfReport)):
            sheet = sheets[record.body.edition]
            folded.flags |= flags_of(sheet.door, record.body.answers, _asked(sheet, record, None, rules.zone))
    opened = [record for record in standing if _opened(record)]
    _roll(folded, rules.zone, opened, registered, sheets, canonical or {}, left)
    if is_open:
        _state(folded, _sayings(rules, standing, resolution))
    else:
        folded.state, folded.closed_at = State.WRONG_ADDRESS, folded.last_at
    _next(rules, folded, knocks)
    return folded


def _resolution(records: Sequence[Effective]) -> tuple[Effective | None, Effective | None]:
    """The newest resolution whose chosen visit still counts at this door, and that visit."""
    for record in reversed(records):
        if isinstance(record.body, Resolution):
            for other in records:
                if isinstance(other.body, Visit) and other.goes_by(record.body.chosen):
                    return record, other
    return None, None


def _overruled(record: Effective, resolution: Effective | None, chosen: Effective | None) -> bool:
    """Whether a resolution set this account aside: it is older and says something else of the door."""
    if resolution is None or chosen is None or record.at > resolution.at:
        return False
    if isinstance(record.body, SelfReport):
        return True
    return isinstance(record.body, Visit) and _account_of(record) != _account_of(chosen)


def _account_of(visit: Effective) -> str:
    """Opened by whatever way, or the outcome itself."""
    outcome: str = visit.body.outcome
    return "opened" if outcome in OPENED else outcome


def _opened(record: Effective) -> bool:
    """Whether people were accounted for. What was filled in online counts only once it is verified."""
    body = record.body
    return isinstance(body, Visit) and body.outcome in OPENED and (body.outcome != "online" or body.verified)


def _sayings(rules: Rules, records: Sequence[Effective], resolution: Effective | None) -> list[Saying]:
    """What the records say of the door, in order; what a resolution confirmed stands since then, and is no claim."""
    reviews = {record.body.claim: record for record in records if isinstance(record.body, ClaimReview)}
    found: list[Saying] = []
    vacancies: list[Effective] = []
    for record in records:
        saying = _saying(rules, record, reviews, vacancies)
        if saying is None:
            continue
        if resolution is not None and record.at <= resolution.at:
            state = SETTLED.get(saying.state, saying.state)
            saying = Saying(state, max(saying.at, resolution.at), saying.record)
        found.append(saying)
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
        named = [reviews[id] for id in (record.id, *record.chain) if id in reviews]
        return _claim(record, max(named, key=lambda review: (review.at, review.id.bytes), default=None))
    if outcome == "vacant":
        return _vacancy(rules, record, vacancies)
    if outcome in SIMPLE:
        return Saying(SIMPLE[outcome], record.at, record.id)
    verified = rules.remote_closes if outcome == "phone" else body.verified
    return Saying(State.REMOTE if verified else State.UNVERIFIED, record.at, record.id)


def _claim(record: Effective, review: Effective | None) -> Saying | None:
    """ "Cannot get in" and "does not exist" wait for review. A denial reopens; an accepted "does not exist" closes."""
    claimed = CLAIMS[record.body.outcome]
    if review is None:
        return Saying(claimed, record.at, record.id, waits=True)
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
    facts = [State.ANSWERED if saying.state == State.REMOTE else saying.state for saying in closed]
    if any(fact != facts[0] for fact in facts):
        folded.state = State.CONFLICT
    elif closed and folded.unaccounted and facts[0] == State.ANSWERED:
        folded.state = State.PARTIAL
    elif closed:
        # Having been there is more than having phoned.
        been = any(saying.state == State.ANSWERED for saying in closed)
        folded.state = State.ANSWERED if been else closed[-1].state
        first = min(saying.at for saying in closed)
        folded.closed_at = max([first, *(member.at for member in folded.roll)])
    elif sayings:
        # Nobody home does not undo what was learnt before: a refusal or a claim stays the reason.
        telling = [saying for saying in sayings if saying.state != State.ABSENT] or list(sayings)
        folded.state = telling[-1].state
        if telling[-1].waits:
            folded.claim = telling[-1].record


def _roll(
    folded: Folded,
    zone: ZoneInfo,
    opened: Sequence[Effective],
    registered: Iterable[UUID],
    sheets: dict[UUID, Sheet],
    canonical: dict[UUID, UUID],
    left: Iterable[UUID],
) -> None:
    """Account for every person of a door where somebody answered: who is not spoken of is unaccounted for."""
    if not opened:
        return
    members: dict[int, Member] = {}  # by the number: UUIDs are hashed in Python
    for visit in opened:
        sheet = sheets[visit.body.edition]
        for seen in visit.body.people:
            flags = flags_of(sheet.person, seen.answers, _asked(sheet, visit, seen, zone))
            person = canonical.get(seen.person, seen.person) if canonical else seen.person
            _account(members, person, seen, visit, flags)
    for person in registered:
        known = canonical.get(person, person) if canonical else person
        if known.int not in members:
            members[known.int] = Member(known, UNACCOUNTED, opened[-1].record, opened[-1].at)
    for person in left:
        known = canonical.get(person, person)
        if known.int in members and members[known.int].presence == UNACCOUNTED:
            del members[known.int]
    folded.roll = [members[number] for number in sorted(members)]
    for member in folded.roll:
        folded.flags |= member.flags
        folded.unaccounted += member.presence == UNACCOUNTED


def _asked(sheet: Sheet, record: Effective, seen: Seen | None, zone: ZoneInfo) -> Asked | None:
    """What was asked there, if that depends on anything."""
    if not sheet.has_conditions:
        return None
    return Asked(sheet, record.body.answers, seen.answers if seen else None, [record.at], zone)


def _account(members: dict[int, Member], person: UUID, seen: Seen, visit: Effective, flags: int) -> None:
    """The newest statement counts, but "nobody could say" does not undo an earlier one."""
    known = members.get(person.int)
    if known is None:
        members[person.int] = Member(person, seen.presence, visit.record, visit.at, flags)
        return
    known.flags |= flags
    if seen.presence == UNACCOUNTED:
        return
    if known.presence == UNACCOUNTED:
        known.at = visit.at
    known.presence, known.record = seen.presence, visit.record


def _next(rules: Rules, folded: Folded, knocks: Sequence[Effective]) -> None:
    """When to try again, or that it is time to phone."""
    if folded.state == State.UNVERIFIED:
        folded.by_phone = True
    elif folded.state in RETRIED and knocks:
        if folded.state == State.ABSENT and tries([knock.at for knock in knocks]) >= rules.max_tries:
            folded.by_phone = True
        else:
            folded.next_from, folded.next_until = next_window(
                [knock.at for knock in knocks], rules.zone, day_from=rules.day_from, day_until=rules.day_until
            )
