"""The lists behind the numbers: doors of a count, people missing, claims to review."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.snapshot import of_one_moment
from qiaomen.campaigns.queries import attention, lists, people
from qiaomen.campaigns.queries.coverage import Coverage, coverage, coverage_of_team
from qiaomen.campaigns.queries.names import locate, parts_named, teams_named
from qiaomen.campaigns.states import GAPS, Flag
from qiaomen.console import doors as drawn
from qiaomen.console import heads, parts, sheets, words
from qiaomen.console.asked import Asked, asked, id_of, link, shows_health
from qiaomen.console.onward import Onward, onward
from qiaomen.console.views.sweep import no_sweep

# Of more teams nobody picks one from a list: a place is chosen first.
MOST_TEAMS = 300
FLAGS = {Flag.FEVER: "fever", Flag.SYMPTOM: "fever", Flag.RETURNEE: "travel", Flag.NEED: "help"}


@require_safe
@requires(Verb.SEE)
@of_one_moment
def doors(request: HttpRequest) -> HttpResponse:
    """Doors of one count in walking order: of a reason, of a flag, or everything left."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    rows = lists.doors(seen.wanted, after=id_of(request, "after"), limit=lists.PAGE + 1)
    page = onward(request, rows, lists.number(seen.wanted), lambda row: {"after": row.id}, lists.PAGE)
    locate(page.rows)
    flag = Flag.__members__.get(seen.count.upper())
    if flag is not None:
        people.add_flagged(seen.campaign.id, page.rows, flag)
    context = {
        "reasons": _reasons(seen),
        "rows": [_door(seen, row) for row in page.rows],
        "has_people": flag is not None,
        "word": words.count_word(seen.count),
    }
    return render(request, "console/gaps/doors.html", _shown(request, seen, "gaps", page) | context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def missing(request: HttpRequest) -> HttpResponse:
    """People behind opened doors whom nobody could account for."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    door, person = id_of(request, "after"), id_of(request, "person")
    after = (door, person) if door and person else None
    rows = people.unaccounted(seen.wanted, after=after, limit=lists.PAGE + 1)
    page = onward(request, rows, lists.number_of_people(seen.wanted), _person, lists.PAGE)
    locate(page.rows)
    context = {"rows": [(row, seen.door(row.door)) for row in page.rows]}
    return render(request, "console/gaps/people.html", _shown(request, seen, "gap_people", page) | context)


@require_safe
@requires(Verb.SEE)
@of_one_moment
def claims(request: HttpRequest) -> HttpResponse:
    """Claims that a door cannot be got at, or does not exist, until somebody has looked at them."""
    seen = asked(request)
    if seen is None:
        return no_sweep(request)
    found = attention.claims_to_review(seen.area)
    page = Onward(found[: lists.PAGE * 4], len(found))
    locate(page.rows)
    context = {"rows": [(row, seen.door(row.door)) for row in page.rows]}
    return render(request, "console/gaps/claims.html", _shown(request, seen, "claims", page) | context)


def _shown(request: HttpRequest, seen: Asked, name: str, page: Onward[Any]) -> dict[str, Any]:
    """What the three lists share: head, filters, page, exports."""
    sheet = {"gaps": "gaps", "gap_people": "people", "claims": "claims"}[name]
    return {
        "asked": seen,
        "head": heads.sweep(seen, name),
        "page": page,
        "places": parts_named(seen.area),
        "teams": teams_named(seen.area, most=MOST_TEAMS),
        "has_teams": name != "claims",
        "exports": sheets.offers(request, sheet),
        "clear_url": link(name, campaign=seen.campaign.id) if seen.place or seen.team else "",
    }


def _person(row: people.PersonRow) -> dict[str, Any]:
    return {"after": row.door, "person": row.id}


def _reasons(seen: Asked) -> list[parts.Segment]:
    """Every reason with its number, for the same place and team."""
    counted = _counted(seen)
    names = [state.name.lower() for state in GAPS]
    flags = [flag.name.lower() for flag in (Flag.FEVER, Flag.SYMPTOM, Flag.RETURNEE, Flag.NEED)]
    found = [parts.Segment(words.count_word("gap"), seen.link("gaps", count=None), seen.count == "gap", counted.gaps)]
    for name in names + [name for name in flags if shows_health(seen.worker) or name not in words.HEALTH_COUNTS]:
        if counted[name] or name == seen.count:
            url = seen.link("gaps", count=name)
            found.append(parts.Segment(words.count_word(name), url, seen.count == name, counted[name]))
    return found


def _counted(seen: Asked) -> Coverage:
    return coverage(seen.area) if seen.team is None else coverage_of_team(seen.area, seen.team)


def _door(seen: Asked, row: lists.DoorRow) -> dict[str, Any]:
    visible = row.flags if shows_health(seen.worker) else row.flags & ~words.HEALTH
    return {
        "row": row,
        "url": seen.door(row.id),
        "state": drawn.OF_TARGET[row.state],
        "word": row.state.label,
        "marks": [(mark, flag.label) for flag, mark in FLAGS.items() if visible & flag],
    }
