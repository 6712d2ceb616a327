"""Paper for group orders: the picking list by building, and labels for the bags, with number and room and no name."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.base.problems import Problem
from qiaomen.care import queries_orders
from qiaomen.care.models import Offer
from qiaomen.care.queries_orders import Row
from qiaomen.paper import typesetting


def by_building(offer: Offer, orders: Sequence[Row]) -> bytes:
    """The list by which bags are packed and brought, a part for each building. Raises `paper.nothing_here`,
    `paper.no_font`."""
    return typesetting.pdf("picking", data(offer, orders))


def labels(offer: Offer, orders: Sequence[Row]) -> bytes:
    """A label for each bag: its number, large, and the door. Raises as `by_building`."""
    return typesetting.pdf("bags", {**_head(offer, orders), "bags": [_bag(one) for one in orders]})


def data(offer: Offer, orders: Sequence[Row]) -> dict[str, Any]:
    """What the picking list is made of."""
    return {
        **_head(offer, orders),
        "words": {
            "number": pgettext("order", "No."), "door": _("Door"), "goods": pgettext("order", "Goods"),
            "handed": pgettext("order", "Handed over"), "all": _("To bring in all"),
        },
        "totals": [{"name": name, "count": count} for name, count in queries_orders.totals(orders)],
        "buildings": [
            {"name": building, "orders": [_bag(one) for one in several]}
            for building, several in groupby(orders, key=lambda one: one.building)
        ],
    }  # fmt: skip


def _head(offer: Offer, orders: Sequence[Row]) -> dict[str, Any]:
    if not orders:
        raise Problem("paper.nothing_here")
    arrives = date_format(timezone.localtime(offer.arrives_at), "SHORT_DATETIME_FORMAT")
    where = offer.gate.name if offer.gate else offer.place.name
    return {
        "title": offer.title,
        "note": _("%(place)s · at %(gate)s %(time)s · contact %(contact)s") % {
            "place": offer.place.name, "gate": where, "time": arrives, "contact": offer.contact.name,
        },
        "leave": pgettext("order", "leave at the door"),
    }  # fmt: skip


def _bag(one: Row) -> dict[str, Any]:
    goods = [f"{name} × {count}" for name, count in one.lines]
    return {
        "number": one.number or 0,
        "door": one.label,
        "building": one.building,
        "goods": goods,
        "leave": one.at_door,
    }
