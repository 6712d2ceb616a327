"""What was handed out, in words: which time and place are looked at, the places, the handouts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, below, place_for
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import locate
from qiaomen.checkpoints.counts import Period
from qiaomen.console.asked import id_of, link, worker_of
from qiaomen.console.checkpoints_page import of_day
from qiaomen.console.parts import Segment
from qiaomen.outreach import counts
from qiaomen.outreach.models import Handout, Material, Way
from qiaomen.places.models import Door, Place

MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page is asked for: below which place, of which title, on which day."""

    worker: Worker
    paths: list[str]
    place: Place | None
    material: Material | None
    day: date | None
    period: Period

    @property
    def query(self) -> dict[str, object]:
        place, material = self.place, self.material
        return {"place": place and place.id, "material": material and material.id, "day": self.day}

    def link(self, name: str, **changes: object) -> str:
        """The address of another page about the same."""
        return link(name, **{**self.query, **changes})


@dataclass(slots=True)
class Row:
    """A handout: where, what, how many."""

    handout: Handout
    title: str
    way: str
    label: str
    path: str
    where: str = ""


@dataclass(slots=True)
class Spot:
    """A place with the copies handed out at it."""

    place: UUID
    path: str
    copies: int
    url: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Spots:
    """The places with the most copies; `more` others that are not shown, with so many copies."""

    shown: list[Spot]
    more: int
    copies: int


@dataclass(frozen=True, slots=True)
class Stocked:
    """A title with what is left of it in the district; `is_low`: it is time to print."""

    one: counts.Title
    url: str
    left: int | None
    is_low: bool


def asked(request: HttpRequest, verb: Verb = Verb.SEE) -> Seen:
    """Read a page's address. Raises `access.not_found`."""
    worker = worker_of(request)
    place_id, material_id = id_of(request, "place"), id_of(request, "material")
    place = place_for(worker, place_id, verb) if place_id else None
    material = Material.objects.filter(pk=material_id).first() if material_id else None
    given = request.GET.get("day", "")
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    if (given and day is None) or (material_id and material is None):
        raise Problem("access.not_found")
    paths = [place.path] if place else areas(worker, verb)
    return Seen(worker, paths, place, material, day, of_day(day) if day else Period())


def days(seen: Seen) -> list[Segment]:
    """So far, today, yesterday."""
    today = timezone.localdate()
    choices = [(_("So far"), None), (_("Today"), today), (_("Yesterday"), today - timedelta(days=1))]
    return [Segment(label, seen.link("outreach", day=day), day == seen.day) for label, day in choices]


def places(seen: Seen) -> Spots:
    """Where copies were handed out, the most first; what is not shown is counted."""
    found = counts.by_place(seen.paths, since=seen.period.since, until=seen.period.until)
    stand = dict(Place.objects.filter(id__in=list(found)).values_list("id", "path"))
    spots = [
        Spot(place, stand[place], sum(of.values()), seen.link("outreach_handouts", place=place))
        for place, of in found.items()
    ]
    spots = sorted(spots, key=lambda spot: (-spot.copies, spot.path))
    shown, others = spots[:MOST_PLACES], spots[MOST_PLACES:]
    locate(shown)
    return Spots(shown, len(others), sum(one.copies for one in others))


def with_stock(seen: Seen, titles: Sequence[counts.Title]) -> list[Stocked]:
    """The titles with what is left of each: of all that was printed, whatever time and place the page is about."""
    whole = {one.id: one for one in counts.by_title([""])}
    return [
        Stocked(
            one, seen.link("outreach_handouts", material=one.id), whole[one.id].left, whole[one.id].is_low,
        )
        for one in titles
    ]  # fmt: skip


def handouts(seen: Seen) -> QuerySet[Handout]:
    """The handouts that are asked for, the newest first."""
    found = Handout.objects.filter(place__in=Place.objects.filter(below(seen.paths)).values("id"))
    for field, bound in (("at__gte", seen.period.since), ("at__lt", seen.period.until)):
        found = found.filter(**{field: bound}) if bound else found
    found = found.filter(material=seen.material.id) if seen.material else found
    return found.order_by("-at", "-id")


def rows(several: Sequence[Handout]) -> list[Row]:
    """The handouts with their words, by four statements however many they are."""
    titles = dict(Material.objects.filter(id__in=[one.material for one in several]).values_list("id", "title"))
    doors = {one.door for one in several if one.door}
    labels: dict[UUID | None, str] = dict(Door.objects.filter(id__in=doors).values_list("id", "label"))
    stand = dict(Place.objects.filter(id__in=[one.place for one in several]).values_list("id", "path"))
    found = [
        Row(one, titles.get(one.material, ""), str(Way(one.way).label), labels.get(one.door, ""), stand[one.place])
        for one in several
    ]
    locate(found)
    return found
