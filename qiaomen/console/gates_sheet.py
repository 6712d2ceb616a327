"""The gates' lists as files: the same rows as the pages, names masked."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.console import alarms_page, gates_page, gates_words
from qiaomen.console.asked import shows_health, worker_of
from qiaomen.console.gates_page import Seen
from qiaomen.console.sheets import Sheet
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.gates.models import Alarm, Passage
from qiaomen.gates.queries import inside, log, standing
from qiaomen.places.models import Place

# Passages read at a time.
CHUNK = 1000


def passages(request: HttpRequest) -> Sheet:
    """A log, the newest first."""
    seen = gates_page.asked(request, verb=Verb.EXPORT)
    title = _("Passages: %(what)s") % {"what": gates_words.said(gates_words.SHOWN_WORDS, seen.shown)}
    found = log.passages(seen.ids, seen.shown, seen.since, seen.until, health=seen.health)
    return Sheet(title, _headings(), _passages(seen, found), _about(seen) | {"show": seen.shown})


def missed(request: HttpRequest) -> Sheet:
    """Passages that missed a suspension, whichever day, the newest first."""
    seen = gates_page.asked(request, verb=Verb.EXPORT)
    return Sheet(_("Missed suspensions"), _headings(), _passages(seen, log.missed(seen.ids)), {})


def _headings() -> list[Heading]:
    return [
        Heading(_("When"), 17), Heading(pgettext("compound", "Gate"), 20), Heading(_("Direction"), 8),
        Heading(pgettext("person", "Name")),
        Heading(pgettext("passage", "Verdict"), 16), Heading(pgettext("pass", "Colour"), 8), Heading(_("People"), 8),
        Heading(_("Details"), 40), Heading(_("Noticed"), 32), Heading(pgettext("gate", "Lane"), 8),
        Heading(_("Received"), 17),
    ]  # fmt: skip


def _passages(seen: Seen, found: QuerySet[Passage]) -> Iterator[Sequence[Cell]]:
    start: list[Passage] = []
    for one in found.iterator(CHUNK):
        start.append(one)
        if len(start) == CHUNK:
            yield from _cells(seen, start)
            start = []
    yield from _cells(seen, start)


def _cells(seen: Seen, several: Sequence[Passage]) -> Iterator[Sequence[Cell]]:
    sep = _(", ")
    for row in gates_page.rows(log.lines(several), health=seen.health):
        one = row.passage
        yield [
            one.at, row.gate, gates_words.direction(one.direction), row.who, row.verdict, row.colour_word, one.people,
            sep.join(row.notes), sep.join(row.urgent), one.lane, one.known_at,
        ]  # fmt: skip


def alarms(request: HttpRequest) -> Sheet:
    """Alarms at gates and checkpoints, those under way and those that were, the newest first."""
    worker = worker_of(request)
    posts = [post.id for post in standing.posts(worker, Verb.EXPORT)]
    headings = [
        Heading(_("When"), 17), Heading(pgettext("compound", "Gate"), 24), Heading(pgettext("alarm", "What"), 24),
        Heading(_("State"), 20), Heading(pgettext("alarm", "Told"), 28), Heading(_("What happened"), 48),
    ]  # fmt: skip
    found = Alarm.objects.filter(gate__in=posts).order_by("-at", "-id")
    return Sheet(_("Alarms"), headings, _alarms(found, health=shows_health(worker)), {})


def _alarms(found: QuerySet[Alarm], *, health: bool) -> Iterator[Sequence[Cell]]:
    sep = _(", ")
    waiting = found.iterator(CHUNK)
    while several := list(islice(waiting, CHUNK)):
        for row in alarms_page.rows(several, may_act=set(), health=health):
            state = alarms_page.STATES[row.state]
            yield [row.alarm.at, row.gate, row.title, str(state), row.told, sep.join(row.story)]


def present(request: HttpRequest) -> Sheet:
    """Who is inside."""
    seen = gates_page.asked(request, verb=Verb.EXPORT)
    gates = Place.objects.select_related("parent").in_bulk(seen.ids)
    headings = [
        Heading(_("In since"), 17), Heading(pgettext("compound", "Gate"), 20), Heading(pgettext("person", "Name")),
        Heading(_("Door"), 14),
        Heading(pgettext("visitor", "Why"), 14), Heading(_("People"), 8),
    ]  # fmt: skip
    cells: list[list[Cell]] = [
        [
            one.at, gates_words.gate_name(gates[one.gate]), gates_page.masked(one.name or ""), one.door or "",
            gates_words.said(gates_words.PURPOSES, one.purpose or ""), one.people,
        ]
        for one in inside.present(seen.ids)
    ]  # fmt: skip
    return Sheet(_("Inside"), headings, cells, _about(seen))


def _about(seen: Seen) -> dict[str, object]:
    about: dict[str, object] = {"day": seen.day.isoformat()}
    if seen.gate is not None:
        about["gate"] = seen.gate.id
    if seen.place is not None:
        about["place"] = seen.place.id
    return about
