"""The report's lists as files: the rows of its pages, names masked."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.base.numbers import number_of
from qiaomen.base.problems import Problem
from qiaomen.console import reports_page
from qiaomen.console.asked import id_of, worker_of
from qiaomen.console.reports_definition_page import counted
from qiaomen.console.reports_page import Looked
from qiaomen.console.sheets import Sheet, mask
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.reports import editions, listing, phoned, sending, showing
from qiaomen.reports.listing import Row, Show
from qiaomen.reports.members import Member
from qiaomen.reports.models import Edition
from qiaomen.reports.models_sending import State, Way
from qiaomen.reports.shown import minute

SHOWS: tuple[Show, ...] = ("all", "new", "gone", "came", "taken")
CHUNK = 5_000


def members(request: HttpRequest) -> Sheet:
    """The list behind a number."""
    looked, figure, show = asked_figure(request, _report(request), request.GET.get("figure", ""), Verb.EXPORT)
    headings = member_headings()
    column = next(one for one in looked.shown.columns if one.key == figure)
    about = {"report": looked.report.id, "figure": figure, "place": looked.node.id, "show": show}
    found = listing.members(looked.report, figure, [looked.node.path], show)
    return Sheet(f"{column.name} {minute(looked.report.cut_at)}", headings, member_rows(found), about)


def member_headings() -> list[Heading]:
    """The heads of every list behind a number."""
    return [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(pgettext("person", "Name")),
        Heading(_("Counts for"), 10),
    ]  # fmt: skip


def member_rows(found: Sequence[Member]) -> Iterator[Sequence[Cell]]:
    """The rows, some thousands at a time."""
    for start in range(0, len(found), CHUNK):
        for row in listing.told(found[start : start + CHUNK]):
            yield member_cells(row)


def member_cells(row: Row) -> Sequence[Cell]:
    """A member with its name masked."""
    return [row.where, row.label, mask(row.name), row.amount]


def places(request: HttpRequest) -> Sheet:
    """All places of the report with all its figures."""
    looked = reports_page.look(request, _report(request), Verb.EXPORT)
    headings = [
        Heading(pgettext("report", "Place"), 28), Heading(_("Level"), 12), Heading(_("Code"), 14),
        *(Heading(one.name, 12) for one in looked.shown.columns),
    ]  # fmt: skip
    rows: list[list[Cell]] = [[line.name, line.level, line.code, *line.numbers] for line in looked.shown.lines]
    return Sheet(looked.shown.filename, headings, rows, {"report": looked.report.id, "place": looked.node.id})


def earlier(request: HttpRequest) -> Sheet:
    """The reports that there are."""
    found = reports_page.visible(worker_of(request), Verb.EXPORT).defer("tree", "numbers")
    headings = [
        Heading(pgettext("report", "Place"), 28), Heading(_("Cut-off"), 17), Heading(_("Frozen"), 17),
        Heading(pgettext("report", "Change number"), 10), Heading(_("Definition"), 10), Heading("SHA-256", 66),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.place.name, one.cut_at, one.known_at, one.known_seq, one.edition.number, bytes(one.digest).hex()]
        for one in found
    ]
    return Sheet(_("Daily reports"), headings, rows, {})


def changes(request: HttpRequest) -> Sheet:
    """What changed since the report before."""
    looked = reports_page.look(request, _report(request), Verb.EXPORT)
    headings = [
        Heading(_("Figure"), 36), Heading(_("Report before, as sent"), 14), Heading(_("As known now"), 14),
        Heading(_("This report"), 14), Heading(pgettext("report", "Change"), 12), Heading(_("Counted"), 36),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.column.name, one.then, one.then_now, one.now, one.change, one.column.says]
        for one in reports_page.differences(looked)
    ]
    return Sheet(_("What changed"), headings, rows, {"report": looked.report.id})


def definition(request: HttpRequest) -> Sheet:
    """What is counted: the figures of an edition, or of the definition that ships."""
    number = number_of(request.GET.get("edition", ""))
    found = editions.in_force() if number is None else Edition.objects.filter(number=number).first()
    document = editions.document_of(found) if found else editions.definition_now()
    headings = [
        Heading(_("Group"), 20), Heading(_("Figure"), 36), Heading(_("Key"), 24),
        Heading(pgettext("figure", "Counts"), 28), Heading(pgettext("figure", "Of which"), 36), Heading(_("As of"), 36),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [group.name, one.name, one.key, one.what, one.where, one.when]
        for group in counted(document)
        for one in group.figures
    ]
    return Sheet(showing.said(document.name), headings, rows, {"edition": found.number if found else 0})


def calls(request: HttpRequest) -> Sheet:
    """What was reported by phone, without the words."""
    found = phoned.calls(worker_of(request), verb=Verb.EXPORT)
    names = figure_names()
    headings = [
        Heading(_("Said"), 17), Heading(pgettext("report", "Place"), 32), Heading(_("Figure"), 28),
        Heading(_("Number"), 10), Heading(_("Typed by"), 14), Heading(_("Corrected"), 10),
    ]  # fmt: skip
    where = phoned.where(found)
    rows: list[list[Cell]] = [
        [
            one.at, where[one.path], names.get(one.figure, one.figure), one.amount, one.typed_by,
            _("yes") if one.is_corrected else "",
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(_("Phone desk"), headings, rows, {})


def sendings(request: HttpRequest) -> Sheet:
    """What was sent to whom, with the last receipt."""
    headings = [
        Heading(_("Report"), 32), Heading(_("Recipient"), 24), Heading(_("State"), 12), Heading(_("Attempts"), 8),
        Heading(_("Received"), 17), Heading(_("Last receipt"), 60), Heading("SHA-256", 66),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            reports_page.title_of(one.report), one.recipient.name, str(State(one.state).label), one.attempts,
            one.sent_at, receipt_words(one.receipts[-1]) if one.receipts else "",
            bytes(one.digest).hex() if one.digest else "",
        ]
        for one in sending.sendings(worker_of(request), Verb.ADMINISTER)
    ]  # fmt: skip
    return Sheet(_("Sent reports"), headings, rows, {})


def recipients(request: HttpRequest) -> Sheet:
    """Who gets reports; addresses masked."""
    headings = [
        Heading(_("Recipient"), 28), Heading(pgettext("report", "Place"), 28), Heading(pgettext("sending", "How"), 12),
        Heading(pgettext("sending", "Where to"), 36), Heading(_("Attached"), 20), Heading(_("Their own table"), 24),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            one.name, one.place.name, str(Way(one.way).label), sending.address_of(one).masked,
            ", ".join(one.forms), one.table.name if one.table else "",
        ]
        for one in sending.recipients(worker_of(request))
    ]  # fmt: skip
    return Sheet(_("Recipients"), headings, rows, {})


def receipt_words(receipt: dict[str, object]) -> str:
    """A receipt on one line: 200 received 0815."""
    return " ".join(str(part) for part in (receipt["code"] or "", receipt["answer"]) if part)


def asked_figure(request: HttpRequest, report: UUID, figure: str, verb: Verb = Verb.SEE) -> tuple[Looked, str, Show]:
    """Which list of a report is asked for. Raises `access.not_found`, also for what is about health and not theirs."""
    looked = reports_page.look(request, report, verb)
    show = next((one for one in SHOWS if one == request.GET.get("show", "all")), None)
    if show is None or figure not in [column.key for column in looked.shown.columns]:
        raise Problem("access.not_found")
    return looked, figure, show


def figure_names() -> dict[str, str]:
    """What the figures that calls may report are called."""
    return {phoned.figure_key(one): showing.said(one.name) for one in phoned.figures_of(editions.definition_now())}


def _report(request: HttpRequest) -> UUID:
    report = id_of(request, "report")
    if report is None:
        raise Problem("access.not_found")
    return report
