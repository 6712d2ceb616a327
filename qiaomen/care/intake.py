"""What care's records refer to, where a step belongs, and what may be ordered until when."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.care import folds
from qiaomen.care.records import OrderMade
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.ledger.threads import Thread

OFFERS = """
SELECT o.id, p.path, o.cut_off, o.withdrawn_at FROM care_offer o JOIN places_place p ON p.id = o.place_id
WHERE o.id = ANY(%b)
"""
ITEMS = "SELECT offer_id, id, cents, most FROM care_offeritem WHERE offer_id = ANY(%b)"
# A step of an order may be made by whoever may record at the gate where it arrives, or where the offer holds.
GATES = """
SELECT r.id, p.path FROM care_order r JOIN care_offer o ON o.id = r.offer
JOIN places_place p ON p.id = coalesce(o.gate_id, o.place_id) WHERE r.id = ANY(%b)
"""


class Asked(msgspec.Struct):
    """An offer as orders are held against it: items by id, with price and most."""

    path: str
    cut_off: datetime
    withdrawn_at: datetime | None
    items: dict[UUID, tuple[int | None, int | None]] = msgspec.field(default_factory=dict)


def register() -> None:
    """Tell the ledger. Called at start-up."""
    stages.references |= {
        "need_step": lambda entry: [Need("record", entry.body.need)],
        "daily_visit_step": lambda entry: [Need("record", entry.body.visit)],
        "order_step": lambda entry: [Need("record", entry.body.order)],
    }
    stages.checks |= {
        "need_step": lambda entries: at_its_place(entries, folds.NEEDS),
        "daily_visit": check_daily,
        "daily_visit_step": check_daily_steps,
        "order": check_orders,
        "order_step": lambda entries: at_its_place(entries, folds.ORDERS),
    }
    stages.also_at["order_step"] = at_gates


def at_its_place(entries: Sequence[Entry], thread: Thread) -> None:
    """A step is at the place of what it is about: so whoever may not record there does not step in."""
    for entry in thread.astray(entries):
        entry.decide("rejected", Problem("need.not_here", field="place"))


def check_daily(entries: Sequence[Entry]) -> None:
    """Somebody is visited behind a door."""
    for entry in entries:
        if problem := _astray(entry):
            entry.decide("rejected", problem)


def check_daily_steps(entries: Sequence[Entry]) -> None:
    """What was told is the system's to say."""
    at_its_place(entries, folds.DAILY)
    for entry in entries:
        if entry.open and entry.body.step == "told":
            entry.decide("rejected", Problem("record.invalid", field="body.step", reason="only the system tells it"))


def check_orders(entries: Sequence[Entry]) -> None:
    """An order is of an offer for its door's place, before its end, of things on its list at their price."""
    offers = _offers({entry.body.offer for entry in entries})
    for entry in entries:
        if problem := _wrong(entry, offers.get(entry.body.offer)):
            entry.decide("rejected", problem)


def at_gates(entries: Sequence[Entry]) -> dict[UUID, list[str]]:
    """Where a grant is enough to say what came of an order."""
    found = dict(rows(GATES, [[entry.body.order for entry in entries]]))
    return {entry.id: [found[entry.body.order]] for entry in entries if entry.body.order in found}


def _wrong(entry: Entry, offer: Asked | None) -> Problem | None:
    if problem := _astray(entry):
        return problem
    if offer is None or not (entry.place_path or "").startswith(offer.path):
        return Problem("order.no_offer", field="body.offer")
    ended = min(filter(None, (offer.cut_off, offer.withdrawn_at)))
    # A correction is made when it is noticed; what it corrects was in time.
    if entry.at > ended and entry.envelope.amends is None:
        return Problem("order.too_late", field="body.offer")
    return _wrong_line(entry.body, offer)


def _astray(entry: Entry) -> Problem | None:
    """It names a door, and that door's place."""
    if entry.envelope.door is None:
        return Problem("record.no_subject", field="door", subject="door")
    return None if entry.place_id == entry.envelope.place else Problem("need.not_here", field="place")


def _wrong_line(body: OrderMade, offer: Asked) -> Problem | None:
    counts: dict[UUID, int] = defaultdict(int)
    for line in body.lines:
        if line.item not in offer.items or line.cents != offer.items[line.item][0]:
            return Problem("order.not_on_list", field="body.lines")
        counts[line.item] += line.count
    for item, count in counts.items():
        most = offer.items[item][1]
        if most is not None and count > most:
            return Problem("order.too_many", field="body.lines", most=most)
    return None


def _offers(wanted: set[UUID]) -> dict[UUID, Asked]:
    ids = list(wanted)
    found = {id: Asked(*rest) for id, *rest in rows(OFFERS, [ids])}
    for offer, item, cents, most in rows(ITEMS, [ids]):
        found[offer].items[item] = (cents, most)
    return found
