"""What a page of a sweep is asked for: whose, which sweep, where, which team, which count. Ids and codes only."""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries.area import Area, area_for, sweep_for
from qiaomen.campaigns.queries.lists import COUNTED, Wanted
from qiaomen.console.words import HEALTH_COUNTS
from qiaomen.duty.models import Team
from qiaomen.places.models import Place


@dataclass(frozen=True, slots=True)
class Asked:
    """The sweep and the part of it that a page shows; `place` is None for all that the worker may see."""

    worker: Worker
    campaign: Campaign
    area: Area
    place: Place | None
    team: UUID | None
    count: str

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.area, self.count, self.team)

    @property
    def query(self) -> dict[str, object]:
        """What keeps these filters on the next page."""
        place = self.place.id if self.place else None
        count = None if self.count == "gap" else self.count
        return {"campaign": self.campaign.id, "place": place, "team": self.team, "count": count}

    def link(self, name: str, **changes: object) -> str:
        """The address of another page about the same; `None` takes a filter out."""
        return link(name, **{**self.query, **changes})

    def door(self, door: UUID) -> str:
        """The address of a door in this sweep."""
        return link("door", door, campaign=self.campaign.id)


def asked(request: HttpRequest, verb: Verb = Verb.SEE) -> Asked | None:
    """Read a page's address; None where the worker has no sweep to look at.

    Raises `access.not_found` for what does not exist or lies outside the worker's area.
    """
    worker = worker_of(request)
    campaign = sweep_for(worker, id_of(request, "campaign"))
    if campaign is None:
        return None
    place_id = id_of(request, "place")
    place = place_for(worker, place_id, verb) if place_id else None
    count = request.GET.get("count") or "gap"
    if count not in COUNTED or (count in HEALTH_COUNTS and not shows_health(worker)):
        raise Problem("access.not_found")
    return Asked(
        worker=worker,
        campaign=campaign,
        area=area_for(worker, campaign, place, verb),
        place=place,
        team=_team(request),
        count=count,
    )


def shows_health(worker: Worker) -> bool:
    """A police member of a team sees no health data, and neither does one at a desk."""
    return not worker.is_police


def worker_of(request: HttpRequest) -> Worker:
    """Who asks; pages that call this require somebody signed in."""
    return cast(Worker, request.user)


def id_of(request: HttpRequest, name: str) -> UUID | None:
    """A parameter that is an id. Raises `access.not_found` for anything else."""
    given = request.GET.get(name, "")
    return id_in(given) if given else None


def id_in(text: str) -> UUID:
    """The id that a text is. Raises `access.not_found` for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise Problem("access.not_found") from None


def link(name: str, *arguments: object, **query: object) -> str:
    """An address with those of these parameters that are something."""
    kept = {key: str(value) for key, value in query.items() if value is not None}
    path = reverse(f"console:{name}", args=arguments) if arguments else _address(name)
    return f"{path}?{urlencode(kept)}" if kept else path


@lru_cache(maxsize=512)
def _address(name: str) -> str:
    return reverse(f"console:{name}")


def _team(request: HttpRequest) -> UUID | None:
    team = id_of(request, "team")
    if team is not None and not Team.objects.filter(pk=team).exists():
        raise Problem("access.not_found")
    return team
