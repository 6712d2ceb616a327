"""Messages with their recipients, templates, channels and rounds, as files: the rows of their pages, names masked."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import locate
from qiaomen.console import telling_page
from qiaomen.console.asked import id_of, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.outreach import channels, queries, queries_rounds
from qiaomen.outreach.models import Language, Message, Template
from qiaomen.outreach.queries_rounds import Spot
from qiaomen.places.naming import names_of

CHUNK = 2000


def messages(request: HttpRequest) -> Sheet:
    """Every message with its counts."""
    found = list(queries.sent(worker_of(request), verb=Verb.EXPORT))
    headings = [
        Heading(_("When"), 17), Heading(pgettext("message", "What it is about"), 32),
        Heading(pgettext("message", "To whom"), 20), Heading(pgettext("message", "Where"), 20),
        Heading(pgettext("message", "Recipients"), 10), Heading(pgettext("message", "Told"), 10),
        Heading(pgettext("message", "Missed"), 10), Heading(pgettext("message", "Waiting"), 10),
        Heading(_("Delivered"), 10), Heading(_("State"), 20),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            one.message.made_at, one.message.title, one.who, one.message.place.name, one.numbers.all, one.numbers.sent,
            one.numbers.missed, one.numbers.waiting, one.numbers.delivered, one.state,
        ]
        for one in telling_page.listed(found)
    ]  # fmt: skip
    return Sheet(pgettext("room", "Messages"), headings, rows, {})


def recipients(request: HttpRequest) -> Sheet:
    """The recipients of a message that its page lists."""
    id = id_of(request, "message")
    if id is None:
        raise Problem("access.not_found")
    found = queries.message_for(worker_of(request), id, Verb.EXPORT)
    show, why = request.GET.get("show", "all"), request.GET.get("why", "")
    if show not in (*queries.SHOWN, "all"):
        raise Problem("access.not_found")
    headings = [
        Heading(pgettext("round", "Where"), 40), Heading(_("Door"), 14), Heading(_("Channel or who"), 20),
        Heading(_("State"), 32),
        Heading(pgettext("message", "Told"), 17), Heading(_("Delivered"), 17),
        Heading(pgettext("message", "Missed"), 17), Heading(_("Sent to again"), 10),
    ]  # fmt: skip
    return Sheet(
        pgettext("message", "Recipients"),
        headings,
        _recipient_rows(found, show, why),
        {"message": found.id, "show": show},
    )


def _recipient_rows(found: Message, show: str, why: str) -> Iterator[Sequence[Cell]]:
    start = 0
    while some := queries.tellings(found, show=show, why=why, start=start, most=CHUNK):
        start += len(some)
        for line in telling_page.lines(some):
            row = line.row
            yield [
                row.where, row.label, line.name, line.state, row.sent_at, row.delivered_at, row.missed_at,
                _("yes") if row.retried_in else "",
            ]  # fmt: skip


def templates(request: HttpRequest) -> Sheet:
    """The templates."""
    worker_of(request)
    headings = [
        Heading(pgettext("template", "Name"), 24), Heading(_("In Chinese"), 60), Heading(_("In English"), 60),
        Heading(_("in use"), 8),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.title, one.zh, one.en, _("yes") if one.is_offered else _("no")] for one in Template.objects.all()
    ]
    return Sheet(pgettext("room", "Templates"), headings, rows, {})


def channel_rows(request: HttpRequest) -> Sheet:
    """The channels with their addresses covered."""
    found = list(queries.channels(worker_of(request), Verb.ADMINISTER))
    where = names_of([one.place.path for one in found])
    headings = [
        Heading(pgettext("channel", "Whom it reaches"), 40), Heading(pgettext("channel", "Name"), 24),
        Heading(pgettext("channel", "Address"), 32), Heading(pgettext("message", "Language"), 12),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [where[one.place.path] or one.place.name, one.name, channels.masked(one), str(Language(one.language).label)]
        for one in found
    ]
    return Sheet(pgettext("room", "Channels"), headings, rows, {})


def rounds(request: HttpRequest) -> Sheet:
    """Every round with its counts."""
    found, now = queries_rounds.rounds(worker_of(request), Verb.EXPORT), timezone.now()
    locate(found)
    headings = [
        Heading(pgettext("round", "Name"), 28), Heading(pgettext("round", "What is done"), 28),
        Heading(pgettext("round", "Where"), 28),
        Heading(pgettext("round", "Until"), 17), Heading(pgettext("round", "Places"), 8),
        Heading(pgettext("round", "Done"), 8),
        Heading(pgettext("round", "Missing"), 8), Heading(_("State"), 16),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            one.title, telling_page.round_what(one), one.where, one.due, one.places, one.done, one.missing,
            telling_page.round_stage(one, now)[0],
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(pgettext("room", "Rounds"), headings, rows, {})


def round_places(request: HttpRequest) -> Sheet:
    """The places of a round that its page lists."""
    id = id_of(request, "outreach_round")
    if id is None:
        raise Problem("access.not_found")
    found = queries_rounds.round_for(worker_of(request), id, Verb.EXPORT)
    show = request.GET.get("show")
    missing = {"missing": True, "done": False}.get(show) if show else None
    headings = [
        Heading(pgettext("round", "Where"), 40), Heading(_("State"), 12), Heading(_("When"), 17), Heading(_("By"), 14),
        Heading(_("Photos"), 8),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.where, _place_state(one), one.at, one.by, one.photos]
        for one in telling_page.spots(queries_rounds.spots(found.id, missing=missing))
    ]  # fmt: skip
    return Sheet(found.title, headings, rows, {"round": found.id})


def _place_state(one: Spot) -> str:
    return pgettext("round", "Done") if one.record else pgettext("round", "Missing")
