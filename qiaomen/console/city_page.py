"""What the city's pages say of districts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.base.problems import Problem
from qiaomen.city import compare
from qiaomen.city.compare import Row
from qiaomen.console import figures
from qiaomen.console.asked import link
from qiaomen.console.parts import Segment
from qiaomen.reports.shown import minute

COLUMNS = ("doors", "closed", "gaps", "unaccounted")
SHOWN_CUTS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A district as a row of the table."""

    row: Row
    numbers: Sequence[int | None]
    share: float | None
    pace: int | None
    late: str
    age: str
    reported: str


@dataclass(frozen=True, slots=True)
class Sums:
    """All districts together; `heard` of them have a live tally."""

    districts: int
    heard: int
    numbers: Sequence[int]
    share: float | None
    pace: int


def lines(found: Sequence[Row]) -> list[Line]:
    """The table's rows: what is behind first, then by share of closed doors."""
    made = [
        Line(
            row=row,
            numbers=[row.number(key) for key in COLUMNS],
            share=_share(row.number("closed"), row.number("doors")),
            pace=row.number("pace"),
            late=_late(row.number("late_minutes")),
            age=age(row.age),
            reported=minute(row.report.cut_at) if row.report else "",
        )
        for row in found
    ]
    return sorted(made, key=lambda line: (not line.row.is_silent, 101.0 if line.share is None else line.share))


def sums(found: Sequence[Row]) -> Sums:
    """The sum of what districts published: nothing is counted anew."""
    total = compare.totals(found)
    return Sums(
        districts=len(found),
        heard=sum(bool(row.numbers) for row in found),
        numbers=[total.get(key, 0) for key in COLUMNS],
        share=_share(total.get("closed"), total.get("doors")),
        pace=total.get("pace", 0),
    )


def age(old: timedelta | None) -> str:
    """How old a figure is, as people say it."""
    if old is None:
        return ""
    minutes = max(0, int(old.total_seconds() // 60))
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def cut_of(request: HttpRequest, cuts: Sequence[datetime]) -> datetime | None:
    """The cut-off that is asked for, else the newest one. Raises `access.not_found` for one that there is none of."""
    asked = request.GET.get("cut")
    if not asked:
        return cuts[0] if cuts else None
    found = next((cut for cut in cuts if cut.isoformat() == asked), None)
    if found is None:
        raise Problem("access.not_found")
    return found


def segments(cuts: Sequence[datetime], cut: datetime | None) -> list[Segment]:
    """Some cut-offs to choose from, the chosen one among them; beside them ways to newer and older ones."""
    first = cuts.index(cut) // SHOWN_CUTS * SHOWN_CUTS if cut in cuts else 0
    shown = cuts[first : first + SHOWN_CUTS]
    newer, older = cuts[:first], cuts[first + SHOWN_CUTS :]
    found = [_segment(f"{timezone.localtime(one):%m-%d %H:%M}", one, one == cut) for one in shown]
    if newer:
        found.insert(0, _segment(_("%(n)s newer") % {"n": len(newer)}, newer[-1]))
    if older:
        found.append(_segment(_("%(n)s older") % {"n": len(older)}, older[0]))
    return found


def _segment(word: str, cut: datetime, is_chosen: bool = False) -> Segment:
    return Segment(word, link("city_reports", cut=cut.isoformat()), is_chosen)


def _share(closed: int | None, doors: int | None) -> float | None:
    return None if closed is None or not doors else figures.share(closed, doors)


def _late(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return _("on time") if minutes <= 0 else _("%(time)s late") % {"time": age(timedelta(minutes=minutes))}
