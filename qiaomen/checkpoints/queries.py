"""Reads of checkpoints: which ones somebody sees, the stops behind each number, shifts, and stops by plate."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.sql import rows
from qiaomen.checkpoints import plates
from qiaomen.checkpoints.counts import COUNTS, Period
from qiaomen.checkpoints.models import Plate, Shift, Stop
from qiaomen.places.models import Place, PlaceKind

CREWS = """
SELECT s.id, w.name, coalesce(o.name, '') FROM checkpoints_shift s CROSS JOIN LATERAL unnest(s.crew) c(worker)
JOIN access_worker w ON w.id = c.worker LEFT JOIN access_organisation o ON o.id = w.organisation_id
WHERE s.id = ANY(%b) ORDER BY s.id, 3, 2
"""


class Wanted(msgspec.Struct, frozen=True):
    """Which stops: at these checkpoints, in this time, counting for one number, turned back for one reason."""

    places: Sequence[UUID]
    period: Period = Period()
    count: str = "vehicles"
    reason: str = ""
    vehicle: str = ""
    plate: bytes | None = None


class Shown(msgspec.Struct):
    """A shift with the people on it: (name, organisation), and who has no account, by agency."""

    shift: Shift
    crew: list[tuple[str, str]]

    @property
    def people(self) -> int:
        return len(self.crew) + self.shift.others_count

    @property
    def agencies(self) -> list[str]:
        """Every agency on it once."""
        named = [agency for _name, agency in self.crew] + [one["agency"] for one in self.shift.others]
        return [agency for agency in dict.fromkeys(named) if agency]


def checkpoints(worker: Worker, verb: Verb = Verb.SEE) -> list[Place]:
    """The district's checkpoints where the worker may do this, by name."""
    return list(visible_places(worker, verb).filter(kind=PlaceKind.CHECKPOINT).order_by("walk", "name"))


def stops(wanted: Wanted) -> QuerySet[Stop]:
    """The stops behind a number, the newest first."""
    found = Stop.objects.filter(_counts_for(wanted.count), place__in=wanted.places).order_by("-at", "-id")
    for field, bound in (("at__gte", wanted.period.since), ("at__lt", wanted.period.until)):
        found = found.filter(**{field: bound}) if bound else found
    for field, value in (("turned_back", wanted.reason), ("vehicle", wanted.vehicle)):
        found = found.filter(**{field: value}) if value else found
    if wanted.plate is not None:
        found = found.filter(record__in=Plate.objects.filter(hash=wanted.plate).values("record"))
    return found


def by_plate(keys: Keys, plate: str, places: Sequence[UUID]) -> QuerySet[Stop]:
    """Where and when a plate was stopped in the last 14 days; who asks is written down by the caller."""
    return stops(Wanted(places, plate=plates.hashed(keys, plate)))


def shifts(places: Collection[UUID], period: Period, *, most: int) -> list[Shown]:
    """The latest shifts that began in this time, with their people."""
    found = Shift.objects.filter(place__in=places).order_by("-began_at", "-id")
    for field, bound in (("began_at__gte", period.since), ("began_at__lt", period.until)):
        found = found.filter(**{field: bound}) if bound else found
    kept = list(found[:most])
    crews: dict[UUID, list[tuple[str, str]]] = {one.id: [] for one in kept}
    for shift, name, agency in rows(CREWS, [list(crews)]) if crews else ():
        crews[shift].append((name, agency))
    return [Shown(one, crews[one.id]) for one in kept]


def on_duty(place: UUID) -> Shift | None:
    """The shift that goes on at a checkpoint."""
    return Shift.objects.filter(place=place, ended_at=None).order_by("-began_at").first()


def handed_over(places: Collection[UUID], before: datetime | None = None) -> Shift | None:
    """The last shift that ended with a note."""
    found = Shift.objects.filter(place__in=places, ended_at__isnull=False, note__isnull=False)
    if before is not None:
        found = found.filter(ended_at__lt=before)
    return found.order_by("-ended_at").first()


def _counts_for(count: str) -> Q:
    if count not in COUNTS or count == "vehicles":
        return Q()
    return ~Q(turned_back="") if count == "turned_back" else Q(**{f"{count}__gt": 0})
