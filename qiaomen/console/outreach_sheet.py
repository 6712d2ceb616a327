"""What was handed out, as files: by title, and each handout."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.console import outreach_page
from qiaomen.console.outreach_page import Seen
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.outreach import counts
from qiaomen.outreach.models import MaterialForm

CHUNK = 2000


def titles(request: HttpRequest) -> Sheet:
    """A line for each title, and the sum."""
    seen = outreach_page.asked(request, Verb.EXPORT)
    found = counts.by_title(seen.paths, since=seen.period.since, until=seen.period.until)
    headings = [
        Heading(pgettext("material", "Title"), 48), Heading(pgettext("material", "Kind"), 10), Heading(_("Copies"), 10),
        Heading(_("Handouts"), 10), Heading(pgettext("material", "Printed"), 10), Heading(_("Left over"), 10),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            one.one.title,
            str(MaterialForm(one.one.form).label),
            one.one.copies,
            one.one.handouts,
            one.one.stock,
            one.left,
        ]
        for one in outreach_page.with_stock(seen, found)
    ]
    rows.append([_("all"), "", sum(one.copies for one in found), sum(one.handouts for one in found), None, None])
    return Sheet(_("Handed out"), headings, rows, _about(seen))


def handouts(request: HttpRequest) -> Sheet:
    """The handouts that the page lists."""
    seen = outreach_page.asked(request, Verb.EXPORT)
    headings = [
        Heading(_("When"), 17), Heading(pgettext("material", "Title"), 48), Heading(_("Copies"), 10),
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(pgettext("handout", "How"), 20),
    ]  # fmt: skip
    return Sheet(_("Handouts"), headings, _rows(seen), _about(seen))


def _rows(seen: Seen) -> Iterator[Sequence[Cell]]:
    found = outreach_page.handouts(seen)
    for start in range(0, found.count(), CHUNK):
        for row in outreach_page.rows(list(found[start : start + CHUNK])):
            yield [row.handout.at, row.title, row.handout.copies, row.where, row.label, row.way]


def _about(seen: Seen) -> dict[str, object]:
    return {key: value for key, value in seen.query.items() if value is not None}
