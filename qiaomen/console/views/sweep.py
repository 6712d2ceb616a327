"""The overview of a sweep, and its coverage by area, zone, organisation and team."""

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
from qiaomen.campaigns.queries import coverage as counts
from qiaomen.campaigns.queries.area import sweeps_for
from qiaomen.campaigns.queries.summary import BY, frame_of, pieces
from qiaomen.console import fragments, heads, parts, sheets
from qiaomen.console.asked import Asked, asked, link, worker_of
from qiaomen.console.board import board, listed
from qiaomen.console.map_card import map_card

# Of so many doors even the sums take a tenth of a second; a city's overview need not be made anew for every upload.
MANY_DOORS = 100_000


@require_safe
@requires(Verb.SEE)
@of_one_moment
def overview(request: HttpRequest) -> HttpResponse:
    """Will the sweep make it, what is missing and why, who needs help."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    context = {
        "asked": seen,
        "head": heads.sweep(seen, "overview"),
        "sweeps": sweeps_for(seen.worker),
        "live": _live(seen),
        "live_url": seen.link("overview_live", count=None),
        "wall_url": seen.link("wall", count=None),
    }
    return render(request, "console/sweep/overview.html", context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def overview_live(request: HttpRequest) -> HttpResponse:
    """The part of the overview that fetches itself again."""
    seen = asked(request)
    if seen is None:
        raise Problem("access.not_found")
    return HttpResponse(_live(seen))


@require_safe
@requires(Verb.SEE)
@of_one_moment
def coverage(request: HttpRequest) -> HttpResponse:
    """Coverage by place, zone, organisation or team, the latest first."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    by = request.GET.get("by", "place")
    if by not in BY:
        raise Problem("access.not_found")
    now = timezone.now()
    frame = frame_of(seen.campaign)
    shown = pieces(frame, seen.area, BY[by](seen.area), now)
    context = listed(seen, shown) | {
        "asked": seen,
        "head": heads.sweep(seen, "coverage"),
        "by": by,
        "ways": [parts.Segment(word, link("coverage", **seen.query, by=key), key == by) for key, word in _ways()],
        "total": counts.coverage(seen.area),
        "exports": sheets.offers(request, "coverage"),
    }
    return render(request, "console/sweep/coverage.html", context)


def _ways() -> list[tuple[str, str]]:
    return [
        ("place", _("part")),
        ("street", _("street")),
        ("community", _("community")),
        ("compound", _("compound")),
        ("zone", _("zone")),
        ("organisation", _("organisation")),
        ("team", _("team")),
    ]


def no_sweep(request: HttpRequest) -> HttpResponse:
    """What a page of sweeps says where there is none."""
    may_start = worker_of(request).may(Verb.ADMINISTER)
    return render(request, "console/sweep/none.html", {"may_start": may_start})


def _live(seen: Asked) -> str:
    now = timezone.now()
    return fragments.at_change(
        "overview",
        (seen.query, areas(seen.worker, Verb.SEE), seen.worker.is_police),
        lambda: board(seen, now) | {"map": map_card(seen)},
        "console/sweep/live.html",
        is_costly=lambda made: made["coverage"]["doors"] > MANY_DOORS,
    )
