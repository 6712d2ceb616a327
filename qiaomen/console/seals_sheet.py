"""Seals as a file: the rows of their page. No name stands in it."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import seals_page
from qiaomen.console.asked import shows_health, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Heading
from qiaomen.seals import queries


def seals(request: HttpRequest) -> Sheet:
    """The seals of the view that the page shows."""
    worker, now = worker_of(request), timezone.now()
    shown = next((one for one in queries.SHOWN if one == request.GET.get("show", "holding")), None)
    if shown is None:
        raise Problem("access.not_found")
    found = queries.of(queries.seals(worker, shows_health=shows_health(worker), verb=Verb.EXPORT), shown, now)
    headings = [
        Heading(pgettext("place", "Where"), 32), Heading(_("Door"), 14), Heading(_("Kind"), 10),
        Heading(_("Ground"), 24), Heading(pgettext("seal", "Put on"), 17), Heading(_("By"), 12),
        Heading(_("Ends"), 17), Heading(_("State"), 12), Heading(pgettext("seal", "Openings"), 8),
        Heading(pgettext("seal", "Opened last"), 17), Heading(pgettext("seal", "Not explained"), 8),
        Heading(_("Emergency number"), 14),
    ]  # fmt: skip
    rows = (
        [
            one.row.where, one.row.label, one.form, one.ground, one.row.put_at, one.row.put_by_name, one.ends_at,
            one.ended or one.standing, one.row.openings, one.row.opened_at, len(one.row.unexplained),
            one.row.emergency,
        ]
        for one in seals_page.lines(found, now)
    )  # fmt: skip
    return Sheet(_("Seals"), headings, rows, {"show": shown})
