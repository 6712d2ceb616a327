"""Who stays at stations as a file: the rows of their pages, names masked."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import stations_page
from qiaomen.console.asked import id_of, shows_health, worker_of
from qiaomen.console.sheets import Sheet, mask
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.people.models import Sex
from qiaomen.stations import queries
from qiaomen.stations.queries import Station


def stations(request: HttpRequest) -> Sheet:
    """Everybody who stays, station by station; of one station where it is named."""
    worker, wanted = worker_of(request), id_of(request, "station")
    if not shows_health(worker):
        raise Problem("access.forbidden")
    found = queries.stations(worker, now=timezone.now(), verb=Verb.EXPORT)
    if wanted is not None:
        found = [one for one in found if one.place.id == wanted]
        if not found:
            raise Problem("access.not_found")
    headings = [
        Heading(_("Station"), 24), Heading(_("Bed"), 16), Heading(pgettext("person", "Name")), Heading(_("Sex"), 6),
        Heading(_("Year of birth"), 8), Heading(pgettext("home", "Where"), 32), Heading(_("Door"), 14),
        Heading(_("Arrived"), 17), Heading(_("Measure"), 18), Heading(_("Days credited"), 8),
        Heading(_("Home from"), 14), Heading(_("Tests"), 20), Heading(_("Next"), 20),
    ]  # fmt: skip
    return Sheet(_("Stations"), headings, _rows(found), {"station": wanted} if wanted else {})


def _rows(found: Sequence[Station]) -> Iterator[Sequence[Cell]]:
    for station in found:
        for one in stations_page.lines(station.guests, station.today):
            guest = one.guest
            yield [
                station.place.name, one.bed, mask(guest.name), str(Sex(guest.sex).label), guest.birth_year, guest.where,
                guest.label, guest.arrived_at, one.measure, guest.credited_by(station.today),
                guest.home_from or (one.home if guest.bound_for else None),
                one.tests, one.next,
            ]  # fmt: skip
