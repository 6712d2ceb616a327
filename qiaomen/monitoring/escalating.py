"""What is overdue by the clock is told to the leads, once each. Nothing here moves an end or changes a measure."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.ledger import system
from qiaomen.monitoring import slots
from qiaomen.monitoring.folds import fold_people, zone
from qiaomen.monitoring.models import CheckDone, Episode, EpisodeState, Overdue, Referred
from qiaomen.monitoring.records import Escalation
from qiaomen.policy import days

ACKNOWLEDGED_WITHIN = timedelta(minutes=30)
"""A referral that nobody has taken on by then is escalated."""
NOT_SEEN_DAYS = 3
"""WHO, Ebola: not seen for 3 days is flagged."""
# Older slots that were missed stand in the episode; after a stop of the server nobody is told of each of them.
LOOK_BACK = timedelta(hours=24)

HOMES = """
SELECT p.id, c.path FROM people_person p JOIN places_door d ON d.id = coalesce(p.home_door_id, p.work_door_id)
JOIN places_place c ON c.id = d.place_id WHERE p.id = ANY(%b)
"""
LOOKED_AT = ("person", "checks_a_day", "phase_since", "last_seen_at", "started")
_ESCALATIONS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a02")

Due = tuple[UUID, str, Escalation]


def escalate(now: datetime, *, only_care: bool = False) -> int:
    """Tell the leads of everything that has become overdue; answers how many things. Doing it again adds nothing.

    `only_care`: referrals alone, which is one look at an index and may be done every minute.
    """
    overdue = _waiting(now) if only_care else _overdue(now)
    found = {uuid5(_ESCALATIONS, f"{person} {name}"): (person, said) for person, name, said in overdue}
    known = set(Overdue.objects.filter(id__in=found).values_list("id", flat=True))
    new = {id: what for id, what in found.items() if id not in known}
    if not new:
        return 0
    leads = _leads({person for person, _said in new.values()}, now)
    outbreak = Outbreak.objects.current()
    drafts = [
        system.Draft(id=id, kind="escalation", at=now, body=_addressed(said, leads[person]), person=person)
        for id, (person, said) in new.items()
    ]
    with changes.change("escalate") as change:
        made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change.id, now=now)
        fold_people({person for person, _said in new.values()}, change.id)
    return len(made)


def _overdue(now: datetime) -> Iterator[Due]:
    checked = list(Episode.objects.filter(state=EpisodeState.OPEN, checks_a_day__gt=0).only(*LOOKED_AT))
    done = _checks_done(checked, now)
    for episode in checked:
        yield from _missed(episode, done[episode.id], now)
        yield from _not_seen(episode, now)
    yield from _waiting(now)
    for episode in Episode.objects.filter(question_due__lt=now, ended_at=None):
        yield from _unanswered(episode, now)
    for episode in Episode.objects.filter(promise_due__lt=now, ended_at=None):
        yield episode.person, f"promise {episode.promise_due}", Escalation("promise_overdue")


def _missed(episode: Episode, done: set[tuple[date, int]], now: datetime) -> Iterator[Due]:
    since = max(episode.phase_since, now - LOOK_BACK)
    for slot in slots.missed(since, now, episode.checks_a_day, done, zone()):
        yield episode.person, f"check {slot.day} {slot.slot}", Escalation("check_missed", on=slot.day, slot=slot.slot)


def _not_seen(episode: Episode, now: datetime) -> Iterator[Due]:
    last = days.local_day(episode.last_seen_at or episode.started, zone())
    if days.day_number(last, days.local_day(now, zone())) >= NOT_SEEN_DAYS:
        yield episode.person, f"not seen {last}", Escalation("not_seen", on=last)


def _waiting(now: datetime) -> Iterator[Due]:
    for referred in Referred.objects.filter(state="waiting", at__lte=now - ACKNOWLEDGED_WITHIN):
        yield referred.person, f"referral {referred.id}", Escalation("referral_waiting", about=referred.id)


def _unanswered(episode: Episode, now: datetime) -> Iterator[Due]:
    for asked in episode.questions:
        due = asked.get("due")
        if due and not asked.get("settled_at") and datetime.fromisoformat(due) < now:
            yield episode.person, f"question {asked['id']}", Escalation("question_overdue", about=UUID(asked["id"]))


def _checks_done(episodes: list[Episode], now: datetime) -> dict[UUID, set[tuple[date, int]]]:
    found: dict[UUID, set[tuple[date, int]]] = defaultdict(set)
    since = days.local_day(now - LOOK_BACK, zone())
    checks = CheckDone.objects.filter(episode__in=[episode.id for episode in episodes], day__gte=since)
    for episode, day, slot in checks.values_list("episode", "day", "slot"):
        found[episode].add((day, slot))
    return found


def _leads(people: set[UUID], now: datetime) -> dict[UUID, list[UUID]]:
    """The leads who answer for each person's home; for the workplace of somebody who has none here."""
    leads = Grant.objects.in_force(now).filter(role=Role.LEAD).values_list("worker_id", "place__path")
    held = sorted(set(leads))
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for person, path in rows(HOMES, [list(people)]):
        found[person] = [worker for worker, area in held if path.startswith(area)]
    return found


def _addressed(said: Escalation, leads: list[UUID]) -> Escalation:
    said.leads = leads
    return said
