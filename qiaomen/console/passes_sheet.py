"""Passes as a file: the rows of their page, names masked."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.console import passes_page
from qiaomen.console.asked import worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.passes import asks
from qiaomen.passes.models import Pass

CHUNK = 1_000


def passes(request: HttpRequest) -> Sheet:
    """The view of passes that the address names, whole."""
    worker, view = worker_of(request), passes_page.view_of(request.GET.get("view"))
    if view in ("waiting", "refused"):
        return _asked(worker, view)
    found = passes_page.stopped(worker, Verb.EXPORT) if view == "stopped" else passes_page.seen(worker, Verb.EXPORT)
    headings = [
        Heading(pgettext("person", "Name")), Heading(pgettext("home", "Where"), 40), Heading(_("Carried on"), 8),
        Heading(_("State"), 10), Heading(_("Colour"), 8), Heading(_("Reason"), 24), Heading(_("Issued"), 17),
        Heading(_("Since"), 17), Heading(_("Ends"), 17), Heading(_("Counts in"), 30), Heading(_("Pass"), 38),
    ]  # fmt: skip
    return Sheet(_("Passes"), headings, _rows(worker, list(found)), {"view": view})


def _asked(worker: Worker, view: str) -> Sheet:
    headings = [
        Heading(pgettext("home", "Where"), 40), Heading(pgettext("person", "Name")), Heading(_("Carried on"), 8),
        Heading(_("Asked"), 17), Heading(pgettext("passes", "Refused"), 17), Heading(_("Why not"), 24),
    ]  # fmt: skip
    several = asks.waiting(worker) if view == "waiting" else asks.refused(worker)
    found = passes_page.asked(worker, list(several), masked=True)
    cells = [[one.where, one.name, one.form, one.at, one.refused_at, one.reason] for one in found]
    width = 4 if view == "waiting" else 6
    return Sheet(_("Passes"), headings[:width], [row[:width] for row in cells], {"view": view})


def _rows(worker: Worker, found: Sequence[Pass]) -> Iterator[Sequence[Cell]]:
    for start in range(0, len(found), CHUNK):
        for one in passes_page.lines(worker, found[start : start + CHUNK], masked=True):
            yield [
                one.name, one.where, one.form, one.state_word, one.colour, one.reason, one.issued_at, one.since,
                one.ends, _(", ").join(one.areas), str(one.id),
            ]  # fmt: skip
