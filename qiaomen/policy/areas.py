"""Risk areas (风险区): declared, with the cases that keep them, and lifted, by those who decide at the place.

Nobody alone turns those who live there red: a declaration, and a further case, count once another person who may
declare there has confirmed them. Whoever may declare one lifts it alone.
Every change takes effect in the transaction that makes it: everybody whom it moves has another status at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.access.queries import check
from qiaomen.access.roles import Verb
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.places.models import Place
from qiaomen.policy import editions, hours, status
from qiaomen.policy.models import RiskArea


def declare(
    *,
    level: str,
    since: datetime,
    place: Place | None = None,
    region: str = "",
    name: str = "",
    last_case_on: date | None = None,
    ground: str = "",
    by: Worker,
    now: datetime,
) -> RiskArea:
    """A place of the district (a stairwell, a compound …), or a region outside by its code, is said to be at risk.

    It waits for `confirm`. Raises `access.forbidden` or `access.not_found` for who may not decide there, `area.where`,
    `area.level_unknown`, `area.times` or `policy.none`.
    """
    if (place is None) == (not region):
        raise Problem("area.where")
    _may(by, place)
    _check_level(level, max(since, now))
    _check_case(last_case_on, now)
    made = RiskArea(outbreak=Outbreak.objects.current(), place=place, region=region, name=name, level=level)
    made.since, made.last_case_on, made.ground, made.given_by = since, last_case_on, ground, by.id
    with _changing("declare risk area", by, now) as change:
        made.change = change
        made.save(force_insert=True)
        audit.write(by, "area.declared", made.id, place=place.id if place else None, region=region, level=level)
    return made


def note_case(area: RiskArea, *, on: date, by: Worker, now: datetime) -> None:
    """A case in the area is said; once confirmed, its clear days are counted from the latest one.

    Raises as `declare`, and `area.lifted`.
    """
    _may(by, area.place)
    _check_case(on, now)
    with _changing("note case in risk area", by, now) as change:
        locked = _lock(area, now)
        locked.waiting_case_on, locked.waiting_case_by, locked.change = on, by.id, change
        locked.save()
        audit.write(by, "area.case_noted", area.id, on=on)
    area.refresh_from_db()


def confirm(area: RiskArea, *, by: Worker, now: datetime) -> None:
    """Another person stands for what waits: the area itself, a further case, or both; it counts from now on.

    A region outside is confirmed by who decides in the whole district. Raises as `declare`, and `area.lifted`,
    `area.nothing_waits`, `area.other_confirms`.
    """
    check(by, Verb.DECIDE, (area.place or Place.objects.get(parent=None)).path)
    with _changing("confirm risk area", by, now) as change:
        locked = _lock(area, now)
        if not waits(locked):
            raise Problem("area.nothing_waits")
        if by.id in stated_by(locked):
            raise Problem("area.other_confirms")
        if locked.confirmed_at is None:
            locked.confirmed_at, locked.confirmed_by = now, by.id
        if locked.waiting_case_on is not None:
            locked.last_case_on = max(locked.waiting_case_on, locked.last_case_on or locked.waiting_case_on)
            locked.waiting_case_on = locked.waiting_case_by = None
        locked.change = change
        locked.save()
        audit.write(by, "area.confirmed", area.id)
    area.refresh_from_db()


def lift(area: RiskArea, *, at: datetime, by: Worker, now: datetime) -> None:
    """It ends at a moment, which is not over. Raises as `declare`, and `area.lifted`."""
    _may(by, area.place)
    if at < max(area.since, now):
        raise Problem("area.times", field="until")
    with _changing("lift risk area", by, now) as change:
        locked = _lock(area, now)
        locked.until, locked.change = at, change
        locked.save()
        audit.write(by, "area.lifted", area.id, at=at.isoformat())
    area.refresh_from_db()


def waits(area: RiskArea) -> bool:
    """Whether another person has to confirm the area, or a further case in it."""
    return area.confirmed_at is None or area.waiting_case_on is not None


def stated_by(area: RiskArea) -> set[UUID | None]:
    """Who said what waits."""
    return ({area.given_by} if area.confirmed_at is None else set()) | {area.waiting_case_by}


@contextmanager
def _changing(what: str, by: Worker, now: datetime) -> Iterator[UUID]:
    """A change in which the hours that are over are worked out first, and everybody is settled last."""
    with changes.change(what, worker=by.id) as change:
        hours.hold(now)
        status.catch_up(now, change.id)
        yield change.id
        status.at_once(now, change.id)


def _may(by: Worker, place: Place | None) -> None:
    """Those who decide at the place;
    regions outside are for who administers the district."""
    if place is not None:
        check(by, Verb.DECIDE, place.path)
    elif not by.may(Verb.ADMINISTER):
        raise Problem("access.forbidden")


def _check_level(level: str, at: datetime) -> None:
    edition = editions.in_force(at)
    if edition is None:
        raise Problem("policy.none")
    if level not in editions.document_of(edition).levels:
        raise Problem("area.level_unknown", field="level", level=level)


def _check_case(on: date | None, now: datetime) -> None:
    if on is not None and on > timezone.localdate(now):
        raise Problem("area.times", field="last_case_on")


def _lock(area: RiskArea, now: datetime) -> RiskArea:
    locked = RiskArea.objects.select_for_update(of=("self",)).get(pk=area.pk)
    if locked.until is not None and locked.until <= now:
        raise Problem("area.lifted")
    return locked
