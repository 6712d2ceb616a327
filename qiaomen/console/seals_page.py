"""Seals as pages and files show them: ground, end, how it stands, and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.attachments.queries import Photo
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.console.words import author_word
from qiaomen.ledger.lines import Line as Told
from qiaomen.seals.models import EndedBy, Form, Standing, Why
from qiaomen.seals.queries import Numbers, Row
from qiaomen.seals.records import SealEvent, SealPut

MARKS = {Standing.INTACT: "ok", Standing.OPENED: "todo", Standing.BROKEN: "part"}


@dataclass(frozen=True, slots=True)
class Line:
    """A seal in words; `ground` names nobody. `waits`: what somebody is to do there, empty where nothing."""

    row: Row
    form: str
    ground: str
    standing: str
    mark: str
    ends_at: datetime | None
    holds: bool
    waits: str
    ended: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One record of a seal, in words; `opening` where nobody has said yet why it was opened."""

    at: datetime
    title: str
    author: str
    note: str
    photos: Sequence[Photo]
    opening: UUID | None


def lines(several: Sequence[Row], now: datetime) -> list[Line]:
    """These seals in words, with where they are."""
    locate(several)
    return [_line(one, now) for one in several]


def segments(shown: str, numbers: Numbers) -> list[parts.Segment]:
    """The views of the list."""
    words = [
        ("holding", pgettext("seal", "On"), numbers.holding),
        ("ask", pgettext("seal", "To knock and ask"), numbers.ask),
        ("opened", pgettext("seal", "Opened"), numbers.opened),
        ("unexplained", pgettext("seal", "Not explained"), numbers.unexplained),
        ("ended", pgettext("seal", "Ended"), numbers.ended),
    ]
    return [parts.Segment(label, link("seals", show=key), key == shown, count) for key, label, count in words]


def ground(one: Row) -> str:
    """Why it is there, without a name."""
    return _("isolation at home") if one.of_household else _("order %(document)s") % {"document": one.document}


def log(several: Sequence[Told], row: Row, photos: Mapping[UUID, Sequence[Photo]]) -> list[Said]:
    """What happened, the newest first."""
    found = [
        Said(
            one.told.at, _title(one), author_word(one.told.author, one.author), one.note,
            photos.get(one.told.id, ()), one.told.id if one.told.id in row.unexplained else None,
        )
        for one in several
    ]  # fmt: skip
    return found[::-1]


def _line(one: Row, now: datetime) -> Line:
    holds = one.holds(now)
    ended = ""
    if not holds:
        ended = str(EndedBy(one.ended_by).label) if one.ended_by else _("its end has come")
    return Line(
        one, str(Form(one.form).label), ground(one), str(Standing(one.standing).label), MARKS[Standing(one.standing)],
        one.ended_at or one.ends_at, holds, _waits(one, now), ended, link("seal", one.id),
    )  # fmt: skip


def _waits(one: Row, now: datetime) -> str:
    if one.needs(now):
        return pgettext("seal", "they need something")
    if not one.waits(now):
        return ""
    is_again = one.finds == "nobody"
    return pgettext("seal", "nobody answered: to knock again") if is_again else _("to knock and ask")


def _title(line: Told) -> str:
    body: SealPut | SealEvent = line.told.body
    if isinstance(body, SealPut):
        return pgettext("seal", "put on")
    if body.event in ("opened", "broken"):
        why = str(Why(body.why).label) if body.why else pgettext("seal", "nobody said why")
        said = (
            pgettext("seal", "opened: %(why)s") if body.event == "opened" else pgettext("seal", "seen broken: %(why)s")
        )
        return said % {"why": why}
    if body.event == "explained":
        return pgettext("seal", "explained: %(why)s") % {"why": Why(body.why).label if body.why else _("in words")}
    return {
        "intact": pgettext("seal", "seen unbroken"), "resealed": pgettext("seal", "a new strip"),
        "asked": _finds(body.finds), "removed": pgettext("seal", "taken off"),
        "told": _told(body.finds) % {"who": line.author},
        "ended": pgettext("seal", "ended: nobody behind it is under a measure"),
    }[body.event]  # fmt: skip


def _told(finds: str) -> str:
    return {
        "needs": pgettext("seal", "told that they need something: %(who)s"),
        "nobody": pgettext("seal", "asked to knock once more: %(who)s"),
    }.get(finds, pgettext("seal", "asked to knock and ask: %(who)s"))  # fmt: skip


def _finds(finds: str) -> str:
    return {
        "needs": pgettext("seal", "knocked and asked: they need something"),
        "nobody": pgettext("seal", "knocked: nobody answered"),
    }.get(finds, pgettext("seal", "knocked and asked: all is well"))  # fmt: skip
