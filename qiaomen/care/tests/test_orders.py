"""Group orders: in time, of the list, for the door; bags with numbers; households told, and who ordered."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qiaomen.access.models import Message
from qiaomen.base.sealing import unseal
from qiaomen.care import actions_orders, queries_orders
from qiaomen.care.models import Offer, Order
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.cared import by_residents, offered, ordering, phone_of, tower
from qiaomen.testing.world import HERE, World

DAY = datetime(2020, 3, 21, 10, 0, tzinfo=HERE)
AT_THE_GATE = datetime(2020, 3, 22, 15, 0, tzinfo=HERE)


@pytest.fixture
def town(world: World, settings: Settings) -> World:
    settings.MESSAGES_URL = "jsons://gateway.example/sms?:to={phone}"
    return world


@pytest.fixture
def offer(town: World) -> Offer:
    return offered(town, town.places["compound"], now=DAY, gate=town.places["gate"])


def told(world: World) -> dict[UUID, dict[str, str]]:
    """Who was told what, by order."""
    found: dict[UUID, dict[str, str]] = {}
    for one in Message.objects.filter(purpose="order.arrived"):
        letter = msgspec.json.decode(unseal(world.outbreak.keys, bytes(one.sealed or b""), row=one.id))
        found.setdefault(one.subject, {})[letter["phone"]] = letter["text"]
    return found


def step(world: World, offer: Offer, body: dict[str, Any], *, by: str, now: datetime) -> list[Verdict]:
    rows = queries_orders.orders(offer.id, [""])
    return actions_orders.step(rows, body, by=world.workers[by], now=now)


def test_130_orders_of_one_day_stand_at_the_gate_at_three_the_next_and_parents_and_children_are_told(
    town: World, offer: Offer
) -> None:
    doors = tower(town, 130)
    child = "12099990000"
    sent = [
        ordering(offer, door, **({"for_others": True, "phone": child} if n % 10 == 0 else {}))
        for n, door in enumerate(doors)
    ]
    assert {one.verdict for one in by_residents(town, sent, at=DAY)} == {"accepted"}
    actions_orders.number(offer, by=town.workers["lead"])
    rows = queries_orders.orders(offer.id, [""], with_lines=True)
    assert [row.number for row in rows] == list(range(1, 131))
    assert queries_orders.totals(rows) == [("蔬菜包 (5 斤)", 130)]
    with CaptureQueriesContext(connection) as queries:
        verdicts = step(town, offer, {"step": "arrived"}, by="gate", now=AT_THE_GATE)
    assert {one.verdict for one in verdicts} == {"accepted"}
    assert len(queries) < 60
    assert Order.objects.filter(state="arrived", arrived_at=AT_THE_GATE).count() == 130
    heard = told(town)
    for n, door in enumerate(doors):
        order = Order.objects.get(door=door.id) if n < 11 else None
        if order is not None:
            assert set(heard[order.id]) == {phone_of(n), *([child] if n % 10 == 0 else [])}
    assert len(heard) == 130
    assert sum(map(len, heard.values())) == 143
    assert all(door.label in " ".join(heard[row.id].values()) for door, row in zip(doors, rows, strict=True))
    assert_rebuild_agrees()


def test_arriving_twice_is_told_once(town: World, offer: Offer) -> None:
    by_residents(town, [ordering(offer, town.doors["1-1-101"])], at=DAY)
    for minutes in (0, 5):
        step(town, offer, {"step": "arrived"}, by="lead", now=AT_THE_GATE + timedelta(minutes=minutes))
    assert [len(phones) for phones in told(town).values()] == [1]


def test_an_order_after_the_end_of_another_price_or_for_another_place_is_refused(town: World, offer: Offer) -> None:
    good = town.doors["1-1-101"]
    item = offer.items.get(number=1)
    lines = {
        "dear": [{"item": item.id, "count": 1, "cents": 1}],
        "many": [{"item": item.id, "count": 4, "cents": 3000}],
    }
    late = by_residents(town, [ordering(offer, good)], at=offer.cut_off + timedelta(minutes=1))
    wrong = by_residents(
        town,
        [ordering(offer, good, lines=lines["dear"]), ordering(offer, good, lines=lines["many"]),
         ordering(offer, town.doors["alley 1号"])],
        at=DAY,
    )  # fmt: skip
    codes = [one.code for one in (*late, *wrong)]
    assert codes == ["order.too_late", "order.not_on_list", "order.too_many", "order.no_offer"]
    assert not Order.objects.exists()


def test_whoever_asks_and_whoever_keeps_apart_is_left_alone_and_the_list_does_not_say_why(
    town: World, offer: Offer
) -> None:
    from qiaomen.policy.models import Standing

    by_residents(
        town, [ordering(offer, town.doors["1-1-101"], at_door=True), ordering(offer, town.doors["1-1-102"]),
               ordering(offer, town.doors["1-1-201"])], at=DAY,
    )  # fmt: skip
    Standing.objects.create(
        person=town.household("1-1-102")[0].id, colour="red", isolates=True, since=DAY, record=town.change,
        change=town.change, number=1,
    )  # fmt: skip
    rows = queries_orders.orders(offer.id, [""])
    assert [(row.label, row.at_door) for row in rows] == [("1-1-101", True), ("1-1-102", True), ("1-1-201", False)]
    Standing.objects.all().delete()


def test_numbers_on_bags_stay_and_what_comes_later_goes_on_after_them(town: World, offer: Offer) -> None:
    by_residents(town, [ordering(offer, town.doors["2-2-302"]), ordering(offer, town.doors["1-1-301"])], at=DAY)
    actions_orders.number(offer, by=town.workers["lead"])
    by_residents(town, [ordering(offer, town.doors["1-1-101"])], at=DAY + timedelta(hours=1))
    actions_orders.number(offer, by=town.workers["lead"])
    found = {row.label: row.number for row in queries_orders.orders(offer.id, [""])}
    assert found == {"1-1-301": 1, "2-2-302": 2, "1-1-101": 3}


def test_what_was_paid_to_the_supplier_is_kept_as_told_and_handing_over_ends_an_order(
    town: World, offer: Offer
) -> None:
    by_residents(town, [ordering(offer, town.doors["1-1-101"])], at=DAY)
    for body in ({"step": "paid", "cents": 2000}, {"step": "arrived"}, {"step": "collected"}, {"step": "arrived"}):
        step(town, offer, body, by="lead", now=AT_THE_GATE)
    found = Order.objects.get()
    assert (found.state, found.handed_how, found.cents, found.paid_cents) == ("handed", "collected", 3000, 2000)
    [order] = queries_orders.orders(offer.id, [""])
    paid = next(one for one in queries_orders.thread(order.id) if getattr(one.body, "step", "") == "paid")
    desk.tell("void", {}, by=town.workers["lead"], now=AT_THE_GATE, amends=paid.id)
    assert Order.objects.get().paid_cents == 0
    assert_rebuild_agrees()


def test_a_bag_that_was_handed_over_is_not_missing_however_late_that_is_folded(town: World, offer: Offer) -> None:
    by_residents(town, [ordering(offer, town.doors["1-1-101"])], at=DAY)
    for minute, name in enumerate(("arrived", "missing", "collected", "missing")):
        step(town, offer, {"step": name}, by="lead", now=AT_THE_GATE + timedelta(minutes=minute))
    found = Order.objects.get()
    assert (found.state, found.handed_how) == ("handed", "collected")
    assert_rebuild_agrees()


def test_one_thread_belongs_to_one_household(town: World, offer: Offer) -> None:
    by_residents(town, [ordering(offer, town.doors[door]) for door in ("1-1-101", "1-1-102")], at=DAY)
    first, second = queries_orders.orders(offer.id, [""])
    actions_orders.step([first], {"step": "said", "note": "少放葱"}, by=town.workers["lead"], now=DAY)
    assert [len(queries_orders.thread(one.id)) for one in (first, second)] == [2, 1]
    assert all(before.at <= after.at for before, after in pairwise(queries_orders.thread(first.id)))
