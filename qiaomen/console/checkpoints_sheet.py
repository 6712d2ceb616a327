"""Checkpoints as files: side by side, by the hour, and the stops behind a number; plates are masked."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.checkpoints import counts, queries
from qiaomen.checkpoints.counts import Counts
from qiaomen.console import checkpoints_page
from qiaomen.console.asked import shows_health
from qiaomen.console.checkpoints_page import NAMES, Seen
from qiaomen.console.sheets import Sheet
from qiaomen.console.views.checkpoints import asked_stops
from qiaomen.exchange.workbooks import Cell, Heading

CHUNK = 2000


def side_by_side(request: HttpRequest) -> Sheet:
    """A line for each checkpoint, and the sum."""
    seen = checkpoints_page.asked(request, Verb.EXPORT)
    found = counts.by_place(seen.ids, seen.period)
    lines = [(place.name, found[place.id]) for place in seen.places]
    lines.append((_("all"), counts.total(list(found.values()))))
    return _counted(seen, _("Checkpoints"), pgettext("checkpoints", "Checkpoint"), 24, lines)


def by_the_hour(request: HttpRequest) -> Sheet:
    """A line for each hour, and the sum."""
    seen = checkpoints_page.asked(request, Verb.EXPORT)
    found = counts.by_hour(seen.ids, seen.period)
    lines: list[tuple[Cell, Counts]] = [*found, (_("all"), counts.total([one for _at, one in found]))]
    return _counted(seen, _("Checkpoints by the hour"), _("Hour"), 17, lines)


def stops(request: HttpRequest) -> Sheet:
    """The vehicles behind a number."""
    seen = checkpoints_page.asked(request, Verb.EXPORT)
    wanted = asked_stops(request, seen)
    health = shows_health(seen.worker)
    names = ["people", "own", "elsewhere", "abroad", "unknown", "people_turned_back", "measured"]
    names += ["high", "fevers"] if health else []
    headings = [
        Heading(_("When"), 17), Heading(pgettext("checkpoints", "Checkpoint"), 24), Heading(_("Lane"), 8),
        Heading(_("Vehicle"), 14), Heading(_("Plate"), 16), Heading(_("Turned back because"), 24),
        *(Heading(str(NAMES[name]), 10) for name in names),
    ]  # fmt: skip
    about = {**{key: value for key, value in seen.query.items() if value is not None}, "count": wanted.count}
    title = f"{_('Checkpoints')} {NAMES[wanted.count]}"
    return Sheet(title, headings, _stop_rows(seen, wanted, names), about)


def _stop_rows(seen: Seen, wanted: queries.Wanted, names: Sequence[str]) -> Iterator[Sequence[Cell]]:
    found = queries.stops(wanted)
    for start in range(0, found.count(), CHUNK):
        for row in checkpoints_page.rows(seen, list(found[start : start + CHUNK])):
            stop = row.stop
            numbers = [getattr(stop, name) for name in names]
            yield [stop.at, row.where, stop.lane, row.vehicle, row.plate, row.reason, *numbers]


def _counted(seen: Seen, title: str, first: str, width: int, lines: Sequence[tuple[Cell, Counts]]) -> Sheet:
    names = checkpoints_page.shown_counts(seen.worker)
    headings = [Heading(first, width), *(Heading(str(NAMES[name]), 12) for name in names)]
    about = {key: value for key, value in seen.query.items() if value is not None}
    return Sheet(title, headings, [[key, *(one[name] for name in names)] for key, one in lines], about)
