"""Findings as a file: the rows of their page."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import findings_page
from qiaomen.console.asked import worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Heading
from qiaomen.supervision import queries


def findings(request: HttpRequest) -> Sheet:
    """The findings of the view that the page shows."""
    shown = next((one for one in queries.SHOWN if one == request.GET.get("show", "unsettled")), None)
    if shown is None:
        raise Problem("access.not_found")
    now = timezone.now()
    found = queries.of(queries.findings(worker_of(request), now=now, verb=Verb.EXPORT), shown)
    headings = [
        Heading(_("What"), 24), Heading(pgettext("home", "Where"), 32), Heading(_("Door"), 14),
        Heading(_("State"), 16), Heading(_("Overdue"), 8), Heading(_("Who puts it right"), 24),
        Heading(_("Due"), 17), Heading(_("Found"), 17), Heading(_("Found by"), 12), Heading(_("Put right"), 17),
        Heading(_("Looked at again"), 17), Heading(_("Closed"), 17), Heading(_("Opened again"), 8),
        Heading(_("Times in 30 days"), 8),
    ]  # fmt: skip
    rows = (
        [
            one.what, one.row.where, one.row.label, one.state, _("yes") if one.is_overdue else "",
            one.row.organisation_name, one.row.due_at, one.row.found_at, one.row.finder, one.row.rectified_at,
            one.row.looked_at, one.row.closed_at, one.row.reopened, one.row.times,
        ]
        for one in findings_page.lines(found, now)
    )  # fmt: skip
    return Sheet(_("Findings"), headings, rows, {"show": shown})
