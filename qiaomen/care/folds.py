"""What the records of care make: the state of each need, daily visit and order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from qiaomen.care import daily, orders
from qiaomen.care.models import RANK, State, Urgency
from qiaomen.care.records import NeedMade, NeedStep
from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told


def zone() -> ZoneInfo:
    """The district's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def need_line(need: Told, steps: Sequence[Told]) -> dict[str, Any]:
    """A row of a need. The first answer counts; who has it in hand is whoever took it last, until they give it back."""
    body: NeedMade = need.body
    row: dict[str, Any] = {
        "id": need.id, "place": need.place, "door": need.door, "person": need.person, "what": body.what,
        "urgency": body.urgency, "rank": RANK[Urgency(body.urgency)], "people": body.people, "known": body.known,
        "asked_at": need.at, "asked_by": need.author, "state": State.OPEN.value, "helper": None, "taken_at": None,
        "answered_at": None, "answered_by": None,
    }  # fmt: skip
    for told in steps:
        _apply(row, told)
    return row


def _apply(row: dict[str, Any], told: Told) -> None:
    step: NeedStep = told.body
    if row["state"] == State.ANSWERED:
        return
    match step.step:
        case "taken":
            row |= {"state": State.TAKEN.value, "helper": step.worker or told.author, "taken_at": told.at}
        case "given_back" if _given_back_by(told) in (row["helper"], None):
            # Whoever had it before may learn late that they have it no more: that takes it from nobody.
            row |= {"state": State.OPEN.value, "helper": None, "taken_at": None}
        case "answered":
            row |= {"state": State.ANSWERED.value, "answered_at": told.at, "answered_by": told.author}


def _given_back_by(told: Told) -> UUID | None:
    """Who has it no more: whom the step names, else the author of a phone. A desk that names nobody, as desks did until
    they named whoever had it, speaks for whoever has it: None."""
    step: NeedStep = told.body
    return step.worker or (told.author if told.device else None)


NEEDS = Thread("care_need", "need", need_line, step="need_step", about="need")
DAILY = Thread(
    "care_dailyvisit", "daily_visit", lambda begun, steps: daily.line(begun, steps, zone()), step="daily_visit_step",
    about="visit",
)  # fmt: skip
ORDERS = Thread("care_order", "order", orders.line, step="order_step", about="order")
