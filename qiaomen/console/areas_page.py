"""Risk areas in words: where, which level now, and when it is lowered by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, within
from qiaomen.access.roles import Verb
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console.policy_page import said
from qiaomen.places.models import Place
from qiaomen.policy import days
from qiaomen.policy.areas import stated_by, waits
from qiaomen.policy.language import Document
from qiaomen.policy.models import RiskArea


@dataclass(frozen=True, slots=True)
class Line:
    """One area; `level` is empty where it has none any more, `lowers_at` where only a person lifts it."""

    area: RiskArea
    where: str
    level: str
    lowers_at: datetime | None
    may_change: bool
    waits: bool
    may_confirm: bool

    @property
    def key(self) -> str:
        """What its dialog goes by."""
        return str(self.area.id)


def visible(worker: Worker, verb: Verb = Verb.SEE) -> QuerySet[RiskArea]:
    """Those in the worker's places, and all regions outside, the newest first."""
    inside = within(worker, verb, "place__") | Q(place=None)
    found = RiskArea.objects.filter(inside, outbreak__closed_at=None).select_related("place")
    return found.order_by("-since", "id")


def lines(several: Iterable[RiskArea], document: Document | None, now: datetime, reader: Worker) -> list[Line]:
    """The areas with their level as the edition in force lowers it."""
    listed = list(several)
    names = names_of([area.place.path for area in listed if area.place])
    may, all_regions = areas(reader, Verb.DECIDE), reader.may(Verb.ADMINISTER)
    district = Place.objects.get(parent=None).path

    def decides(area: RiskArea) -> bool:
        return any((area.place.path if area.place else district).startswith(path) for path in may)

    found = []
    for area in listed:
        level, lowers_at = level_at(area, document, now)
        own = decides(area) if area.place else all_regions
        found.append(
            Line(
                area=area,
                where=names[area.place.path] if area.place else f"{area.name} {area.region}".strip(),
                level=said(document.levels[level].name) if document and level in document.levels else level,
                lowers_at=lowers_at,
                may_change=own and bool(level),
                waits=bool(level) and waits(area),
                may_confirm=bool(level) and waits(area) and decides(area) and reader.id not in stated_by(area),
            )
        )
    return found


def level_at(area: RiskArea, document: Document | None, now: datetime) -> tuple[str, datetime | None]:
    """The level of an area at a moment, and when it changes by itself; the statement for everybody says the same."""
    if area.until is not None and area.until <= now:
        return "", None
    zone = ZoneInfo(settings.TIME_ZONE)
    day0 = area.last_case_on or timezone.localdate(area.since)
    level, clear = area.level, 0
    while level and document is not None and level in document.levels:
        one = document.levels[level]
        if one.clears_after is None:
            break
        clear += one.clears_after
        ends = days.end(day0, clear, zone)
        if now < ends:
            return level, min(ends, area.until) if area.until else ends
        level = one.clears_to
    return level, area.until
