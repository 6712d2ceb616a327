"""Batches about linked people that run beside each other, and beside the clock."""

import threading
import time
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from qiaomen.base.ids import new_id
from qiaomen.ledger.rebuild import differences, rebuild
from qiaomen.ledger.tests.test_races import beside
from qiaomen.people import facts
from qiaomen.policy import moments, standing
from qiaomen.policy.models import Moment
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# At three stairwells: batches at one follow each other anyway.
CONTACT, SECONDARY, OTHER = "周国庆", "廖明祥", "秦超"


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(EIGHTH)
    said.now = at(23, 9)
    return said


class Slow:
    """Settling that takes its time after it has looked: the first caller waits, and `looked` tells the others."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looked, self.renew = threading.Event(), standing.renew
        monkeypatch.setattr(standing, "renew", self)

    def __call__(self, people: Collection[UUID] | None, **when: Any) -> set[UUID]:
        changed = self.renew(people, **when)
        if not self.looked.is_set():
            self.looked.set()
            time.sleep(0.5)
        return changed


def test_who_is_linked_to_somebody_while_their_facts_change_waits_and_sees_them(
    said: Saying, monkeypatch: pytest.MonkeyPatch
) -> None:
    said.expose(CONTACT, "close", 13)
    said.tested(SECONDARY, [15, 18, 21])
    said.tested(CONTACT, [15])
    slow = Slow(monkeypatch)
    link = said.verified(SECONDARY, closeness="secondary", first=at(14, 8), other=said.person(CONTACT))
    negative = said.record("result", CONTACT, {"taken": at(18, 7), "result": "negative"})
    linked = said.record("exposure", SECONDARY, link)
    beside(lambda: said.send(negative), lambda: slow.looked.wait(30) and said.send(linked))
    assert said.standing(SECONDARY) == ("", "green", None)
    said.agreed()


def test_a_midnight_waits_for_a_batch_that_is_being_settled_and_sees_it(
    said: Saying, monkeypatch: pytest.MonkeyPatch
) -> None:
    said.expose(CONTACT, "close", 9)
    moments.advance(at(23, 10))
    slow = Slow(monkeypatch)
    said.now = day(3, 24) - timedelta(seconds=1)
    late = said.record("exposure", OTHER, said.verified(OTHER, closeness="close", first=at(9, 8)))
    beside(lambda: said.send(late), lambda: slow.looked.wait(30) and moments.advance(day(3, 24)))
    said.now = day(3, 24)
    assert said.standing(OTHER)[0] == "home_monitoring"
    said.agreed()


def test_a_batch_falls_before_a_midnight_or_after_it(said: Saying) -> None:
    said.expose(CONTACT, "close", 9)
    moments.advance(at(23, 10))
    for number in range(3):
        midnight = day(3, 24 + number)
        said.now = midnight
        raws = [
            said.record(
                "result", CONTACT, {"taken": at(20 + number, 7), "result": ("negative", "positive")[number % 2]}
            ),
            said.record("trait", OTHER, {"trait": "courier"}, id=new_id()),
        ]
        beside(lambda: moments.advance(midnight), *(lambda raw=raw: said.send(raw) for raw in raws))  # noqa: B023
        said.agreed()
    assert Moment.objects.get().done_until == day(3, 26)
    assert differences() == []


def test_a_rebuild_and_a_correction_at_the_same_time_leave_what_the_correction_says(
    said: Saying, monkeypatch: pytest.MonkeyPatch
) -> None:
    exposure = said.expose(CONTACT, "close", 13)
    looked, replace = threading.Event(), facts.replace

    def slowly(*stated: Any) -> set[UUID]:
        if not looked.is_set():
            looked.set()
            time.sleep(0.5)
        return replace(*stated)

    monkeypatch.setattr(facts, "replace", slowly)
    body = said.verified(CONTACT, closeness="close", first=at(15, 12), last=at(15, 12))
    correction = said.record("exposure", CONTACT, body, amends=exposure)
    beside(rebuild, lambda: looked.wait(30) and said.send(correction))
    assert said.facts(CONTACT, "exposure")[0].at == at(15, 12)
    assert differences() == []
