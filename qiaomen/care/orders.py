"""Orders, pure: what an order's record and its steps make of it."""

from collections.abc import Sequence
from typing import Any

from qiaomen.care.models_orders import OrderState
from qiaomen.care.records import OrderMade, OrderStep
from qiaomen.ledger.told import Told


def line(order: Told, steps: Sequence[Told]) -> dict[str, Any]:
    """A row of an order, of its record and its steps in order."""
    body: OrderMade = order.body
    row: dict[str, Any] = {
        "id": order.id, "offer": body.offer, "place": order.place, "door": order.door, "person": order.person,
        "for_others": body.for_others, "at_door": body.at_door, "units": sum(one.count for one in body.lines),
        "cents": sum(one.count * (one.cents or 0) for one in body.lines), "paid_cents": 0, "ordered_at": order.at,
        "ordered_by": order.author, "state": OrderState.ORDERED.value, "arrived_at": None, "handed_at": None,
        "handed_by": None, "handed_how": "",
    }  # fmt: skip
    for step in steps:
        _apply(row, step)
    return row


def _apply(row: dict[str, Any], told: Told) -> None:
    step: OrderStep = told.body
    match step.step:
        case "arrived":
            row["arrived_at"] = row["arrived_at"] or told.at
            if row["state"] != OrderState.HANDED:
                row["state"] = OrderState.ARRIVED.value
        case "collected" | "left":
            row |= {
                "state": OrderState.HANDED.value, "handed_at": told.at, "handed_by": told.author,
                "handed_how": step.step,
            }  # fmt: skip
        case "missing" if row["state"] != OrderState.HANDED:
            row["state"] = OrderState.MISSING.value
        case "paid":
            row["paid_cents"] += step.cents or 0
