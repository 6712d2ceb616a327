"""Findings as a file: the rows of their page."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import findings_page
from qiaomen.console.asked import id_of, shows_health, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Heading
from qiaomen.supervision import limits, queries, repeated
from qiaomen.supervision.models import What


def wanted(request: HttpRequest) -> tuple[queries.Shown, queries.Narrowed]:
    """The view that an address asks for, and what it is narrowed to. Raises `access.not_found` for one there is not."""
    asked = request.GET
    shown = next((one for one in queries.SHOWN if one == asked.get("show", "unsettled")), None)
    age = next((one for one in limits.AGES if one == asked.get("age")), None)
    what = asked.get("what", "")
    if shown is None or (asked.get("age") and age is None) or what not in ("", *What.values):
        raise Problem("access.not_found")
    place, organisation, worker = (id_of(request, name) for name in ("place", "organisation", "worker"))
    # The only span there is: that of who is found again and again.
    days = asked.get("days", "")
    if days not in ("", str(repeated.DAYS)):
        raise Problem("access.not_found")
    return shown, queries.Narrowed(age, what, place, organisation, worker, int(days) if days else None)


def findings(request: HttpRequest) -> Sheet:
    """The findings of the view that the page shows."""
    shown, narrowed = wanted(request)
    now = timezone.now()
    worker = worker_of(request)
    every = queries.findings(worker, now=now, shows_health=shows_health(worker), verb=Verb.EXPORT)
    found = queries.of(every, shown, now, narrowed)
    headings = [
        Heading(_("What"), 24), Heading(pgettext("place", "Where"), 32), Heading(_("Door"), 14),
        Heading(_("State"), 16), Heading(_("Overdue"), 8), Heading(_("Who puts it right"), 24),
        Heading(_("Answers for it"), 16), Heading(_("Duty"), 12),
        Heading(_("Due"), 17), Heading(_("Found"), 17), Heading(_("Found by"), 12), Heading(_("Put right"), 17),
        Heading(_("Looked at again"), 17), Heading(_("Closed"), 17), Heading(_("Opened again"), 8),
        Heading(_("Times in 30 days"), 8),
    ]  # fmt: skip
    rows = (
        [
            one.what, one.row.where, one.row.label, one.state, _("yes") if one.is_overdue else "",
            one.row.organisation_name, one.answers, one.duty, one.row.due_at, one.row.found_at,
            one.row.finder, one.row.rectified_at,
            one.row.looked_at, one.row.closed_at, one.row.reopened, one.row.times,
        ]
        for one in findings_page.lines(found, now)
    )  # fmt: skip
    return Sheet(_("Findings"), headings, rows, {"show": shown})
