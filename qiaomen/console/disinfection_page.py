"""Disinfection as pages and files show it: what is owed where, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiaomen.campaigns.queries.names import locate
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.disinfection.models import Cadence, Why
from qiaomen.disinfection.queries import Numbers, Owed, Round
from qiaomen.places.models import PlaceKind

SHOWN = ("late", "due", "done", "rounds")
MARKS = {"late": "late", "due": "todo", "done": "done"}


@dataclass(frozen=True, slots=True)
class Line:
    """Where something is owed, in words; `url` opens the form that writes a round down."""

    row: Owed
    why: str
    stands: str
    mark: str
    url: str


@dataclass(frozen=True, slots=True)
class Made:
    """A round in words."""

    row: Round
    why: str
    how: str


def lines(several: Sequence[Owed]) -> list[Line]:
    """These in words, with where they are."""
    locate(several)
    words = {
        "late": pgettext("disinfection", "overdue"), "due": pgettext("disinfection", "due today"),
        "done": pgettext("disinfection", "done"),
    }  # fmt: skip
    return [
        Line(
            one, why(one), words[one.stands], MARKS[one.stands],
            link("disinfection_new", one.place, asked=one.asked),
        )
        for one in several
    ]  # fmt: skip


def why(one: Owed) -> str:
    """Why a round is owed."""
    return str(Why(one.why).label) if one.asked is not None else every(one.every)


def every(hours: int) -> str:
    """How often."""
    if hours % 24:
        return ngettext("every hour", "every %(n)s hours", hours) % {"n": hours}
    return ngettext("every day", "every %(n)s days", hours // 24) % {"n": hours // 24}


def made(several: Sequence[Round]) -> list[Made]:
    """These rounds in words."""
    locate(several)
    return [Made(one, str(Why(one.why).label) if one.why else "", how(one)) for one in several]


def how(one: Round) -> str:
    """By what, how strong, how much."""
    mixed = _("%(n)s mg/l") % {"n": one.concentration} if one.concentration else ""
    area = _("%(n)s m²") % {"n": one.area} if one.area else ""
    return " · ".join(filter(None, (one.product, mixed, area)))


def segments(shown: str, numbers: Numbers) -> list[parts.Segment]:
    """The views of the page."""
    words = [
        ("late", pgettext("disinfection", "Overdue"), numbers.late),
        ("due", pgettext("disinfection", "Due today"), numbers.due),
        ("done", pgettext("disinfection", "Done"), numbers.done),
        ("rounds", pgettext("disinfection", "Rounds made"), None),
    ]
    return [parts.Segment(label, link("disinfection", show=key), key == shown, count) for key, label, count in words]


def regular(several: Sequence[Cadence]) -> list[tuple[Cadence, str, str]]:
    """Regular rounds: what each is about, and how often."""
    return [(one, grain(one.grain), every(one.every)) for one in several]


def grain(kind: str) -> str:
    """Of which parts a place is disinfected."""
    return _("each: %(kind)s") % {"kind": PlaceKind(kind).label} if kind else _("the place itself")
