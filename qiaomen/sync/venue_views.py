"""The venues' endpoint: which shops and venues a worker may stand at or look at, and what suspends them."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.campaigns.queries.names import names_of
from qiaomen.sync.views import author_of
from qiaomen.venues.queries import PLACES_OF_WORK, Suspended, suspended

DOORS = """
SELECT d.id, d.place_id, d.label, d.kind, p.path FROM places_door d JOIN places_place p ON p.id = d.place_id
WHERE d.is_open AND d.kind = ANY(%b::text[])
  AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
ORDER BY p.path, d.walk, d.id
"""
SHORT = 9


class VenueOrder(msgspec.Struct):
    """The order in force at a venue; `finds` is what the newest second look found."""

    id: UUID
    ground: str
    since: datetime
    until: datetime | None
    document: str
    finds: str


class VenueRow(msgspec.Struct):
    """A shop or venue. `area` and `above` are short ids of its place and of all around it, by which passes count."""

    id: UUID
    place: UUID
    label: str
    where: str
    kind: str
    area: str
    above: list[str]
    suspended: VenueOrder | None = None


class VenueFeed(msgspec.Struct):
    """All of them in the worker's area."""

    server_time: datetime
    venues: list[VenueRow]


_encode = msgspec.json.Encoder().encode


@require_GET
@never_cache
@gzip_page
@by_token
def venues(request: HttpRequest) -> HttpResponse:
    """Everything that a phone needs of venues with no network: asked when venue mode opens."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    worker, now = Worker.objects.get(pk=author.worker), timezone.now()
    paths = sorted({*areas(worker, Verb.RECORD), *areas(worker, Verb.SEE)})
    orders = {
        one.door: one
        for verb in (Verb.RECORD, Verb.SEE)
        for one in suspended(worker, now=now, shown="in_force", verb=verb)
    }
    found = rows(DOORS, [list(PLACES_OF_WORK), paths])
    where = names_of({row[4] for row in found})
    answer = VenueFeed(now, [_row(row, where[row[4]], orders.get(row[0])) for row in found])
    return HttpResponse(_encode(answer), content_type="application/json")


def _row(row: tuple[UUID, UUID, str, str, str], where: str, order: Suspended | None) -> VenueRow:
    door, place, label, kind, path = row
    steps = [path[at : at + SHORT - 1] for at in range(0, len(path), SHORT)]
    held = VenueOrder(order.id, order.ground, order.since, order.until, order.document, order.finds) if order else None
    return VenueRow(door, place, label, where, kind, steps[-1], steps[:-1], held)
