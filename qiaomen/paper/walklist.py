"""Printing a walk list: pages that a hand can fill in, each known by a code, and who holds them until when."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign, Target
from qiaomen.campaigns.queries.names import names_of
from qiaomen.duty.models import Team
from qiaomen.paper import codes, typesetting
from qiaomen.paper.households import Member, behind
from qiaomen.paper.models import WalkLine, WalkList, WalkPage
from qiaomen.paper.order import Stop, stops
from qiaomen.paper.outcomes import BOXED, OUTCOMES, PRESENCES
from qiaomen.places.models import Place

# As long as personal data stay on a phone that hears nothing from the server.
KEPT = timedelta(hours=48)
MOST_COPIES = 9
# No 0 O 1 I L: what is written by hand is read by somebody else.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
# Millimetres of an A4 page in landscape that lines may fill, and what a line takes.
ROOM, LINE, MEMBER, HEADING = 156, 13, 6.5, 7
# More than these are not for paper; the page says how many are left out.
MOST_MEMBERS = 18


@dataclass(slots=True)
class Leaf:
    """One page before it is printed."""

    code: str
    lines: list[tuple[Stop, list[Member]]] = field(default_factory=list)


def print_list(
    *, place: Place, campaign: Campaign, team: Team | None, by: Worker, base: str, copies: int = 1
) -> tuple[WalkList, bytes]:
    """Print a place's walk list, or one team's part of it; answers what is kept of it, and the PDF.

    Names stand on it only for the team that it is printed for, at that team's own doors. Written to the audit with the
    number of copies. Raises `paper.nothing_here`, `paper.too_many`, `paper.no_font`, `campaign.closed`.
    """
    if campaign.closed_at is not None:
        raise Problem("campaign.closed")
    walked = stops(place, campaign=campaign.id, team=team.id if team else None)
    own = [stop.door for stop in walked if team is not None and stop.team == team.id]
    households = behind(own)
    leaves = list(_leaves([(stop, households.get(stop.door, [])) for stop in walked]))
    now = timezone.now()
    made = WalkList(
        campaign=campaign, place=place, team=team, printed_by=by, printed_at=now, destroy_by=now + KEPT,
        copies=max(1, min(copies, MOST_COPIES)),
    )  # fmt: skip
    pdf = typesetting.pdf("walk", data(made, leaves, base=base))
    _keep(made, leaves, named=len(own))
    return made, pdf


def destroyed(made: WalkList, *, by: Worker) -> None:
    """Somebody says that every copy is destroyed. Saying it again changes nothing."""
    with transaction.atomic():
        if WalkList.objects.filter(pk=made.pk, destroyed_at=None).update(destroyed_at=timezone.now(), destroyed_by=by):
            audit.write(by, "paper.destroyed", made.id, copies=made.copies)


def data(made: WalkList, leaves: Sequence[Leaf], *, base: str) -> dict[str, Any]:
    """What the sheet of a walk list is made of."""
    where = names_of({stop.path for leaf in leaves for stop, _people in leaf.lines} | {made.place.path})
    by, at, until = made.printed_by.name, _moment(made.printed_at), _moment(made.destroy_by)
    ends = _("destroy by %(time)s") % {"time": until}
    return {
        "title": where[made.place.path],
        "campaign": made.campaign.name,
        "owner": owner_of(made),
        "watermark": f"{by} · {at} · {ends}",
        "purpose": _("Only for “%(sweep)s”: knocking on these doors, and typing in what came of it.")
        % {"sweep": made.campaign.name},
        "destroy": _("Personal data. Destroy after entry, on %(time)s at the latest.") % {"time": until},
        "copies": [_("copy %(n)s of %(all)s") % {"n": n, "all": made.copies} for n in range(1, made.copies + 1)],
        "words": {
            "door": _("Door"), "came": _("What came of it"), "time": _("Time"), "day": _("Day"),
            "people": _("People"), "note": _("Notes, others who live here"), "by": _("Knocked by"),
            "owner": _("Kept by"), "enter": _("Enter at a desk: scan or type this code"),
        },
        "outcomes": [{"key": key, "word": str(word)} for key, (_outcome, word) in OUTCOMES.items()],
        "presences": [{"key": key, "word": str(PRESENCES[key][1])} for key in BOXED],
        "pages": [_page(leaf, number, len(leaves), where, base) for number, leaf in enumerate(leaves, start=1)],
    }  # fmt: skip


def owner_of(made: WalkList) -> str:
    """Who answers for the paper: the team that it is for, else who printed it."""
    if made.team is None:
        return made.printed_by.name
    return _("%(zone)s, team %(number)s") % {"zone": made.team.zone.name, "number": made.team.number}


def _page(leaf: Leaf, number: int, total: int, where: dict[str, str], base: str) -> dict[str, Any]:
    lines, last = [], ""
    for position, (stop, people) in enumerate(leaf.lines, start=1):
        lines.append(_line(position, stop, people, where[stop.path] if stop.path != last else ""))
        last = stop.path
    return {
        "code": f"{leaf.code[:4]}-{leaf.code[4:]}",
        "qr": codes.drawn(codes.address(base, "paper", leaf.code)),
        "number": _("Page %(n)s of %(all)s") % {"n": number, "all": total},
        "lines": lines,
    }


def _line(position: int, stop: Stop, people: list[Member], heading: str) -> dict[str, Any]:
    left_out = len(people) - MOST_MEMBERS
    return {
        "number": f"{position:02d}",
        "heading": heading,
        "label": stop.label,
        "members": [{"name": one.name, "about": one.about} for one in people[:MOST_MEMBERS]],
        "more": _("and %(n)s more: by phone, or at a desk") % {"n": left_out} if left_out > 0 else "",
        "height": _height(people),
    }


def _leaves(lines: Sequence[tuple[Stop, list[Member]]]) -> Iterator[Leaf]:
    """Fill page after page; a place's name stands above its first line on each."""
    leaf, used, last = Leaf(_new_code()), 0.0, ""
    for stop, people in lines:
        needed = _height(people) + (HEADING if stop.path != last else 0)
        if leaf.lines and used + needed > ROOM:
            yield leaf
            leaf, used, needed = Leaf(_new_code()), 0.0, _height(people) + HEADING
        leaf.lines.append((stop, people))
        used, last = used + needed, stop.path
    yield leaf


def _height(people: Sequence[Member]) -> float:
    rows = min(len(people), MOST_MEMBERS) + (len(people) > MOST_MEMBERS)
    return max(LINE, MEMBER * rows + 2)


def _new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(CODE_LENGTH))


def _keep(made: WalkList, leaves: Sequence[Leaf], *, named: int) -> None:
    pages = [WalkPage(code=leaf.code, walk_list=made, number=n) for n, leaf in enumerate(leaves, start=1)]
    lines = [
        WalkLine(page=page, number=position, door_id=stop.door)
        for page, leaf in zip(pages, leaves, strict=True)
        for position, (stop, _people) in enumerate(leaf.lines, start=1)
    ]
    with transaction.atomic():
        made.save(force_insert=True)
        WalkPage.objects.bulk_create(pages)
        WalkLine.objects.bulk_create(lines)
        audit.write(
            made.printed_by, "export", made.id, list="walk", place=made.place_id, team=made.team_id,
            campaign=made.campaign_id, copies=made.copies, pages=len(pages), rows=len(lines), named=named,
        )  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def teams_at(place: Place, campaign: UUID) -> list[Team]:
    """The teams that have doors at a place in a sweep."""
    here = Target.objects.filter(campaign_id=campaign, place_id__in=place.below().values("id"))
    teams = Team.objects.filter(id__in=here.values("team_id").distinct()).select_related("zone")
    return list(teams.order_by("zone__ordinal", "number"))
