"""What the overview says of an area: one reading of coverage, pace and parts, from which all its numbers come."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings

from qiaomen.campaigns import outlook as pacing
from qiaomen.campaigns.knocking_hours import KnockingHours
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.outlook import Frame, Outlook
from qiaomen.campaigns.queries.area import Area
from qiaomen.campaigns.queries.coverage import (
    Coverage,
    Part,
    closed_by_hour,
    closed_lately,
    coverage,
    coverage_by_child,
    coverage_by_kind,
    coverage_by_organisation,
    coverage_by_team,
    coverage_by_zone,
    teams_at_work,
)
from qiaomen.places.models import PlaceKind

Hours = Sequence[tuple[datetime, int]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the area, and whether it will be done in time."""

    part: Part
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class Summary:
    """An area of a sweep at one moment. `pieces` come with the latest first."""

    frame: Frame
    now: datetime
    coverage: Coverage
    outlook: Outlook
    hourly: Hours
    pieces: Sequence[Piece]

    @property
    def late_pieces(self) -> int:
        return sum(piece.outlook.is_late or piece.outlook.is_stuck for piece in self.pieces)


def frame_of(campaign: Campaign) -> Frame:
    """The sweep's knocking hours, opening and deadline, in the district's time zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    hours = KnockingHours(zone, campaign.day_from, campaign.day_until)
    return Frame(hours, campaign.opens_at.astimezone(zone), campaign.deadline.astimezone(zone))


def summary(campaign: Campaign, area: Area, now: datetime) -> Summary:
    """The overview's figures; `now` is where the pace ends and the forecast begins."""
    frame = frame_of(campaign)
    counted = coverage(area)
    hourly = closed_by_hour(area)
    seen = pacing.outlook(
        frame.at(now), total=counted["doors"], closed=counted.closed, recent=hourly, teams=teams_at_work(area)
    )
    return Summary(frame, now, counted, seen, hourly, pieces(frame, area, parts_of(area), now))


def parts_of(area: Area) -> list[Part]:
    """The communities of an area; of a single one, or of less, what lies directly below it."""
    communities = coverage_by_kind(area, kinds=(PlaceKind.COMMUNITY,))
    if len(communities) > 1 or len(area.paths) != 1:
        return communities
    return coverage_by_child(area, communities[0].path if communities else area.paths[0])


# A building is done in an hour or left for another day: only of what takes days a pace says something.
PACED = {
    PlaceKind.DISTRICT,
    PlaceKind.STREET,
    PlaceKind.COMMUNITY,
    PlaceKind.GRID,
    PlaceKind.ENCLOSURE,
    PlaceKind.COMPOUND,
    PlaceKind.URBAN_VILLAGE,
}
# What has a map of its own: of one inside another, the outer one.
COMPOUNDS = (
    PlaceKind.ENCLOSURE,
    PlaceKind.COMPOUND,
    PlaceKind.URBAN_VILLAGE,
    PlaceKind.RESIDENT_GROUP,
    PlaceKind.SCHOOL,
    PlaceKind.STATION,
)
# What an area may be divided by.
BY: dict[str, Callable[[Area], list[Part]]] = {
    "place": parts_of,
    "street": partial(coverage_by_kind, kinds=(PlaceKind.STREET,)),
    "community": partial(coverage_by_kind, kinds=(PlaceKind.COMMUNITY,)),
    "compound": partial(coverage_by_kind, kinds=COMPOUNDS),
    "zone": coverage_by_zone,
    "organisation": coverage_by_organisation,
    "team": coverage_by_team,
}


def pieces(frame: Frame, area: Area, parts: Iterable[Part], now: datetime) -> list[Piece]:
    """Each part with its own pace, the latest first; what nothing moves in comes before all, what is done last.

    Only places have a pace: of hours it is counted where doors were closed, not by whom.
    """
    listed = list(parts)
    placed = [part for part in listed if part.kind in PACED]
    present = frame.at(now)
    lately = closed_lately(area, placed, frame.recent_since(now)) if placed else {}
    found = [
        Piece(
            part,
            pacing.outlook(
                present,
                total=part.coverage["doors"],
                closed=part.coverage.closed,
                recent=lately.get(part.path, ()) if part.kind in PACED else None,
            ),
        )
        for part in listed
    ]
    return sorted(found, key=_lateness)


def _lateness(piece: Piece) -> tuple[int, timedelta, float]:
    seen = piece.outlook
    if seen.left == 0:
        return 3, timedelta(), 0
    share = seen.closed / seen.total
    if seen.late is not None:
        return 1, -seen.late, share
    return (0 if seen.is_stuck else 2), timedelta(), share
