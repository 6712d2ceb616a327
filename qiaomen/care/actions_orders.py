"""Making an offer, numbering its bags, and what happens to many orders at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.problems import Problem
from qiaomen.base.sql import run
from qiaomen.care import queries_orders
from qiaomen.care.models import Offer, OfferItem
from qiaomen.care.queries_orders import Row
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.places.models import Door, Place
from qiaomen.places.walking import WALKED

# New ones go on after the highest, in walking order: a number that stands on a bag stays.
NUMBER: LiteralString = f"""
INSERT INTO care_orderlabel ("order", offer_id, number)
SELECT o.id, o.offer, coalesce((SELECT max(number) FROM care_orderlabel WHERE offer_id = %b), 0)
       + row_number() OVER (ORDER BY {WALKED}, d.walk, o.ordered_at, o.id)
FROM care_order o JOIN places_door d ON d.id = o.door JOIN places_place p ON p.id = d.place_id
WHERE o.offer = %b AND NOT EXISTS (SELECT FROM care_orderlabel l WHERE l."order" = o.id)
"""
AT_ONCE = 500


class Goods(msgspec.Struct, frozen=True):
    """A line of a supplier's list: price in hundredths, None where it is not said; `most` for one order."""

    name: str
    unit: str = ""
    cents: int | None = None
    most: int | None = None


def make_offer(
    place: Place, *, title: str, contact: Worker, cut_off: datetime, arrives_at: datetime, by: Worker,
    supplier: str = "", gate: Place | None = None, goods: Sequence[Goods] = (),
) -> Offer:  # fmt: skip
    """A new offer for a place, with its list. That the worker assigns there is the caller's to check."""
    with changes.change("offer", worker=by.id) as change:
        offer = Offer.objects.create(
            place=place, gate=gate, title=title, supplier=supplier, contact=contact, cut_off=cut_off,
            arrives_at=arrives_at, made_by=by.id, change=change.id,
        )  # fmt: skip
        _list(offer, goods)
        audit.write(by, "offer.made", offer.id, place=str(place.id), items=len(goods))
    return offer


def set_goods(offer: Offer, goods: Sequence[Goods], *, by: Worker) -> None:
    """Another list. Raises `offer.no_items`, and `offer.has_orders` once somebody ordered by the old one."""
    if not goods:
        raise Problem("offer.no_items")
    with changes.change("offer", worker=by.id):
        Offer.objects.select_for_update().get(pk=offer.pk)
        if queries_orders.has_orders(offer.id):
            raise Problem("offer.has_orders")
        offer.items.all().delete()
        _list(offer, goods)
        audit.write(by, "offer.list", offer.id, items=len(goods))


def withdraw(offer: Offer, *, by: Worker, now: datetime) -> None:
    """Nothing more can be ordered; what was ordered stays."""
    with changes.change("offer", worker=by.id):
        Offer.objects.filter(pk=offer.pk, withdrawn_at=None).update(withdrawn_at=now)
        audit.write(by, "offer.withdrawn", offer.id)


def number(offer: Offer, *, by: Worker) -> None:
    """Number the bags that have none yet."""
    with changes.change("order numbers", worker=by.id):
        Offer.objects.select_for_update().get(pk=offer.pk)
        run(NUMBER, [offer.id, offer.id])


def order(
    offer: Offer, door: Door, counts: dict[UUID, int], *, by: Worker, now: datetime, **said: Any
) -> Verdict:  # fmt: skip
    """Write down what a household orders by phone or at the door, at the prices of the list."""
    body = {"offer": offer.id, "lines": lines(offer, counts), **said}
    return desk.tell("order", body, place=door.place_id, door=door.id, by=by, now=now)


def lines(offer: Offer, counts: dict[UUID, int]) -> list[dict[str, Any]]:
    """What an order's record says of these numbers of things."""
    found = OfferItem.objects.filter(offer=offer, pk__in=counts).order_by("number")
    priced = [{"item": one.id, "count": counts[one.id], "cents": one.cents} for one in found if counts[one.id]]
    return [{key: value for key, value in one.items() if value is not None} for one in priced]


def step(orders: Iterable[Row], body: dict[str, Any], *, by: Worker, now: datetime) -> list[Verdict]:
    """The same step for these orders, through the door for all records, in as few transactions as it takes."""
    told = [
        desk.record("order_step", {"order": one.id, **body}, at=now, place=one.place, door=one.door) for one in orders
    ]
    parts = [told[start : start + AT_ONCE] for start in range(0, len(told), AT_ONCE)]
    return [verdict for part in parts for verdict in desk.send(part, by=by, now=now)]


def _list(offer: Offer, goods: Sequence[Goods]) -> None:
    OfferItem.objects.bulk_create(
        OfferItem(offer=offer, number=number, name=one.name, unit=one.unit, cents=one.cents, most=one.most)
        for number, one in enumerate(goods, 1)
    )
