"""The city's tables as files: numbers of districts."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.city import compare
from qiaomen.city.compare import Row
from qiaomen.console import city_page
from qiaomen.console.asked import worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.reports.shown import minute


def districts(request: HttpRequest) -> Sheet:
    """How each district stands, and all together."""
    found = compare.rows(worker_of(request), timezone.now(), Verb.EXPORT)
    headings = [
        Heading(_("District"), 20), Heading(_("Doors"), 12), Heading(_("Closed"), 12), Heading(_("Gaps"), 12),
        Heading(_("People missing"), 12), Heading(_("Doors an hour"), 12), Heading(_("Deadline"), 14),
        Heading(_("Newest figure of"), 17), Heading(_("Last heard of"), 17), Heading(_("Silent"), 8),
        Heading(_("Last report"), 17),
    ]  # fmt: skip
    return Sheet(_("Districts"), headings, _district_rows(found), {})


def _district_rows(found: Sequence[Row]) -> Iterator[Sequence[Cell]]:
    for line in city_page.lines(found):
        row = line.row
        newest = row.now - row.age if row.age is not None else None
        yield [
            row.name, *line.numbers, line.pace, line.late, newest, row.heard_at, _("yes") if row.is_silent else "",
            row.report.cut_at if row.report else None,
        ]  # fmt: skip
    total = city_page.sums(found)
    yield [_("All districts"), *total.numbers, total.pace, "", None, None, "", None]


def report(request: HttpRequest) -> Sheet:
    """The figures of a cut-off by district. Raises `access.not_found` where nothing was published."""
    worker = worker_of(request)
    cut = city_page.cut_of(request, compare.cuts(worker, Verb.EXPORT))
    if cut is None:
        raise Problem("access.not_found")
    members, figures, _definitions = compare.figures(worker, cut, Verb.EXPORT)
    names = [Heading(member.place.name, 14) for member in members]
    headings = [Heading(_("Figure"), 30), Heading(_("All districts"), 14), *names, Heading(_("Not reported by"), 10)]
    rows = ([one.name, one.total, *one.numbers, one.missing] for one in figures)
    return Sheet(_("Report of %(time)s") % {"time": minute(cut)}, headings, rows, {"cut": cut.isoformat()})
