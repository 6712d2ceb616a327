"""Whoever has not come some minutes after a shift began is told: to who leads there, then up the chain.

Each telling is a record of the system's, whose id follows from shift, worker and level: telling twice tells once. It
ends when somebody comes, is sent instead, or who leads says that it is in hand.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiaomen.access import messages
from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import run
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.ledger import append, system
from qiaomen.ledger.system import Draft
from qiaomen.places.models import Place
from qiaomen.shifts import folds
from qiaomen.shifts.models import Post, Shift
from qiaomen.shifts.records import MissingTold

NEXT_AFTER = timedelta(minutes=10)
"""Where who was told sends nobody for so long, the next rung is told."""
CHAIN = (DutyRole.GRID_WORKER, DutyRole.CADRE, DutyRole.CHIEF, DutyRole.LEADER)
_TELLINGS = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a41")
Rung = tuple[str, int, str]


def tell(now: datetime) -> int:
    """Tell of every shift that nobody stands, as far as its ladder goes by now; answers how many tellings.

    Again adds none. Of shifts that are over nobody is told any more.
    """
    found = [one.id for one in _due(now)]
    if not found:
        return 0
    known = _answering(now)
    outbreak = Outbreak.objects.current()
    with changes.change("missing on shift") as change:
        run(append.FOLDING)
        run(folds.LOCK, [found])
        # Of who has come meanwhile nobody is told.
        due = [one for one in _due(now) if one.id in found]
        paths = dict(Place.objects.filter(pk__in={one.place for one in due}).values_list("id", "path"))
        drafts = [_draft(one, _ladder(paths.get(one.place, ""), known), now) for one in due]
        made = system.submit(drafts, outbreak=outbreak.id, keys=outbreak.keys, change=change.id, now=now)
        folds.refold([one.id for one in due], change.id)
        _page(due, made)
    return len(made)


def _due(now: datetime) -> Iterable[Shift]:
    """Shifts that nobody stands, and of which the next ones are to be told."""
    late = Q(told_at=None) | Q(told_at__lte=now - NEXT_AFTER)
    return Shift.objects.filter(
        late, late_at__lte=now, ends_at__gt=now, came_at=None, cancelled_at=None, answered_at=None, is_last=False
    ).order_by("id")


def _draft(one: Shift, ladder: Sequence[list[UUID]], now: datetime) -> Draft:
    left = [rung for rung in ladder if not set(rung) <= set(one.told)]
    level = one.told_level + 1
    body = MissingTold(one.id, level, left[0] if left else [], last=len(left) <= 1)
    return Draft(uuid5(_TELLINGS, f"{one.id} {one.worker} {one.changed_at} {level}"), "shift_told", now, body,
                 place=one.place)  # fmt: skip


def _ladder(path: str, known: Sequence[tuple[str, int, UUID]]) -> list[list[UUID]]:
    """The rungs around a place: who leads there, nearest first, then the chain of duty upwards, then headquarters."""
    rungs: dict[Rung, list[UUID]] = defaultdict(list)
    for area, rank, worker in known:
        if path.startswith(area):
            rungs["", rank, area].append(worker)
    order = sorted(rungs, key=lambda rung: (rung[1], -len(rung[2])))
    return [rungs[rung] for rung in order]


def _answering(now: datetime) -> list[tuple[str, int, UUID]]:
    """(path, rank, worker) of who answers for places: leads first, then the chain of duty, then headquarters."""
    granted = Grant.objects.in_force(now).filter(role__in=(Role.LEAD, Role.HEADQUARTERS), worker__is_active=True)
    found = {
        (path, 0 if role == Role.LEAD else len(CHAIN) + 1, worker)
        for path, role, worker in granted.values_list("place__path", "role", "worker_id")
    }
    duties = Duty.objects.in_force(now).filter(role__in=CHAIN, worker__is_active=True)
    found |= {
        (path, 1 + CHAIN.index(DutyRole(role)), worker)
        for path, role, worker in duties.values_list("place__path", "role", "worker_id")
    }
    return sorted(found)


def _page(due: Iterable[Shift], made: Iterable[Draft]) -> None:
    """One message for each who was told, with the posts; no name."""
    shifts = {one.id: one for one in due}
    bodies = [draft.body for draft in made if isinstance(draft.body, MissingTold)]
    posts = dict(_named({shifts[body.shift].post for body in bodies}))
    whom: dict[UUID, list[str]] = defaultdict(list)
    for body in bodies:
        one = shifts[body.shift]
        for worker in body.workers:
            whom[worker].append(f"{posts.get(one.post, '')} {time_format(localtime(one.begins_at), 'H:i')}")
    with translation.override(settings.LANGUAGE_CODE):
        said = _("Nobody has come to the shift at %(posts)s. Please find out, or send somebody.")
        texts = {who: [said % {"posts": _(", ").join(sorted(several))}] for who, several in whom.items()}
    messages.put_for_workers(texts, purpose="shift.missing")


def _named(posts: set[UUID]) -> Iterator[tuple[UUID, str]]:
    for id, place, name in Post.objects.filter(pk__in=posts).values_list("id", "place__name", "name"):
        yield id, place if name in ("", place) else f"{place} {name}"
