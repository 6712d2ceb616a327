"""People under a measure, and cases, as files: the rows of their pages, names masked."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import cases_page, episodes_page
from qiaomen.console.asked import shows_health, worker_of
from qiaomen.console.sheets import Sheet, mask
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.monitoring import queries
from qiaomen.monitoring.queries.homes import SHOWN
from qiaomen.people.models import Sex


def episodes(request: HttpRequest) -> Sheet:
    """The board, in its order."""
    worker, shown = _health(request), request.GET.get("show", "live")
    if shown not in SHOWN:
        raise Problem("access.not_found")
    headings = [
        Heading(pgettext("person", "Name")), Heading(pgettext("home", "Where"), 32), Heading(_("Door"), 14),
        Heading(_("Measure"), 18), Heading(_("State"), 18), Heading(_("Day"), 16), Heading(_("Until"), 17),
        Heading(_("Days credited"), 8), Heading(_("Due"), 32), Heading(_("Last"), 32),
        Heading(pgettext("questions", "Open"), 40), Heading(_("Overdue"), 24),
    ]  # fmt: skip
    return Sheet(_("People under a measure"), headings, _episode_rows(worker, shown), {"show": shown})


def _episode_rows(worker: Worker, shown: str) -> Iterator[Sequence[Cell]]:
    now, sep = timezone.now(), _(", ")
    for one in episodes_page.lines(queries.board(worker, now=now, states=SHOWN[shown], verb=Verb.EXPORT), now):
        row = one.row
        yield [
            mask(row.name), row.where, row.label, one.measure, one.state, one.day, row.until, row.credited,
            sep.join(one.due), sep.join(one.last), sep.join(one.open), sep.join(one.late),
        ]  # fmt: skip


def cases(request: HttpRequest) -> Sheet:
    """The line list."""
    worker = _health(request)
    found = list(queries.line_list(worker, verb=Verb.EXPORT))
    locate(found)
    headings = [
        Heading(pgettext("person", "Name")), Heading(_("Sex"), 6), Heading(_("Year of birth"), 8),
        Heading(pgettext("home", "Where"), 32), Heading(_("Door"), 14), Heading(_("Case"), 18), Heading(_("Onset"), 17),
        Heading(_("Onset known"), 8), Heading(_("Reported"), 17), Heading(_("Recovered"), 17),
        Heading(_("Origin"), 12), Heading(_("First positive"), 17), Heading(_("Contacts"), 8),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            mask(one.case.name), str(Sex(one.case.sex).label), one.case.birth_year, one.case.where, one.case.label,
            one.status, one.case.onset, _("yes") if one.case.onset_known else _("no"), one.case.reported_at,
            one.case.recovered, one.origin, one.case.first_positive, one.case.contacts,
        ]
        for one in cases_page.lines(found)
    ]  # fmt: skip
    return Sheet(_("Cases"), headings, rows, {})


def _health(request: HttpRequest) -> Worker:
    worker = worker_of(request)
    if not shows_health(worker):
        raise Problem("access.forbidden")
    return worker
