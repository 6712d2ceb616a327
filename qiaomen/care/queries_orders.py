"""Offers and their orders as pages, phones and lists show them. The number and the list are one query."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.care.folds import ORDERS
from qiaomen.care.models import Offer, OfferItem, Order
from qiaomen.care.queries import near
from qiaomen.ledger import told
from qiaomen.ledger.told import Told
from qiaomen.places.walking import WALKED

# By building and in walking order. Left at the door: as was asked, or because somebody there has to keep apart; the
# list does not say which, so it exposes nobody.
LISTED: LiteralString = f"""
SELECT o.id, o.offer, l.number, o.place, o.door, d.label, p.path, coalesce(b.name, p.name), o.state,
       o.at_door OR EXISTS (
         SELECT FROM people_person h JOIN policy_standing s ON s.person = h.id
         WHERE h.home_door_id = o.door AND s.isolates),
       o.for_others, o.units, o.cents, o.paid_cents, o.ordered_at, o.ordered_by, o.arrived_at, o.handed_at, o.handed_how
FROM care_order o JOIN places_door d ON d.id = o.door JOIN places_place p ON p.id = d.place_id
LEFT JOIN places_place b ON b.id = p.parent_id AND p.kind = 'stairwell'
LEFT JOIN care_orderlabel l ON l."order" = o.id
WHERE (%b::uuid IS NULL OR o.offer = %b) AND (%b::uuid IS NULL OR o.id = %b)
  AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
ORDER BY {WALKED}, d.walk, o.ordered_at, o.id
"""
EVERYWHERE = [""]
COUNTED = """
SELECT o.offer, count(*), count(*) FILTER (WHERE o.arrived_at IS NOT NULL), count(*) FILTER (WHERE o.state = 'handed'),
       count(*) FILTER (WHERE o.state = 'missing'), sum(o.units)::int8, sum(o.cents)::int8, sum(o.paid_cents)::int8
FROM care_order o JOIN places_door d ON d.id = o.door JOIN places_place p ON p.id = d.place_id
WHERE o.offer = ANY(%b) AND EXISTS (SELECT 1 FROM unnest(%b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
GROUP BY o.offer
"""


class Row(msgspec.Struct):
    """An order as lists show it; `lines` are set where they are asked for."""

    id: UUID
    offer: UUID
    number: int | None
    place: UUID
    door: UUID
    label: str
    path: str
    building: str
    state: str
    at_door: bool
    for_others: bool
    units: int
    cents: int
    paid_cents: int
    ordered_at: datetime
    ordered_by: UUID
    arrived_at: datetime | None
    handed_at: datetime | None
    handed_how: str
    lines: list[tuple[str, int]] = msgspec.field(default_factory=list)
    where: str = ""


class Numbers(msgspec.Struct, frozen=True):
    """What an offer comes to; money in hundredths."""

    orders: int = 0
    arrived: int = 0
    handed: int = 0
    missing: int = 0
    units: int = 0
    cents: int = 0
    paid_cents: int = 0


def offers(worker: Worker, verb: Verb = Verb.SEE) -> list[Offer]:
    """The offers at the worker's places, or of a place around them; the newest first."""
    found = Offer.objects.filter(near(worker, verb)).select_related("place", "gate", "contact")
    return list(found.order_by("-cut_off", "-id"))


def offer_for(worker: Worker, offer: UUID, verb: Verb = Verb.SEE) -> Offer:
    """One offer, where the worker may do this; seen by whoever sees a part of its place, too.

    Raises `access.not_found` outside, `access.forbidden` where the verb lacks.
    """
    found = Offer.objects.select_related("place", "gate", "contact").filter(pk=offer).first()
    if found is None:
        raise Problem("access.not_found")
    if verb != Verb.SEE or not any(path.startswith(found.place.path) for path in areas(worker, verb)):
        check(worker, verb, found.place.path)
    return found


def orders(offer: UUID, paths: Sequence[str], *, with_lines: bool = False) -> list[Row]:
    """An offer's orders at or below these places, by building in walking order."""
    found = [Row(*row) for row in rows(LISTED, [offer, offer, None, None, list(paths)])]
    return _with_lines(found) if with_lines else found


def order_for(worker: Worker, order: UUID, verb: Verb = Verb.SEE) -> Row:
    """One order with its lines. Raises as `offer_for`, by its door's place."""
    found = [Row(*row) for row in rows(LISTED, [None, None, order, order, EVERYWHERE])]
    if not found:
        raise Problem("access.not_found")
    check(worker, verb, found[0].path)
    return _with_lines(found)[0]


def numbers(several: Collection[UUID], paths: Sequence[str]) -> dict[UUID, Numbers]:
    """What these offers come to at or below these places, as their orders there add up."""
    found = {offer: Numbers(*rest) for offer, *rest in rows(COUNTED, [list(several), list(paths)])}
    return {one: found.get(one, Numbers()) for one in several}


def sum_of(several: Iterable[Row]) -> Numbers:
    """What these orders come to."""
    listed = list(several)
    states = [one.state for one in listed]
    return Numbers(
        len(listed), sum(one.arrived_at is not None for one in listed), states.count("handed"),
        states.count("missing"), sum(one.units for one in listed), sum(one.cents for one in listed),
        sum(one.paid_cents for one in listed),
    )  # fmt: skip


def totals(several: Iterable[Row]) -> list[tuple[str, int]]:
    """How many of each thing: what the supplier has to bring."""
    found: dict[str, int] = {}
    for row in several:
        for name, count in row.lines:
            found[name] = found.get(name, 0) + count
    return sorted(found.items())


def thread(order: UUID) -> list[Told]:
    """An order's record and its steps, in order."""
    made = told.of_chains([order]).get(order)
    return [*([made] if made else []), *ORDERS.steps_of([order])[order]]


def has_orders(offer: UUID) -> bool:
    """Whether anybody ordered."""
    return Order.objects.filter(offer=offer).exists()


def named(item: OfferItem) -> str:
    """An item with its unit: 青菜包 (5 斤)."""
    return f"{item.name} ({item.unit})" if item.unit else item.name


def _with_lines(found: list[Row]) -> list[Row]:
    names = {one.id: named(one) for one in OfferItem.objects.filter(offer__in={row.offer for row in found})}
    said = told.of_chains([row.id for row in found])
    for row in found:
        if row.id in said:
            row.lines = [(names.get(one.item, "?"), one.count) for one in said[row.id].body.lines]
    return found
