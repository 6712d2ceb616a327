"""The epidemic map of a compound: its plan with numbers, a building's stack, who answers, and the lists behind."""

from collections.abc import Mapping
from typing import get_args
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.atlas import counts, plans
from qiaomen.atlas.blocks import Ground, grounds
from qiaomen.atlas.counts import Group
from qiaomen.atlas.models import Copy
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries.area import sweep_for
from qiaomen.console import atlas_colours, atlas_page, heads, sheets, stacks, venues_page
from qiaomen.console.asked import id_of, link, shows_health, worker_of
from qiaomen.console.atlas_page import Looked
from qiaomen.console.atlas_plan import Paint
from qiaomen.console.atlas_sheet import rows
from qiaomen.console.parts import Crumb, Segment
from qiaomen.places.models import Place
from qiaomen.venues.queries import suspended

PAGE = 50


@require_safe
@requires(Verb.SEE)
@of_one_moment
def show(request: HttpRequest, place: UUID) -> HttpResponse:
    """The map. The duty copy tells of health, so a member of the police gets the public one."""
    return _map(request, place_for(worker_of(request), place))


@never_cache
@require_POST
@requires(Verb.DECIDE)
@of_one_moment
def phones(request: HttpRequest, place: UUID) -> HttpResponse:
    """The same page with the phones of those in charge; that they were opened is written down."""
    return _map(request, place_for(worker_of(request), place, Verb.DECIDE), opened=True)


def _map(request: HttpRequest, found: Place, *, opened: bool = False) -> HttpResponse:
    if found.kind not in plans.MAPPED:
        return no_map(request, found)
    inside = {one.path: one for one in found.below()}
    here = grounds([found], inside.values())[found.id]
    seen = _looked(request, found, here, opened=opened)
    plan = plans.plan_of(found)
    counted = counts.counts_of(found, seen.copy, on=here)
    if not seen.is_open:
        colours: Mapping[UUID, Paint] = {}
    elif seen.colour == "cases":
        colours = atlas_colours.by_cases(here, inside)
    else:
        colours = atlas_colours.by_coverage(here, seen.campaign)
    picked = counted.blocks[seen.building.id] if seen.building else None
    untied, missing = plans.untied(found, plan.document)
    return render(request, "console/atlas/map.html", _shown(seen) | {
        "plan": plan,
        "picture_url": picture_url(plan),
        "drawing": atlas_page.drawing(seen, plan, counted, colours),
        "figures": atlas_page.figures_of(seen, counted, atlas_page.MAIN),
        "beside": atlas_page.figures_of(seen, counted, atlas_page.BESIDE) if seen.is_open else [],
        "picked": picked,
        "floors": atlas_page.floors(picked) if picked else [],
        "loose": "" if plan.is_drawn else atlas_page.loose(len(untied), len(missing)),
        "counted": counted,
        "suspended": _suspended(seen),
    })  # fmt: skip


def _suspended(seen: Looked) -> list[venues_page.Line]:
    """The shops and venues of the compound that an order closes now, on the duty copy."""
    if not seen.is_open:
        return []
    return venues_page.lines(suspended(seen.worker, now=timezone.now(), below=seen.place.path))


@require_safe
@requires(Verb.SEE)
@of_one_moment
def people(request: HttpRequest, place: UUID, group: str) -> HttpResponse:
    """The people behind a number of the map."""
    worker = worker_of(request)
    found, wanted, block = listed(request, place, group, Verb.SEE)
    everybody = counts.members(found, wanted, block=block.id if block else None)
    page = Paginator(everybody, PAGE).get_page(request.GET.get("page"))
    context = {
        "place": found,
        "picked": block,
        "title": atlas_page.WORDS[wanted],
        "crumbs": [*way(found), Crumb(atlas_page.WORDS[wanted])],
        "segments": _groups(found, wanted, worker, block),
        "page": page,
        "rows": rows(list(page), worker, found),
        "total": len(everybody),
        "exports": sheets.offers(request, "map", place=found.id, group=wanted),
        "map_url": link("place_map", found.id, building=block.id if block else None),
    }
    return render(request, "console/atlas/people.html", context)


@require_safe
@requires(Verb.SEE)
def picture(request: HttpRequest, place: UUID) -> HttpResponse:
    """The picture under the plan; nothing where there is none."""
    found = place_for(worker_of(request), place)
    plan = plans.plan_of(found) if found.kind in plans.MAPPED else None
    if plan is None or plan.picture is None:
        return HttpResponse(status=204)
    content, kind = plans.picture(found, plan.picture)
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def listed(request: HttpRequest, place: UUID, group: str, verb: Verb) -> tuple[Place, Group, Place | None]:
    """Which list is asked for: of a compound, of a group, of one building.

    None is for the police: who isolates elsewhere is missing from those who live here, beside the doors' pages.

    Raises `access.not_found`, `access.forbidden`.
    """
    worker = worker_of(request)
    found = place_for(worker, place, verb)
    if group not in get_args(Group):
        raise Problem("access.not_found")
    wanted: Group = group  # type: ignore[assignment]
    if not shows_health(worker):
        raise Problem("access.forbidden")
    building = id_of(request, "building")
    block = place_for(worker, building, verb) if building else None
    if block is not None and not block.path.startswith(found.path):
        raise Problem("access.not_found")
    return found, wanted, block


def no_map(request: HttpRequest, place: Place) -> HttpResponse:
    """A place without a plan of its own says which places have one."""
    return render(request, "console/atlas/none.html", {"place": place, "crumbs": heads.way(place, None)})


def way(place: Place) -> list[Crumb]:
    """The way to a page that lies behind the map."""
    return [*heads.way(place, None), Crumb(_("Epidemic map"), link("place_map", place.id))]


def picture_url(plan: plans.PlanNow) -> str:
    """Where the picture under a plan is; its id makes a new address of a new picture."""
    return link("place_map_picture", plan.place.id, of=plan.picture) if plan.picture else ""


def _looked(request: HttpRequest, place: Place, here: Ground, *, opened: bool) -> Looked:
    worker = worker_of(request)
    copy = request.GET.get("copy") or (Copy.INTERNAL if shows_health(worker) else Copy.PUBLIC)
    colour = request.GET.get("colour", "coverage")
    if copy not in Copy.values or colour not in atlas_page.COLOURS:
        raise Problem("access.not_found")
    if copy == Copy.INTERNAL and not shows_health(worker):
        raise Problem("access.forbidden")
    building = id_of(request, "building") if copy == Copy.INTERNAL else None
    picked = next((block.place for block in here.blocks if block.place.id == building), None)
    if building is not None and picked is None:
        raise Problem("access.not_found")
    sweep = sweep_for(worker, id_of(request, "campaign"))
    only = stacks.wanted(request.GET.get("doors", ""), health=shows_health(worker))
    return Looked(worker, place, Copy(copy), colour, picked, sweep, here, only, opened)


def _shown(seen: Looked) -> dict[str, object]:
    """What the page says beside the plan."""
    campaign: Campaign | None = seen.campaign
    doors = atlas_page.stack(seen, seen.building) if seen.building else []
    return {
        "seen": seen,
        "place": seen.place,
        "crumbs": [*heads.way(seen.place, campaign), Crumb(_("Epidemic map"))],
        "copies": _copies(seen),
        "colours": _colours(seen),
        "building": stacks.stack(doors, seen.only) if seen.building else None,
        "tabs": stacks.tabs(doors, seen.only, lambda view: seen.link(doors=view) + "#stack"),
        "contacts": atlas_page.contacts(seen) if seen.is_open else [],
        "phones_url": seen.link(name="place_map_phones"),
        "may_read": seen.worker.may(Verb.DECIDE, seen.place) and not seen.opened,
        "close_url": seen.link(building=None, doors=None),
        "may_draw": seen.worker.may(Verb.ASSIGN, seen.place),
        "may_export": seen.worker.may(Verb.EXPORT, seen.place) and shows_health(seen.worker),
        "now": timezone.now(),
    }


def _copies(seen: Looked) -> list[Segment]:
    offered = [Copy.INTERNAL, Copy.PUBLIC] if shows_health(seen.worker) else [Copy.PUBLIC]
    chosen = {Copy.INTERNAL: None, Copy.PUBLIC: Copy.PUBLIC}
    return [
        Segment(one.label, seen.link(copy=chosen[one], building=None, doors=None), one == seen.copy) for one in offered
    ]


def _colours(seen: Looked) -> list[Segment]:
    """What may colour the buildings; the public copy has one number a building and no colour."""
    if not seen.is_open:
        return []
    return [
        Segment(_("Coverage"), seen.link(colour=None), seen.colour == "coverage"),
        Segment(_("Cases"), seen.link(colour="cases"), seen.colour == "cases"),
    ]


def _groups(place: Place, current: Group, worker: Worker, block: Place | None) -> list[Segment]:
    about = block.id if block else None
    return [
        Segment(word, atlas_page.list_url(place, group, building=about), group == current)
        for group, word in atlas_page.WORDS.items()
        if group not in atlas_page.OF_HEALTH or shows_health(worker)
    ]
