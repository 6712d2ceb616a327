"""The page of a place: who answers for it, who lives here, its buildings as a plan, and what is to do today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.atlas import counts, district, plans
from qiaomen.campaigns.queries.attention import claims_to_review
from qiaomen.campaigns.queries.building import DRAWN, standing
from qiaomen.campaigns.queries.coverage import Coverage, Part
from qiaomen.console import door_page, figures, parts, stacks
from qiaomen.console import doors as drawn
from qiaomen.console.asked import Asked, link, shows_health
from qiaomen.monitoring.queries.today import checks_of_today
from qiaomen.places.models import Place, PlaceKind

# Of more doors than these, who lives here is not counted for a page: the report does, and the map of each compound.
LIVING_DOORS = 2_000
# What stands in a place, in the order in which people say it.
TOLD = (
    PlaceKind.STREET,
    PlaceKind.COMMUNITY,
    PlaceKind.COMPOUND,
    PlaceKind.URBAN_VILLAGE,
    PlaceKind.RESIDENT_GROUP,
    PlaceKind.BUILDING,
    PlaceKind.STAIRWELL,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of the plan: its coverage in a step of the scale, and how many isolate in it."""

    name: str
    url: str
    percent: str
    step: int
    isolated: int
    is_picked: bool


def contents(place: Place) -> str:
    """What stands in a place, in a line: building 10 · stairwell 25."""
    counted = dict(place.below().exclude(id=place.id).values_list("kind").annotate(n=Count("id")).order_by())
    return " · ".join(f"{PlaceKind(kind).label} {figures.number(counted[kind])}" for kind in TOLD if counted.get(kind))


def stats(asked: Asked, place: Place, counted: Coverage, isolated: int) -> list[dict[str, object]]:
    """Who lives here and who isolates, each with its list; nothing for who may not see health.

    Who isolates elsewhere is not counted as living here: beside the register that would tell of them.
    """
    if not shows_health(asked.worker):
        return []
    has_map = place.kind in plans.MAPPED
    found: list[dict[str, object]] = []
    if counted["doors"] <= LIVING_DOORS:
        living = counts.living([place.path])
        words: list[tuple[counts.Group, str]] = [
            ("living", _("Living here")),
            ("never_left", _("Never left")),
            ("came_back", _("Came back")),
        ]
        for group, word in words:
            url = link("place_map_list", place.id, group) if has_map else ""
            found.append({"label": word, "value": living[group], "url": url})
    url = link("place_map_list", place.id, "isolated") if has_map else ""
    found.append({"label": _("Isolated"), "value": isolated, "url": url, "mark": "isolated", "tone": "red"})
    return found


def cells(
    asked: Asked, below: Sequence[Part], isolated: Mapping[str, int], picked: UUID | None, only: str
) -> list[Cell]:
    """The parts of a compound as cells of a plan; each shows its doors beside it, of the same view."""
    assert asked.place is not None
    return [
        Cell(
            name=part.name,
            url=stack_link(asked, part.id, only),
            percent=figures.percent(part.coverage.closed, part.coverage["doors"]),
            step=figures.step(part.coverage.closed, part.coverage["doors"]),
            isolated=sum(count for path, count in isolated.items() if path.startswith(part.path)),
            is_picked=part.id == picked,
        )
        for part in below
    ]


def stack_link(asked: Asked, part: UUID | None, only: str | None) -> str:
    """The address of a view of the doors of a part, or of the place itself."""
    assert asked.place is not None
    return link("place", asked.place.id, campaign=asked.campaign.id, part=part, doors=only or None) + "#stack"


def shown_part(place: Place, below: Sequence[Part], wanted: UUID | None, isolated: Mapping[str, int]) -> Part | None:
    """Whose doors stand beside the plan: the part asked for, else where somebody isolates, else where most is left."""
    drawable = [part for part in below if part.kind in DRAWN]
    if place.kind in DRAWN or not drawable:
        return None
    for part in drawable:
        if part.id == wanted:
            return part

    def pressing(part: Part) -> tuple[int, int]:
        return sum(count for path, count in isolated.items() if path.startswith(part.path)), part.coverage.gaps

    return max(drawable, key=pressing)


def stack(asked: Asked, place: Place) -> list[drawn.Door]:
    """The doors of a place as they stand; behind which somebody isolates, for who may see it."""
    found = standing(place, asked.campaign.id)
    health = shows_health(asked.worker)
    isolated = district.isolated_by_door([place.path]) if health and found else {}
    faces = []
    for door in found:
        face = door_page.face(door, place, asked.campaign.id, health=health)
        if door.id in isolated:
            face = stacks.isolating(face, isolated[door.id])
        faces.append(replace(face, pick=link("door_panel", door.id, campaign=asked.campaign.id)))
    return faces


def to_do(asked: Asked, counted: Coverage, now: datetime) -> list[parts.Fact]:
    """What is to do here today, each with its list; what there is nothing of is left out."""
    found = [
        _doors(asked, counted, "absent", _("Go again where nobody was home")),
        _doors(asked, counted, "partial", _("Ask for those who were out")),
        _doors(asked, counted, "need", _("See what is needed")),
        _doors(asked, counted, "returnee", _("Look at who came back")),
        _doors(asked, counted, "conflict", _("Decide between two accounts")),
    ]
    claims = len(claims_to_review(asked.area))
    if claims:
        found.append(parts.Fact(_("Review what is claimed"), figures.number(claims), asked.link("claims", count=None)))
    if shows_health(asked.worker):
        done, due = checks_of_today(list(asked.area.paths), now)
        if due:
            found.insert(0, parts.Fact(_("Look after who is isolated"), f"{done} / {due}", link("episodes")))
    return [one for one in found if one is not None]


def _doors(asked: Asked, counted: Coverage, count: str, word: str) -> parts.Fact | None:
    number = counted[count]
    said = ngettext("%(n)s door", "%(n)s doors", number) % {"n": figures.number(number)}
    return parts.Fact(word, said, asked.link("gaps", count=count)) if number else None
