"""Suspended venues as a file: the rows of their page."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.queries import place_for
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import venues_page
from qiaomen.console.asked import id_of, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Heading
from qiaomen.monitoring.notice_words import BODIES
from qiaomen.venues import queries


def venues(request: HttpRequest) -> Sheet:
    """The orders of the view that the page shows."""
    worker, wanted = worker_of(request), id_of(request, "place")
    shown = next((one for one in queries.SHOWN if one == request.GET.get("show", "in_force")), None)
    if shown is None:
        raise Problem("access.not_found")
    below = place_for(worker, wanted, Verb.EXPORT).path if wanted else ""
    found = queries.suspended(worker, now=timezone.now(), shown=shown, below=below, verb=Verb.EXPORT)
    headings = [
        Heading(pgettext("home", "Where"), 32), Heading(_("Door"), 14), Heading(_("Kind"), 10), Heading(_("State"), 14),
        Heading(_("Ground"), 24), Heading(_("From"), 17), Heading(_("Until"), 17), Heading(_("Ordered by"), 18),
        Heading(_("Number of the paper"), 20), Heading(_("Served"), 17), Heading(_("Looked again"), 17),
        Heading(pgettext("second look", "It is"), 18), Heading(_("Found open"), 8), Heading(_("Reopened"), 17),
    ]  # fmt: skip
    rows = (
        [
            one.row.where, one.row.label, one.kind, one.state, one.ground, one.row.since, one.row.until,
            str(BODIES[one.row.ordered_by]), one.row.document, one.row.served_at, one.row.looked_at, one.found,
            one.row.found_open, one.row.reopened_at,
        ]
        for one in venues_page.lines(found)
    )  # fmt: skip
    about: dict[str, object] = {"show": shown} | ({"place": wanted} if wanted else {})
    return Sheet(_("Suspended venues"), headings, rows, about)
