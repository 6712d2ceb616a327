"""Disinfection as a file: what is owed, or the rounds made, as the page shows them."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import disinfection_page
from qiaomen.console.asked import shows_health, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.disinfection import queries
from qiaomen.exchange.workbooks import Heading

MOST = 20_000


def disinfection(request: HttpRequest) -> Sheet:
    """The rows of the view that the page shows."""
    shown = request.GET.get("show", "late")
    if shown not in disinfection_page.SHOWN:
        raise Problem("access.not_found")
    return _rounds(request) if shown == "rounds" else _owed(request, shown)


def _owed(request: HttpRequest, shown: str) -> Sheet:
    worker = worker_of(request)
    every = queries.owed(worker, now=timezone.now(), shows_health=shows_health(worker), verb=Verb.EXPORT)
    found = [one for one in every if one.stands == shown]
    headings = [
        Heading(pgettext("place", "Where"), 32), Heading(_("Door"), 14), Heading(_("Why"), 18), Heading(_("State"), 12),
        Heading(pgettext("disinfection", "Last"), 17), Heading(_("Due"), 17),
    ]  # fmt: skip
    rows = (
        [line.row.where, line.row.label, line.why, line.stands, line.row.last_at, line.row.due_at]
        for line in disinfection_page.lines(found)
    )
    return Sheet(_("Disinfection"), headings, rows, {"show": shown})


def _rounds(request: HttpRequest) -> Sheet:
    worker = worker_of(request)
    found = queries.rounds(areas(worker, Verb.EXPORT), shows_health=shows_health(worker), most=MOST)
    headings = [
        Heading(_("When"), 17), Heading(pgettext("place", "Where"), 32), Heading(_("Door"), 14), Heading(_("Why"), 18),
        Heading(_("Product"), 20), Heading(_("mg per litre"), 10), Heading(_("m²"), 8), Heading(_("Photos"), 8),
        Heading(_("By"), 12),
    ]  # fmt: skip
    rows = (
        [
            one.row.at, one.row.where, one.row.label, one.why, one.row.product, one.row.concentration, one.row.area,
            one.row.photos, one.row.worker,
        ]
        for one in disinfection_page.made(found)
    )  # fmt: skip
    return Sheet(_("Rounds of disinfection"), headings, rows, {"show": "rounds"})
