"""A place: how far it is, its parts, and where it is a building, the building as it stands."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiaomen.access.queries import areas, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.queries.area import area_for, sweep_for
from qiaomen.campaigns.queries.building import standing
from qiaomen.campaigns.queries.coverage import coverage, coverage_by_child
from qiaomen.campaigns.queries.summary import frame_of, pieces
from qiaomen.console import door_page, heads, parts
from qiaomen.console import doors as drawn
from qiaomen.console.asked import Asked, id_of, link, shows_health, worker_of
from qiaomen.console.board import gaps, row
from qiaomen.duty.chain import Link, chain
from qiaomen.places.models import Place


@require_safe
@requires(Verb.SEE)
def places(request: HttpRequest) -> HttpResponse:
    """The places at which one's area begins; of a single one, its page."""
    found = list(Place.objects.filter(path__in=areas(worker_of(request), Verb.SEE)).order_by("path"))
    if len(found) == 1:
        return redirect("console:place", found[0].id)
    return render(request, "console/places/list.html", {"places": found})


@require_safe
@requires(Verb.SEE)
@of_one_moment
def place(request: HttpRequest, place: UUID) -> HttpResponse:
    """One place in a sweep: counts, parts with the latest first, why doors are left, doors as they stand."""
    worker = worker_of(request)
    found = place_for(worker, place)
    campaign = sweep_for(worker, id_of(request, "campaign"))
    context: dict[str, object] = {
        "place": found,
        "crumbs": heads.way(found, campaign),
        "word": found.get_kind_display(),
        "may_print": worker.may(Verb.RECORD, found),
        "chain": [parts.Link(link.role.label, link.worker.name, _answers_for(link)) for link in chain(found)],
    }
    if campaign is None:
        return render(request, "console/places/place.html", context)
    seen = Asked(worker, campaign, area_for(worker, campaign, found), found, None, "gap")
    now = timezone.now()
    counted = coverage(seen.area)
    below = [part for part in coverage_by_child(seen.area, found.path) if part.id != found.id]
    doors = standing(found, campaign.id)
    shown = pieces(frame_of(campaign), seen.area, below, now)
    context |= {
        "asked": seen,
        "coverage": counted,
        "rows": [row(seen, piece) for piece in shown],
        "late": sum(piece.outlook.is_late or piece.outlook.is_stuck for piece in shown),
        "have_pace": any(piece.outlook.pace is not None for piece in shown),
        "gaps": gaps(seen, counted, notes=False),
        "building": drawn.build(
            door_page.face(door, found, campaign.id, health=shows_health(worker)) for door in doors
        ),
        "doors": len(doors),
        "now": now,
        "gaps_url": seen.link("gaps", count=None),
        "people_url": seen.link("gap_people", count=None),
        "overview_url": link("overview", campaign=campaign.id, place=found.id),
    }
    return render(request, "console/places/place.html", context)


def _answers_for(link: Link) -> str:
    return f"{link.worker.title} · {link.place.name}" if link.worker.title else link.place.name
