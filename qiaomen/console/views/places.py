"""A place: who answers for it, how far it is, who lives here, its parts, and its doors as they stand."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.queries import areas, door_for, place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.atlas import district, plans
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.queries.area import area_for, sweep_for
from qiaomen.campaigns.queries.coverage import coverage, coverage_by_child
from qiaomen.campaigns.queries.summary import frame_of, pieces
from qiaomen.console import chains, disinfection_page, door_panel, heads, place_page, stacks
from qiaomen.console.asked import Asked, id_of, link, shows_health, worker_of
from qiaomen.console.board import gaps, listed
from qiaomen.disinfection.queries import lately as disinfected
from qiaomen.places.models import Place
from qiaomen.venues import queries as venue_queries


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
    return _page(request, place_for(worker_of(request), place))


@never_cache
@require_POST
@requires(Verb.DECIDE)
def phones(request: HttpRequest, place: UUID) -> HttpResponse:
    """The same page with the phones of the chain; that they were opened is written down."""
    return _page(request, place_for(worker_of(request), place, Verb.DECIDE), opened=True)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def panel(request: HttpRequest, door: UUID) -> HttpResponse:
    """One door beside its building."""
    worker = worker_of(request)
    found = door_for(worker, door)
    campaign = sweep_for(worker, id_of(request, "campaign"))
    if campaign is None:
        raise Problem("access.not_found")
    shown = door_panel.panel(found, campaign, worker, timezone.now())
    return render(request, "console/places/panel.html", {"panel": shown})


def _page(request: HttpRequest, found: Place, *, opened: bool = False) -> HttpResponse:
    worker = worker_of(request)
    campaign = sweep_for(worker, id_of(request, "campaign"))
    context: dict[str, object] = {
        "place": found,
        "crumbs": heads.way(found, campaign),
        "word": found.get_kind_display(),
        "contents": place_page.contents(found),
        "has_map": found.kind in plans.MAPPED,
        "may_print": worker.may(Verb.RECORD, found),
        "may_open": not opened and worker.may(Verb.DECIDE, found),
        "chain": chains.links(found, worker, opened=opened),
        "rounds": disinfection_page.made(disinfected(found.path, shows_health=shows_health(worker))),
        "may_record": worker.may(Verb.RECORD, found),
        "suspended": venue_queries.count_below(found.path, now=timezone.now()),
    }
    if campaign is not None:
        seen = Asked(worker, campaign, area_for(worker, campaign, found), found, None, "gap")
        only = stacks.wanted(request.GET.get("doors", ""), health=shows_health(worker))
        context |= _swept(seen, found, id_of(request, "part"), only)
    return render(request, "console/places/place.html", context)


def _swept(seen: Asked, found: Place, wanted: UUID | None, only: str) -> dict[str, object]:
    """What a sweep says of the place."""
    now = timezone.now()
    counted = coverage(seen.area)
    below = [part for part in coverage_by_child(seen.area, found.path) if part.id != found.id]
    isolated = district.isolated_by_place([found.path]) if shows_health(seen.worker) else {}
    part = place_page.shown_part(found, below, wanted, isolated)
    doors = place_page.stack(seen, Place.objects.get(path=part.path) if part else found)
    shown = pieces(frame_of(seen.campaign), seen.area, below, now)
    return listed(seen, shown) | {
        "asked": seen,
        "coverage": counted,
        "stats": place_page.stats(seen, found, counted, sum(isolated.values())),
        "late": sum(piece.outlook.is_late or piece.outlook.is_stuck for piece in shown),
        "have_pace": any(piece.outlook.pace is not None for piece in shown),
        "gaps": gaps(seen, counted, notes=False),
        "part": part,
        "cells": place_page.cells(seen, below, isolated, part.id, only) if part else [],
        "to_do": place_page.to_do(seen, counted, now),
        "building": stacks.stack(doors, only),
        "tabs": stacks.tabs(doors, only, lambda view: place_page.stack_link(seen, part.id if part else None, view)),
        "doors": len(doors),
        "now": now,
        "gaps_url": seen.link("gaps", count=None),
        "people_url": seen.link("gap_people", count=None),
        "overview_url": link("overview", campaign=seen.campaign.id, place=found.id),
    }
