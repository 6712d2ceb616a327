"""A report as a file: Word, Excel (with its lists on demand), PDF, and the higher level's own table."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qiaomen.access import audit
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import reports_page, reports_sheets
from qiaomen.console.reports_page import Looked
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.reports import excel, listing, parcel, sending, showing, template_fill
from qiaomen.reports.excel import Listed
from qiaomen.reports.models import Table
from qiaomen.reports.parcel import Attached

# With so many rows behind its numbers a workbook is no longer one that somebody opens.
MOST_LISTED = 100_000


@never_cache
@require_POST
@requires(Verb.EXPORT)
def file(request: HttpRequest, report: UUID, paper: str) -> HttpResponse:
    """The report, or the part of it that is looked at; `lists` is Excel with the lists behind the numbers."""
    looked = reports_page.look(request, report, Verb.EXPORT)
    if paper == "lists":
        content = excel.book(looked.shown, lists=_lists(looked))
        return _answer(looked, paper, Attached(f"{looked.shown.filename}.xlsx", excel.MIME, content))
    if paper not in parcel.FORMS:
        raise Problem("access.not_found")
    return _answer(looked, paper, parcel.attached(looked.shown, paper))


@never_cache
@require_POST
@requires(Verb.EXPORT)
def filled(request: HttpRequest, report: UUID, table: UUID) -> HttpResponse:
    """The higher level's own table with this report's numbers."""
    looked = reports_page.look(request, report, Verb.EXPORT)
    found = Table.objects.filter(pk=table, until=None, outbreak=looked.report.outbreak_id).first()
    if found is None:
        raise Problem("access.not_found")
    shown = showing.upward(looked.shown)
    content = template_fill.fill(sending.content_of(found), shown)
    return _answer(looked, "table", Attached(f"{found.name} {shown.filename}.xlsx", excel.MIME, content))


def _lists(looked: Looked) -> Iterator[Listed]:
    """The lists behind all numbers, names masked, as far as there is room; then which ones found none."""
    rows, left_out = 0, list[Sequence[Cell]]()
    for column in looked.shown.columns:
        found = listing.members(looked.report, column.key, [looked.node.path])
        if found and rows + len(found) > MOST_LISTED:
            left_out.append([column.name, len(found)])
        elif found:
            rows += len(found)
            yield Listed(column.name, reports_sheets.member_headings(), reports_sheets.member_rows(found))
    if left_out:
        heads = [Heading(_("Figure"), 36), Heading(_("Rows"), 10)]
        yield Listed(_("Too long for this file"), heads, left_out)


def _answer(looked: Looked, form: str, made: Attached) -> HttpResponse:
    about = {"list": "report", "form": form, "place": looked.node.id, "rows": len(looked.shown.lines)}
    audit.write(looked.worker, "export", looked.report.id, **about)
    response = HttpResponse(made.content, content_type=made.mime)
    response.headers["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
    return response
