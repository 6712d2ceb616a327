"""Group orders as pages and files show them: money and states in words; who ordered is in the sealed part only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.base.models import Outbreak
from qiaomen.campaigns.queries.names import locate
from qiaomen.care import queries_orders
from qiaomen.care.models import Offer, OfferItem, OrderState
from qiaomen.care.queries_orders import Numbers, Row
from qiaomen.care.records import OrderMade, OrderStep
from qiaomen.console import parts
from qiaomen.console.asked import link
from qiaomen.console.words import author_word
from qiaomen.ledger.words import words_of

MARKS: Mapping[str, str] = {
    OrderState.ORDERED: "todo", OrderState.ARRIVED: "part", OrderState.HANDED: "done", OrderState.MISSING: "late",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """An offer in its list."""

    offer: Offer
    numbers: Numbers
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """An order in words."""

    row: Row
    state: str
    mark: str
    cents: str
    owed: str
    goods: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One record of an order, in words."""

    at: datetime
    title: str
    by: str
    note: str


def money(cents: int) -> str:
    """12.50, as everybody writes it; what is nothing stays empty."""
    return f"{cents / 100:.2f}" if cents else ""


def listed(offers: Sequence[Offer], paths: Sequence[str], now: datetime) -> list[Listed]:
    """Offers with what they come to at these places."""
    numbers = queries_orders.numbers([one.id for one in offers], paths)
    return [
        Listed(one, numbers[one.id], stage(one, numbers[one.id], now), link("offer", one.id)) for one in offers
    ]  # fmt: skip


def stage(offer: Offer, numbers: Numbers, now: datetime) -> str:
    """How far an offer is."""
    if offer.withdrawn_at is not None:
        return pgettext("offer", "withdrawn")
    if now < offer.cut_off:
        return pgettext("offer", "orders are taken")
    if numbers.orders and numbers.handed + numbers.missing == numbers.orders:
        return pgettext("offer", "all handed over")
    if numbers.arrived:
        return pgettext("offer", "at the gate")
    return pgettext("offer", "on its way") if now < offer.arrives_at else pgettext("offer", "late")


def asked(about: Mapping[str, Any]) -> str:
    """What a letter orders, in words; of a letter about something else, nothing."""
    counts = {UUID(item): count for item, count in about.get("counts", {}).items()}
    items = OfferItem.objects.filter(id__in=counts).select_related("offer").order_by("number") if counts else ()
    return _(", ").join(f"{item.offer.title}: {queries_orders.named(item)} × {counts[item.id]}" for item in items)


def lines(several: Sequence[Row]) -> list[Line]:
    """Orders in words, with where they are."""
    locate(several)
    return [_line(one) for one in several]


def segments(shown: str, offer: UUID, several: Sequence[Row]) -> list[parts.Segment]:
    """The views of an offer's orders."""
    states = [one.state for one in several]
    words = [("all", _("All"), len(states))]
    words += [(one.value, str(one.label), states.count(one.value)) for one in OrderState]
    return [parts.Segment(word, link("offer", offer, show=key), key == shown, n) for key, word, n in words]


def thread(order: UUID, *, opened: bool) -> list[Said]:
    """What happened to an order, the newest first; with its words where they are opened."""
    told = queries_orders.thread(order)
    names = dict(Worker.objects.filter(id__in={one.author for one in told}).values_list("id", "name"))
    words = words_of(Outbreak.objects.current().keys, [one.record for one in told]) if opened else {}
    found = [
        Said(
            one.at, _step(one.body), author_word(one.author, names.get(one.author, "")),
            _note(words.get(one.record, {})),
        )
        for one in told
    ]  # fmt: skip
    return found[::-1]


def _note(words: Mapping[str, Any]) -> str:
    return " · ".join(str(words[key]) for key in ("name", "phone", "words", "note") if words.get(key))


def _step(body: OrderMade | OrderStep) -> str:
    if isinstance(body, OrderMade):
        return pgettext("order", "ordered by somebody who lives elsewhere") if body.for_others else _("ordered")
    match body.step:
        case "arrived":
            return pgettext("order", "arrived")
        case "collected":
            return pgettext("order", "collected")
        case "left":
            return pgettext("order", "left at the door")
        case "missing":
            return pgettext("order", "did not come")
        case "paid":
            return _("the household paid the supplier %(amount)s") % {"amount": money(body.cents or 0)}
    return pgettext("order", "said")


def _line(row: Row) -> Line:
    goods = _(", ").join(f"{name} × {count}" for name, count in row.lines)
    owed = money(row.cents - row.paid_cents)
    return Line(
        row, str(OrderState(row.state).label), MARKS[row.state], money(row.cents), owed, goods, link("order", row.id)
    )
