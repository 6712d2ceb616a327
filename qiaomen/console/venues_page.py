"""Suspended venues as pages and files show them: words, marks and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.campaigns.queries.names import locate
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.places.models import DoorKind
from qiaomen.venues.models import Ground
from qiaomen.venues.queries import Numbers, Suspended
from qiaomen.venues.words import FINDS, SERVED, STATES


@dataclass(frozen=True, slots=True)
class Line:
    """An order in words. `tone` and `mark` are of its state; `found` is urgent when it was found open."""

    row: Suspended
    kind: str
    state: str
    mark: str
    ground: str
    served: str
    found: str
    url: str


MARKS = {"to_come": "late", "in_force": "locked", "over": "late", "reopened": "ok"}


def lines(several: Sequence[Suspended]) -> list[Line]:
    """These orders in words, with where they are."""
    locate(several)
    return [_line(one) for one in several]


def segments(shown: str, numbers: Numbers, place: object) -> list[parts.Segment]:
    """The views of the list."""
    words = [
        ("in_force", _("Suspended"), numbers.in_force),
        ("to_come", pgettext("suspensions", "Still to begin"), numbers.to_come),
        ("over", _("Period over"), numbers.over),
        ("reopened", _("Reopened"), numbers.reopened),
        ("all", _("All orders"), None),
    ]
    return [
        parts.Segment(label, link("venues", show=key, place=place), key == shown, count) for key, label, count in words
    ]


def happenings(order: Suspended) -> list[parts.Happening]:
    """What became of an order, the newest first."""
    found: list[tuple[datetime | None, str, str]] = [
        (order.ordered_at, pgettext("suspension", "ordered"), "locked"),
        (order.served_at, _("served: %(how)s") % {"how": served(order)}, "done"),
        (order.looked_at, _("looked again: %(finds)s") % {"finds": finds(order)}, "screened"),
        (order.reopened_at, _("reopened"), "ok"),
    ]
    several = [parts.Happening(at, title, mark=mark) for at, title, mark in found if at is not None]
    return sorted(several, key=lambda one: one.at, reverse=True)


def served(order: Suspended) -> str:
    """How the order was served, if it was."""
    if order.served_at is None:
        return ""
    return str(SERVED.get(order.served_how, _("served")))


def finds(order: Suspended) -> str:
    """What the newest second look found."""
    return str(FINDS.get(order.finds, ""))


def _line(one: Suspended) -> Line:
    return Line(
        one,
        str(DoorKind(one.kind).label),
        str(STATES[one.state]),
        MARKS[one.state],
        str(Ground(one.ground).label),
        served(one),
        finds(one),
        link("venue", one.door),
    )
