"""The district's map: compounds or communities by coverage, by who isolates, by cases; and the same as a list."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import fragments, heads, map_page, parts, sheets
from qiaomen.console.asked import Asked, asked, link, shows_health
from qiaomen.console.map_card import map_card
from qiaomen.console.map_layout import ASPECT, WALL
from qiaomen.console.map_page import HEALTH, LEVELS, SHOWN
from qiaomen.console.views.sweep import MANY_DOORS, no_sweep

# More than this is no list that anybody reads; the latest come first, and all of them are a page of their own.
LISTED = 200


@require_safe
@requires(Verb.SEE)
@of_one_moment
def district(request: HttpRequest) -> HttpResponse:
    """The map, and beside it the same parts as a list."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    level, show = _level(request), _show(request, seen)
    shown = map_page.sight(seen, level, timezone.now())
    by = "compound" if shown.level == "compound" else "place"
    context = {
        "asked": seen,
        "head": heads.sweep(seen, "map"),
        "sight": shown,
        "listed": shown.faces[:LISTED],
        "more": max(0, len(shown.faces) - LISTED),
        "more_url": link("coverage", **{**seen.query, "count": None, "by": by}),
        "map": map_card(seen, level=level, show=show),
        "levels": _levels(seen, shown.level, show),
        "exports": sheets.offers(request, "coverage", by=by),
        "shows_health": shows_health(seen.worker),
    }
    return render(request, "console/map/map.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def data(request: HttpRequest) -> HttpResponse:
    """What the map draws: made once for each change and kept for all who ask the same."""
    seen = asked(request)
    if seen is None:
        raise Problem("access.not_found")
    level, is_wall = _level(request), "wall" in request.GET
    now = timezone.now()

    def made() -> tuple[str, bool]:
        shown = map_page.sight(seen, level, now)
        drawn = map_page.drawing(shown, now, aspect=WALL if is_wall else ASPECT)
        return json.dumps(drawn, ensure_ascii=False), shown.total["doors"] > MANY_DOORS

    about = (seen.query, level, is_wall, areas(seen.worker, Verb.SEE), seen.worker.is_police)
    return HttpResponse(fragments.text_at_change("map", about, made), content_type="application/json")


def _levels(seen: Asked, level: str, show: str) -> list[parts.Segment]:
    named = {"compound": _("Compounds"), "community": _("Communities")}
    return [
        parts.Segment(
            named[name], link("map", **{**seen.query, "count": None, "level": name, "show": show}), name == level
        )
        for name in LEVELS
    ]


def _level(request: HttpRequest) -> str:
    level = request.GET.get("level", "")
    if level and level not in LEVELS:
        raise Problem("access.not_found")
    return level


def _show(request: HttpRequest, seen: Asked) -> str:
    show = request.GET.get("show", "coverage")
    if show not in SHOWN or (show in HEALTH and not shows_health(seen.worker)):
        raise Problem("access.not_found")
    return show
