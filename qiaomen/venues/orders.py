"""How far an order that suspends a venue is, from what its records say: pure. The order is that of (at, id)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.ledger.effective import Effective
from qiaomen.venues.records import Suspension, SuspensionStep


class Order(msgspec.Struct):
    """An order as it stands; fields as `models.OrderedSuspension` has them."""

    id: UUID
    door_id: UUID
    ground: str
    since_at: datetime
    until_at: datetime | None
    ordered_at: datetime
    author: UUID
    ordered_by: str
    document: str
    remedy: str
    extended: int = 0
    served_at: datetime | None = None
    served_how: str = ""
    looked_at: datetime | None = None
    finds: str = ""
    found_open: int = 0
    reopened_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it is in force at a moment."""
        return (
            self.since_at <= at
            and (self.until_at is None or at < self.until_at)
            and (self.reopened_at is None or at < self.reopened_at)
        )


def orders(records: Sequence[Effective]) -> list[Order]:
    """A door's orders, from its effective records in their order."""
    found = {one.id: _order(one) for one in records if one.kind == "suspension"}
    by_id = {id: found[one.id] for one in records if one.id in found for id in (one.id, *one.chain)}
    for one in records:
        if one.kind == "suspension_step" and one.body.suspension in by_id:
            _apply(by_id[one.body.suspension], one)
    return list(found.values())


def overlapping(several: Iterable[Order], since: datetime, until: datetime | None) -> Order | None:
    """One that is in force at some moment of a span."""
    for one in several:
        ends = min((end for end in (one.until_at, one.reopened_at) if end is not None), default=None)
        begins = max(since, one.since_at)
        if all(end is None or begins < end for end in (ends, until)):
            return one
    return None


def _order(record: Effective) -> Order:
    said: Suspension = record.body
    return Order(
        id=record.id,
        door_id=record.door,
        ground=said.ground,
        since_at=said.since,
        until_at=said.until,
        ordered_at=record.at,
        author=record.author,
        ordered_by=said.ordered_by,
        document=said.document,
        remedy=said.remedy,
    )


def _apply(order: Order, record: Effective) -> None:
    step: SuspensionStep = record.body
    match step.step:
        case "served":
            order.served_at, order.served_how = record.at, step.how
        case "looked":
            order.looked_at, order.finds = record.at, step.finds
            order.found_open += step.finds == "open"
        case "extended" if order.reopened_at is None:
            order.until_at, order.extended = step.until, order.extended + 1
            order.document = step.document or order.document
        case "reopened":
            order.reopened_at = order.reopened_at or record.at
