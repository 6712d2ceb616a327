"""The wall screen of headquarters: the overview read from across the room, without anything to press."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.snapshot import of_one_moment
from qiaomen.console import fragments
from qiaomen.console.asked import Asked, asked
from qiaomen.console.board import board
from qiaomen.console.map_card import map_card
from qiaomen.console.views.sweep import MANY_DOORS, no_sweep

# As many parts as a wall shows in letters that can be read from the last row.
ROWS = 10


@require_safe
@requires(Verb.SEE)
@of_one_moment
def wall(request: HttpRequest) -> HttpResponse:
    """The screen; it asks for its slides by itself, and keeps the last ones while nobody answers."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    context = {
        "asked": seen,
        "slides": _slides(seen),
        "slides_url": seen.link("wall_slides", count=None),
        "overview_url": seen.link("overview", count=None),
        "now": timezone.now(),
        "map": map_card(seen, wall=True),
    }
    return render(request, "console/wall/wall.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def slides(request: HttpRequest) -> HttpResponse:
    """The slides alone, as of now."""
    seen = asked(request)
    if seen is None:
        raise Problem("access.not_found")
    return HttpResponse(_slides(seen))


def _slides(seen: Asked) -> str:
    return fragments.at_change(
        "wall",
        (seen.query, areas(seen.worker, Verb.SEE), seen.worker.is_police),
        lambda: _board(seen),
        "console/wall/slides.html",
        is_costly=lambda made: made["coverage"]["doors"] > MANY_DOORS,
    )


def _board(seen: Asked) -> dict[str, Any]:
    made = board(seen, timezone.now())
    return made | {"rows": made["rows"][:ROWS], "more": max(0, made["parts_count"] - ROWS)}
