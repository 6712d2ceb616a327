"""Orders that suspend venues: ground and period, served, looked at again, extended, reopened; folded by door."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import NOW, World
from qiaomen.venues.models import OrderedSuspension

BAR = "alley 6号"
WEEK = NOW + timedelta(days=7)


@pytest.fixture
def town(world: World) -> Iterator[World]:
    """The world; at the end rebuilding must agree."""
    yield world
    assert_rebuild_agrees()


def order(world: World, *, door: str = BAR, by: str = "headquarters", hours: float = 0, **body: Any) -> Verdict:
    at = NOW + timedelta(hours=hours)
    said = {"ground": "kind_of_venue", "since": at, "until": WEEK, "document": "青指〔2020〕7号", **body}
    return desk.send([desk.record("suspension", said, at=at, door=world.doors[door].id)], by=world.workers[by], now=at)[
        0
    ]


def step(world: World, name: str, *, by: str = "headquarters", hours: float = 1, **body: Any) -> Verdict:
    at = NOW + timedelta(hours=hours)
    said = {"suspension": OrderedSuspension.objects.get().id, "step": name, **body}
    sent = desk.record("suspension_step", said, at=at, door=world.doors[BAR].id)
    return desk.send([sent], by=world.workers[by], now=at)[0]


def test_an_order_is_served_looked_at_extended_and_reopened(town: World) -> None:
    assert order(town).verdict == "accepted"
    later = WEEK + timedelta(days=3)
    steps = [
        step(town, "served", how="in_person", to="店主"),
        step(town, "looked", by="inspector", hours=2, finds="closed"),
        step(town, "extended", hours=3, until=later),
        step(town, "looked", by="inspector", hours=4, finds="ready"),
        step(town, "reopened", hours=5),
    ]
    assert {one.verdict for one in steps} == {"accepted"}
    found = OrderedSuspension.objects.get()
    assert (found.served_how, found.extended, found.until_at, found.finds) == ("in_person", 1, later, "ready")
    assert found.reopened_at == NOW + timedelta(hours=5)


def test_only_who_decides_there_suspends_extends_and_reopens(town: World) -> None:
    assert order(town, by="inspector").code == "record.forbidden_kind"
    assert order(town, by="field").code == "record.forbidden_kind"
    order(town)
    assert step(town, "extended", by="inspector", until=WEEK + timedelta(days=1)).code == "record.forbidden_kind"
    assert step(town, "reopened", by="inspector").code == "record.forbidden_kind"


def test_it_reopens_within_its_period_only_after_a_look_that_found_it_ready(town: World) -> None:
    order(town)
    assert step(town, "reopened").code == "suspension.look_first"
    assert step(town, "reopened", hours=24 * 7).verdict == "accepted"


def test_nobody_is_suspended_at_home_twice_or_backwards(town: World) -> None:
    assert order(town, door="1-1-101").code == "suspension.home"
    assert order(town, until=NOW).code == "suspension.period"
    assert order(town).verdict == "accepted"
    assert order(town, hours=1).code == "suspension.in_force"
    assert order(town, hours=24 * 8, until=None).verdict == "accepted"


def test_an_order_that_has_still_to_begin_is_in_the_way_until_it_is_cancelled(town: World) -> None:
    begins = NOW + timedelta(days=2)
    assert order(town, since=begins).verdict == "accepted"
    assert order(town, hours=1).code == "suspension.in_force"
    assert order(town, hours=1, since=begins).code == "suspension.in_force"
    assert order(town, hours=1, until=begins).verdict == "accepted"


def test_an_order_that_was_cancelled_before_it_began_is_in_nobody_s_way(town: World) -> None:
    order(town, since=NOW + timedelta(days=2))
    assert step(town, "reopened").verdict == "accepted"
    assert order(town, hours=2).verdict == "accepted"


def test_two_orders_sent_at_once_close_once(town: World) -> None:
    said = {"ground": "kind_of_venue", "since": NOW, "until": WEEK}
    both = [desk.record("suspension", said, at=NOW, door=town.doors[BAR].id) for _time in range(2)]
    told = desk.send(both, by=town.workers["headquarters"], now=NOW)
    assert [one.verdict for one in told] == ["accepted", "rejected"]
    assert told[1].code == "suspension.in_force"


def test_an_order_that_was_taken_back_never_was(town: World) -> None:
    order(town)
    id: UUID = OrderedSuspension.objects.get().id
    void = desk.record("void", {"reason": "wrong door"}, at=NOW, door=town.doors[BAR].id, amends=id)
    desk.send([void], by=town.workers["headquarters"], now=NOW + timedelta(hours=1))
    assert not OrderedSuspension.objects.exists()
    assert order(town, hours=2).verdict == "accepted"


def test_a_household_s_statement_comes_from_nobody_s_phone(town: World) -> None:
    sent = desk.record("venue_scan", {"by": "household"}, at=NOW, door=town.doors["1-1-101"].id)
    assert desk.send([sent], by=town.workers["field"], now=NOW)[0].code == "record.forbidden_kind"
