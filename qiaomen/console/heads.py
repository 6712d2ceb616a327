"""Heads of the sweep's pages: the way here, the name, how far the sweep is, and the views of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.campaigns.models import Campaign
from qiaomen.console import parts
from qiaomen.console.asked import Asked, link
from qiaomen.places.models import Place


@dataclass(frozen=True, slots=True)
class Head:
    """What `page_head` shows, and the views beside it."""

    title: str
    crumbs: list[parts.Crumb]
    badge: str
    segments: list[parts.Segment]


def sweep(asked: Asked, current: str) -> Head:
    """The head of a page about the whole of what the worker sees of a sweep, or about one place of it."""
    return Head(
        title=asked.campaign.name,
        crumbs=way(asked.place, asked.campaign),
        badge=stage(asked.campaign, timezone.now()),
        segments=views(asked, current),
    )


def views(asked: Asked, current: str) -> list[parts.Segment]:
    """The views of a sweep; filters go with them, the reason of a gap does not."""
    named = [
        ("overview", _("Overview")),
        ("map", _("Map")),
        ("coverage", _("Areas and teams")),
        ("gaps", _("Doors left")),
        ("gap_people", _("People missing")),
        ("claims", _("Claims")),
        ("reknock", _("Knocked again")),
        ("stuck", _("Stuck")),
    ]
    return [parts.Segment(word, asked.link(name, count=None), name == current) for name, word in named]


def way(place: Place | None, campaign: Campaign | None, *, to_itself: bool = True) -> list[parts.Crumb]:
    """The places that hold a place, each with its page; the last is where one is."""
    if place is None:
        return []
    query = {"campaign": campaign.id if campaign else None}
    found = [parts.Crumb(one.name, link("place", one.id, **query)) for one in place.ancestors()]
    return found if to_itself else found[:-1]


def stage(campaign: Campaign, now: datetime) -> str:
    """Where a sweep is: before its opening, under way for so many hours, past its deadline, closed."""
    if campaign.closed_at is not None:
        return _("closed")
    if now < campaign.opens_at:
        return _("not open yet")
    if now >= campaign.deadline:
        return _("past its deadline")
    hours = int((now - campaign.opens_at).total_seconds() // 3600) + 1
    return _("under way · hour %(n)s") % {"n": hours}
