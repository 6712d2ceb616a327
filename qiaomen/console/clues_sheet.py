"""Clues as a file: the rows of the view that the page shows, without words, and without who told them."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.clues import queries
from qiaomen.console import clues_page
from qiaomen.console.asked import worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Heading


def clues(request: HttpRequest) -> Sheet:
    """The clues of a view; with a reward its receipt's number."""
    shown = request.GET.get("show") or "open"
    if shown not in queries.SHOWN:
        raise Problem("access.not_found")
    now = timezone.now()
    found = queries.clues(worker_of(request), shown, now=now, verb=Verb.EXPORT)
    headings = [
        Heading(_("What"), 28), Heading(pgettext("clue", "Where"), 32), Heading(pgettext("clue", "Came by"), 20),
        Heading(pgettext("clue", "Told"), 17), Heading(_("State"), 18), Heading(pgettext("clue", "Late"), 8),
        Heading(pgettext("clue", "Who goes"), 14), Heading(_("Due"), 17), Heading(pgettext("clue", "Looked at"), 17),
        Heading(pgettext("clue", "Ended"), 17), Heading(pgettext("clue", "Handed on to"), 20),
        Heading(pgettext("clue", "Reports joined"), 8),
        Heading(pgettext("clue", "A joined report ended as"), 20), Heading(pgettext("clue", "Opened again"), 8),
        Heading(_("Reward"), 24), Heading(pgettext("clue", "Receipt"), 8), Heading(pgettext("clue", "Collected"), 17),
    ]  # fmt: skip
    rows = (
        [
            one.what, one.row.where, one.source, one.row.told_at, one.state, _("yes") if one.is_late else "",
            one.row.worker_name, one.row.due_at, one.row.seen_at, one.row.ended_at, one.row.handed_to, one.row.joined,
            one.ended_apart or one.ended_alone, one.row.reopened, one.reward, one.row.reward_number,
            one.row.collected_at,
        ]
        for one in clues_page.lines(found, now, doubles={}, series={})
    )  # fmt: skip
    return Sheet(pgettext("room", "Clues"), headings, rows, {"show": shown})
