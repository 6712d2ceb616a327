"""Batches about linked people that run beside each other, and beside the clock."""

import pytest

from qiaomen.base.ids import new_id
from qiaomen.ledger.rebuild import differences
from qiaomen.ledger.tests.test_races import beside
from qiaomen.policy import moments
from qiaomen.policy.models import Moment
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CONTACT, SECONDARY, OTHER = "周国庆", "田志平", "秦超"


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(EIGHTH)
    said.now = at(23, 9)
    return said


def test_a_new_link_and_the_facts_of_whom_it_links_to_find_each_other_though_sent_at_once(said: Saying) -> None:
    said.expose(CONTACT, "close", 13)
    said.tested(SECONDARY, [15, 18, 21])
    for _ in range(4):
        records = [
            said.record("exposure", name, link)
            for name, link in (
                (
                    SECONDARY,
                    {"closeness": "secondary", "first": at(14, 8), "other": said.person(CONTACT), "verified": True},
                ),
                (
                    OTHER,
                    {"closeness": "secondary", "first": at(14, 8), "other": said.person(SECONDARY), "verified": True},
                ),
            )
        ] + [said.record("result", CONTACT, {"taken": at(15 + _, 7), "result": "negative"})]
        beside(*(lambda raw=raw: said.send(raw) for raw in records))
        said.agreed()
    assert said.standing(SECONDARY) == ("", "green", None)
    assert differences() == []


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
