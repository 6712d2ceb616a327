"""The helpers' endpoint: whom one goes to daily, what one has in hand, and the orders at the gate where one stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from qiaomen.access import audit
from qiaomen.access.models import Audit, Worker
from qiaomen.access.queries import areas, below
from qiaomen.access.rights import by_token
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import names_of
from qiaomen.care import queries, queries_daily, queries_orders
from qiaomen.care.models import Need, Offer, OrderState, State
from qiaomen.ledger import told
from qiaomen.ledger.words import words_of
from qiaomen.places.models import Door, Place
from qiaomen.sync.views import author_of

# Orders of offers that came, or were to come, within so many days stand on the phone at the gate.
LATELY = timedelta(days=3)
MOST_ORDERS = 600


class CareVisit(msgspec.Struct):
    """Somebody whom the author visits daily; `today` as on the desk: missed, due, later, seen."""

    id: UUID
    place: UUID
    door: UUID
    label: str
    where: str
    name: str
    by: str
    today: str


class CareNeed(msgspec.Struct):
    """A need that the author has in hand, with its words; that they were given is written down once."""

    id: UUID
    place: UUID
    door: UUID | None
    label: str
    where: str
    what: str
    urgency: str
    people: int | None
    words: str
    name: str
    phone: str


class CareOrder(msgspec.Struct):
    """An order at a gate where the author may record: number, door, goods; nobody's name."""

    id: UUID
    place: UUID
    door: UUID
    number: int | None
    label: str
    building: str
    title: str
    goods: str
    at_door: bool
    state: str


class CareFeed(msgspec.Struct):
    """`GET /api/care`."""

    server_time: datetime
    visits: list[CareVisit]
    needs: list[CareNeed]
    orders: list[CareOrder]
    orders_more: int


_encode = msgspec.json.Encoder().encode


@require_GET
@never_cache
@gzip_page
@by_token
def care(request: HttpRequest) -> HttpResponse:
    """What the author has to do for others. What tells of health, visits and needs, is not for the police."""
    author = author_of(request)
    if author.revoked_at is not None:
        raise Problem("access.token_unknown")
    worker, now = Worker.objects.get(pk=author.worker), timezone.now()
    paths = areas(worker, Verb.RECORD)
    visits = [] if worker.is_police else _visits(worker, paths, now)
    needs = [] if worker.is_police else _needs(worker, paths)
    orders = _orders(paths, now)
    feed = CareFeed(now, visits, needs, orders[:MOST_ORDERS], max(0, len(orders) - MOST_ORDERS))
    return HttpResponse(_encode(feed), content_type="application/json")


def _visits(worker: Worker, paths: Sequence[str], now: datetime) -> list[CareVisit]:
    found = queries_daily.of_worker(worker.id, paths, now=now)
    where = names_of({one.path for one in found})
    return [
        CareVisit(one.id, one.place, one.door, one.label, where[one.path], one.name, one.by, one.today) for one in found
    ]  # fmt: skip


def _needs(worker: Worker, paths: Sequence[str]) -> list[CareNeed]:
    mine = list(Need.objects.filter(helper=worker.id, state=State.TAKEN).order_by("rank", "asked_at", "id"))
    places = dict(Place.objects.filter(id__in={one.place for one in mine}).values_list("id", "path"))
    found = [one for one in mine if places.get(one.place, "-").startswith(tuple(paths))]
    where, labels = names_of({places[one.place] for one in found}), _labels(found)
    newest = {one.id: one.record for one in told.of_chains([one.id for one in found]).values()}
    words = words_of(Outbreak.objects.current().keys, list(newest.values())) if found else {}
    _write_down(worker, newest)
    return [
        CareNeed(
            one.id, one.place, one.door, labels.get(one.door, ""), where[places[one.place]], one.what, one.urgency,
            one.people, **{key: words.get(newest[one.id], {}).get(key, "") for key in ("words", "name", "phone")},
        )
        for one in found
    ]  # fmt: skip


def _labels(needs: Sequence[Need]) -> dict[UUID | None, str]:
    return dict(Door.objects.filter(id__in={one.door for one in needs if one.door}).values_list("id", "label"))


def _write_down(worker: Worker, needs: dict[UUID, UUID]) -> None:
    """Each need's words were opened by this worker: once, however often the phone asks."""
    known = Audit.objects.filter(worker=worker.id, action="words.opened", subject__in=needs)
    new = set(needs) - set(known.values_list("subject", flat=True))
    if new:
        audit.write_many(worker, "words.opened", sorted(new, key=lambda one: one.bytes), records=1)


def _orders(paths: list[str], now: datetime) -> list[CareOrder]:
    lately = Offer.objects.filter(arrives_at__gt=now - LATELY, cut_off__lte=now).select_related("place", "gate")
    found: list[CareOrder] = []
    for offer in lately.filter(queries.around(paths) | below(paths, "gate__")).order_by("arrives_at", "id"):
        at_gate = (offer.gate or offer.place).path.startswith(tuple(paths))
        rows = queries_orders.orders(offer.id, [offer.place.path] if at_gate else paths, with_lines=True)
        found += [_order(one, offer.title) for one in rows if one.state in (OrderState.ORDERED, OrderState.ARRIVED)]
    return found


def _order(one: queries_orders.Row, title: str) -> CareOrder:
    goods = " · ".join(f"{name} × {count}" for name, count in one.lines)
    return CareOrder(
        one.id, one.place, one.door, one.number, one.label, one.building, title, goods, one.at_door, one.state
    )  # fmt: skip
