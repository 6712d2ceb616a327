"""Daily visits that nobody made are told: to who goes, then to those who lead there, then to headquarters.

Each telling is a record of the system's, whose id follows from visit, day and level: telling twice tells once. Whoever
was told sees it in the console, and gets a message where the district has a channel.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import run
from qiaomen.care import daily
from qiaomen.care.folds import DAILY, zone
from qiaomen.care.models import DailyVisit
from qiaomen.care.records import DailyVisitStep
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.ledger import append, system
from qiaomen.ledger.system import Draft
from qiaomen.places.models import Door, Place
from qiaomen.policy.days import local_day

HEADQUARTERS = 2
# Of the chain of duty, those who answer for a community, a compound or a building.
CHAIN = (DutyRole.CHIEF, DutyRole.CADRE, DutyRole.GRID_WORKER)
_TELLINGS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a21")


class Area(NamedTuple):
    """Somebody who answers for a place, at a level of the ladder."""

    path: str
    level: int
    worker: UUID


def tell(now: datetime) -> int:
    """Tell of every visit that is owed by now, as far as its ladder goes; answers how many tellings. Again adds none.

    One query while nothing is owed. After a stop of the server only today's are told.
    """
    found = [one.id for one, _level in _due(now)]
    if not found:
        return 0
    known = _answering(now)
    outbreak = Outbreak.objects.current()
    with changes.change("daily visits") as change:
        run(append.FOLDING)
        DAILY.lock(found)
        # Where somebody has been there meanwhile, nobody is told.
        due = list(_due(now, of=found))
        paths = dict(Place.objects.filter(id__in={one.place for one, _level in due}).values_list("id", "path"))
        drafts = [draft for one, level in due for draft in _drafts(one, level, paths.get(one.place, ""), known, now)]
        made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change.id, now=now)
        DAILY.refold([one.id for one, _level in due], change.id)
        _page(made)
    return len(made)


def _due(now: datetime, *, of: Sequence[UUID] | None = None) -> Iterator[tuple[DailyVisit, int]]:
    """Visits (or those `of` these) of which more has to be told than was, and how far."""
    here = zone()
    listed = DailyVisit.objects.filter(ended_at=None)
    for one in listed if of is None else listed.filter(id__in=of):
        owed = daily.level(
            by=one.by, begun_at=one.begun_at, seen_at=one.seen_at, tried_at=one.tried_at, now=now, zone=here
        )
        told = one.told_level if daily.is_today(one.told_at, now, here) else daily.NOT_YET
        if owed > told:
            yield one, owed


def _drafts(one: DailyVisit, owed: int, path: str, known: Sequence[Area], now: datetime) -> Iterator[Draft]:
    here = zone()
    told = one.told_level if daily.is_today(one.told_at, now, here) else daily.NOT_YET
    for level in range(told + 1, owed + 1):
        body = DailyVisitStep(one.id, "told", level=level, workers=_whom(one, level, path, known))
        id = uuid5(_TELLINGS, f"{one.id} {local_day(now, here)} {level}")
        yield Draft(id, "daily_visit_step", now, body, place=one.place, door=one.door)


def _whom(one: DailyVisit, level: int, path: str, known: Sequence[Area]) -> list[UUID]:
    """Who is told at a level: who goes, or those who answer nearest; where nobody does, the next level's."""
    if level < daily.LEADS and one.worker is not None:
        return [one.worker]
    around = [area for area in known if area.level >= level and path.startswith(area.path)]
    if not around:
        return []
    nearest = min(area.level for area in around)
    return list(dict.fromkeys(area.worker for area in around if area.level == nearest))


def _answering(now: datetime) -> list[Area]:
    """Who answers for places: leads and the chain of duty there, and headquarters."""
    granted = Grant.objects.in_force(now).filter(role__in=(Role.LEAD, Role.HEADQUARTERS), worker__is_active=True)
    found = {
        Area(path, daily.LEADS if role == Role.LEAD else HEADQUARTERS, worker)
        for path, role, worker in granted.values_list("place__path", "role", "worker_id")
    }
    duties = Duty.objects.in_force(now).filter(role__in=CHAIN, worker__is_active=True)
    found |= {Area(path, daily.LEADS, worker) for path, worker in duties.values_list("place__path", "worker_id")}
    return sorted(found)


def _page(made: Iterable[Draft]) -> None:
    """A message for each who was told: the door, no name."""
    bodies = [(draft.door, draft.body) for draft in made if isinstance(draft.body, DailyVisitStep)]
    labels = {
        id: f"{place} {label}"
        for id, place, label in Door.objects.filter(id__in={door for door, _body in bodies}).values_list(
            "id", "place__name", "label"
        )
    }
    texts: dict[UUID, list[str]] = defaultdict(list)
    with translation.override(settings.LANGUAGE_CODE):
        for door, body in bodies:
            for worker in body.workers:
                said = _("Nobody has been at %(door)s today yet. Please look there now, and write down what you find.")
                texts[worker].append(said % {"door": labels.get(door, "") if door else ""})
    messages.put_for_workers(texts, purpose="care.missed")
