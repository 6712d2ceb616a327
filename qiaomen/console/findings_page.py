"""Findings as pages and files show them: words, marks and addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiaomen.access.models import Organisation
from qiaomen.attachments.queries import Photo
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.supervision.models import State, What
from qiaomen.supervision.queries import Line as Told
from qiaomen.supervision.queries import Numbers, Row
from qiaomen.supervision.records import FindingMade, FindingStep

MARKS: dict[str, str] = {State.OPEN: "todo", State.RECTIFIED: "part", State.CLOSED: "done"}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in words; `again` says how often it was found there lately."""

    row: Row
    what: str
    state: str
    mark: str
    is_overdue: bool
    again: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One record of a finding in words, with its photos."""

    at: datetime
    title: str
    author: str
    note: str
    photos: Sequence[Photo]


def lines(several: Sequence[Row], now: datetime) -> list[Line]:
    """These findings in words, with where they are."""
    locate(several)
    return [_line(one, now) for one in several]


def segments(shown: str, numbers: Numbers) -> list[parts.Segment]:
    """The views of the list."""
    words = [
        ("unsettled", _("All"), numbers.open + numbers.rectified),
        ("open", pgettext("finding", "To be put right"), numbers.open),
        ("rectified", pgettext("finding", "To be looked at again"), numbers.rectified),
        ("closed", pgettext("finding", "Closed"), numbers.closed),
    ]
    return [parts.Segment(label, link("findings", show=key), key == shown, count) for key, label, count in words]


def told(several: Sequence[Told], photos: Mapping[UUID, Sequence[Photo]]) -> list[Said]:
    """The records of a finding in words, the newest first."""
    bodies = [one.told.body for one in several]
    named = [body.organisation for body in bodies if body.organisation is not None]
    names = dict(Organisation.objects.filter(pk__in=named).values_list("id", "name")) if named else {}
    found = [
        Said(one.told.at, _title(one.told.body, names), one.author, one.note, photos.get(one.told.id, ()))
        for one in several
    ]
    return found[::-1]


def _title(body: FindingMade | FindingStep, names: Mapping[UUID, str]) -> str:
    if isinstance(body, FindingMade):
        return _("found: %(what)s") % {"what": What(body.what).label}
    match body.step:
        case "handed":
            to = names.get(body.organisation, "") if body.organisation else ""
            return _("handed to %(organisation)s") % {"organisation": to} if to else _("another date")
        case "rectified":
            return _("put right")
        case "looked_again":
            return _("looked at again: right now") if body.is_right else _("looked at again: not right")
        case "closed":
            return _("closed without another look")
    return _("open again")


def _line(one: Row, now: datetime) -> Line:
    again = ""
    if one.times > 1:
        again = ngettext("found %(n)s time in 30 days", "found %(n)s times in 30 days", one.times) % {"n": one.times}
    what, state = str(What(one.what).label), str(State(one.state).label)
    return Line(one, what, state, MARKS[one.state], one.is_overdue(now), again, link("finding", one.id))
