"""The stations' endpoint: for who registers arrivals at a welcome station, its beds, who stays and who is expected."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from qiaomen.access.models import Worker
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import names_of
from qiaomen.passes.naming import masked
from qiaomen.stations import queries
from qiaomen.stations.expected import expected_at
from qiaomen.sync.views import author_of


class StationRoom(msgspec.Struct):
    """A room with so many beds, numbered from 1."""

    id: UUID
    name: str
    beds: int


class StationGuest(msgspec.Struct):
    """Somebody who stays, the name covered; `home`: the days are over and a test was negative."""

    person: UUID
    name: str
    label: str
    room: UUID | None
    bed: int | None
    arrived_at: datetime
    home_from: date | None
    home: bool
    owes_test: bool


class StationExpected(msgspec.Struct):
    """Somebody whom a rule asks to a station, the name covered, and where they live."""

    person: UUID
    name: str
    label: str
    where: str


class StationRow(msgspec.Struct):
    """A station of the author's."""

    id: UUID
    name: str
    rooms: list[StationRoom]
    guests: list[StationGuest]


class StationFeed(msgspec.Struct):
    """`GET /api/stations`."""

    server_time: datetime
    stations: list[StationRow]
    expected: list[StationExpected]


_encode = msgspec.json.Encoder().encode


@require_GET
@never_cache
@gzip_page
@by_token
def stations(request: HttpRequest) -> HttpResponse:
    """The stations where the author records; none for the police, since who stays there is somebody's health."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    worker, now = Worker.objects.get(pk=author.worker), timezone.now()
    found = [] if worker.is_police else queries.stations(worker, now=now, verb=Verb.RECORD)
    answer = StationFeed(now, [_row(one) for one in found], _expected(found))
    return HttpResponse(_encode(answer), content_type="application/json")


def _row(one: queries.Station) -> StationRow:
    rooms = [StationRoom(room.id, room.name, len(room.beds)) for room in one.rooms]
    return StationRow(one.place.id, one.place.name, rooms, [_guest(guest, one.today) for guest in one.guests])


def _guest(one: queries.Guest, today: date) -> StationGuest:
    return StationGuest(
        one.person, masked(one.name), one.label, one.room, one.bed, one.arrived_at, one.home_from,
        one.is_due_home(today), bool(one.owed(today)),
    )  # fmt: skip


def _expected(stations: list[queries.Station]) -> list[StationExpected]:
    several = expected_at(one.place for one in stations)
    where = names_of({one.path for one in several})
    return [StationExpected(one.person, masked(one.name), one.label, where[one.path]) for one in several]
