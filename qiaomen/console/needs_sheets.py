"""What residents wrote, as files: where and what, never the words nor who wrote them."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import needs_page, phone_back_page
from qiaomen.console.asked import shows_health, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Cell, Heading


def needs(request: HttpRequest) -> Sheet:
    """What people ask for: the rows of the page, all of them."""
    worker = worker_of(request)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    headings = [
        Heading(pgettext("home", "Where"), 32), Heading(_("Door"), 14), Heading(_("What"), 24),
        Heading(pgettext("need", "How soon"), 14), Heading(_("People"), 8), Heading(pgettext("need", "Asked"), 17),
        Heading(_("State"), 12), Heading(pgettext("need", "In hand of"), 12), Heading(pgettext("need", "Answered"), 17),
        Heading(_("By"), 16),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [
            row.where, row.label, row.one.get_what_display(), row.one.get_urgency_display(), row.one.people,
            row.one.asked_at, row.one.get_state_display(), row.helper, row.one.answered_at, row.by,
        ]
        for row in needs_page.needs(worker, verb=Verb.EXPORT, most=None)
    ]  # fmt: skip
    return Sheet(pgettext("room", "Help asked for"), headings, lines, {})


def phone_back(request: HttpRequest) -> Sheet:
    """Households to phone back."""
    headings = [
        Heading(pgettext("home", "Where"), 32), Heading(_("Door"), 14), Heading(_("Reported"), 17),
        Heading(pgettext("self-report", "In the sample"), 10),
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [one.where, one.label, one.at, _("yes") if one.sampled else ""]
        for one in phone_back_page.reported(worker_of(request), verb=Verb.EXPORT, most=None)
    ]
    return Sheet(pgettext("room", "To phone back"), headings, lines, {})
