"""What part of which sweep somebody looks at: every read of a sweep starts here, from the person asking."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, place_for
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign
from qiaomen.places.models import Place


@dataclass(frozen=True, slots=True)
class Area:
    """A sweep, and the paths at and below which it is looked at; no path lies inside another."""

    campaign: UUID
    paths: tuple[str, ...]
    whole: bool
    """The paths cover all of the sweep."""

    def join(self, place: str) -> str:
        """SQL that keeps the rows of this area; `place` is the column that holds the place's id.

        Nothing where the area is the whole sweep: every tally and target of it counts.
        """
        return "" if self.whole else f" JOIN places_place p ON p.id = {place} AND {self.below('p')}"

    def below(self, table: str) -> str:
        """SQL that is true for places of this area.

        Paths are hex digits and dots, so that everything below a path sorts before the path followed by a "g".
        """
        ranges = [f"{table}.path >= %(path{n})s AND {table}.path < %(end{n})s" for n in range(len(self.paths))]
        return f"({' OR '.join(ranges) or 'false'})"

    @property
    def parameters(self) -> dict[str, Any]:
        begins = {f"path{n}": path for n, path in enumerate(self.paths)}
        ends = {f"end{n}": path + "g" for n, path in enumerate(self.paths)}
        return {"campaign": self.campaign, **begins, **ends}


def sweeps_for(worker: Worker) -> list[Campaign]:
    """Launched sweeps that touch what the worker may see: those under way first, the newest first."""
    mine = areas(worker, Verb.SEE)
    launched = Campaign.objects.filter(launched_at__isnull=False).select_related("place", "outbreak")
    found = [campaign for campaign in launched if _shared(campaign.place.path, mine)]
    return sorted(found, key=lambda campaign: campaign.closed_at is not None)


def sweep_for(worker: Worker, campaign: UUID | None) -> Campaign | None:
    """The sweep of this id, or without one the first of `sweeps_for`; None where there is none.

    Raises `access.not_found` for a sweep that does not touch the worker's area.
    """
    found = sweeps_for(worker)
    if campaign is None:
        return found[0] if found else None
    for one in found:
        if one.id == campaign:
            return one
    raise Problem("access.not_found")


def area_for(worker: Worker, campaign: Campaign, place: UUID | Place | None = None, verb: Verb = Verb.SEE) -> Area:
    """What the worker sees of a sweep, or of it at and below one place. Raises as `access.queries.place_for`."""
    if place is None:
        return area(campaign, areas(worker, verb))
    return area(campaign, [place_for(worker, place if isinstance(place, UUID) else place.id, verb).path])


def area(campaign: Campaign, paths: list[str]) -> Area:
    """The part of a sweep at and below these paths."""
    whole = campaign.place.path
    shared = tuple(_shared(whole, paths))
    return Area(campaign.id, shared, whole in shared)


def _shared(whole: str, paths: list[str]) -> list[str]:
    if any(whole.startswith(path) for path in paths):
        return [whole]
    return [path for path in paths if path.startswith(whole)]
