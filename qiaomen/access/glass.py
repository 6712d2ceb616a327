"""Breaking the glass: what an emergency needs outside one's own area, for three hours, with a reason, seen afterwards.

It is a grant like others, of the role that one holds elsewhere, so every page and every log knows it. The data officer
looks at each one: at the reason, and at whose number, words or photos were opened meanwhile.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from qiaomen.access import audit
from qiaomen.access.models import Audit, Glass, Grant, Worker
from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import Unsealable, seal, unseal
from qiaomen.places.models import Place

LASTS: Final = timedelta(hours=3)
SHORTEST: Final = 10
"""Letters that a reason has at least."""


def break_it(*, by: Worker, place: Place, reason: str, now: datetime) -> Glass:
    """Three hours at this place and below. Raises `glass.no_reason`, `glass.own_area`, `glass.no_role`."""
    if len(reason.strip()) < SHORTEST:
        raise Problem("glass.no_reason", field="reason", least=SHORTEST)
    if any(place.path.startswith(path) for _role, path in by.held()):
        raise Problem("glass.own_area", field="place")
    role, outbreak = _role_of(by), Outbreak.objects.current()
    with changes.change("break glass", worker=by.id) as change:
        made = Glass(id=new_id(), outbreak=outbreak, worker=by, place=place, since=now, until=now + LASTS)
        made.sealed = seal(outbreak.keys, reason.strip().encode(), row=made.id)
        made.save(force_insert=True)
        Grant.objects.create(
            worker=by, role=role, place=place, since=now, until=made.until, source=made.id, change=change.id
        )
        audit.write(by, "glass.broken", made.id, place=place.id, role=role)
    return made


def review(*, glass: Glass, by: Worker, found: str, now: datetime) -> None:
    """Say what was found. Raises `glass.own_review` for one's own, `glass.reviewed_already`."""
    if glass.worker_id == by.id:
        raise Problem("glass.own_review")
    with changes.change("review glass", worker=by.id):
        done = Glass.objects.filter(pk=glass.id, reviewed_at=None).update(
            found=Glass.Found(found), reviewed_by=by.id, reviewed_at=now
        )
        if not done:
            raise Problem("glass.reviewed_already")
        audit.write(by, "glass.reviewed", glass.id, found=found)


def reason_of(glass: Glass, keys: Keys) -> str:
    """What somebody gave as their reason; empty where its key is gone."""
    try:
        return unseal(keys, bytes(glass.sealed or b""), row=glass.id).decode()
    except Unsealable:
        return ""


def looked_at(glass: Glass) -> QuerySet[Audit]:
    """What this worker did and looked at while the glass was broken, in order."""
    found = Audit.objects.filter(worker=glass.worker_id, at__gte=glass.since, at__lte=glass.until)
    return found.exclude(action="glass.broken").order_by("at", "id")


def running(workers: Iterable[UUID], now: datetime) -> QuerySet[Glass]:
    """Those of these workers that are under way."""
    return Glass.objects.filter(worker__in=workers, until__gt=now).select_related("place").order_by("until")


def _role_of(worker: Worker) -> Role:
    """The role held elsewhere that may do most of those that see."""
    held = [role for role, _path in worker.held() if Verb.SEE in MAY[role]]
    if not held:
        raise Problem("glass.no_role")
    return max(held, key=lambda role: (len(MAY[role]), role))
