"""The notice of typical cases (典型案例通报): closed findings as a page that others learn from, anonymous if wanted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.base.problems import Problem
from qiaomen.paper import typesetting
from qiaomen.places.models import Place, PlaceKind
from qiaomen.supervision.models import What
from qiaomen.supervision.queries import Row


class Case(msgspec.Struct, frozen=True):
    """A closed finding, and what the notice says of it in words."""

    row: Row
    words: str = ""


def notice(cases: Sequence[Case], *, title: str, words: str, anonymous: bool, now: datetime) -> bytes:
    """The notice as PDF. Raises `paper.nothing_here` without a case, `paper.no_font`."""
    if not cases:
        raise Problem("paper.nothing_here")
    return typesetting.pdf("cases", data(cases, title=title, words=words, anonymous=anonymous, now=now))


def data(cases: Sequence[Case], *, title: str, words: str, anonymous: bool, now: datetime) -> dict[str, Any]:
    """What the sheet is filled with. Nobody's name stands in it, whether it is anonymous or not: a case is about what
    was not done, and by whom it was found and put right is the thread's to say."""
    kinds = dict(Place.objects.filter(id__in=[one.row.place for one in cases]).values_list("id", "kind"))
    root = Place.objects.filter(parent=None).values_list("name", flat=True).first() or ""
    return {
        "title": title, "words": words, "office": root, "dated": _day(now),
        "labels": {
            "found": _("Found"), "where": pgettext("place", "Where"), "who": _("Who puts it right"),
            "right": _("Put right"), "looked": _("Looked at again"), "again": _("Opened again"),
        },
        "cases": [_case(one, kinds.get(one.row.place, ""), anonymous=anonymous) for one in cases],
    }  # fmt: skip


def _case(case: Case, kind: str, *, anonymous: bool) -> dict[str, Any]:
    row = case.row
    where = pgettext("anonymous", "a place: %(kind)s") % {"kind": PlaceKind(kind).label} if kind else ""
    who = pgettext("anonymous", "an organisation") if row.organisation else ""
    return {
        "what": str(What(row.what).label),
        "where": where if anonymous else f"{row.where} {row.label}".strip(),
        "who": who if anonymous else row.organisation_name,
        "found": _day(row.found_at), "right": _day(row.rectified_at), "looked": _day(row.looked_at),
        "again": str(row.reopened) if row.reopened else "", "words": case.words,
    }  # fmt: skip


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else ""
