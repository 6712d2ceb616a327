"""What if: exactly the people whom a draft would move, with their doors; nothing is written."""

import pytest

from qiaomen.base.sql import rows
from qiaomen.policy import moments, whatif
from qiaomen.policy.models import Standing
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

CONTACT, CHILD = "周国庆", "田语桐"
STRICTER = EIGHTH.replace("2020-03-20T20:00:00+08:00", "2020-03-22T15:00:00+08:00").replace(
    "days = 14\ntests = [1, 4, 7, 14]", "days = 20\ntests = [1, 4, 7, 14]"
)
COUNTED = """
SELECT (SELECT count(*) FROM ledger_record), (SELECT count(*) FROM policy_edition), (SELECT seq FROM base_clock)
"""


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(EIGHTH)
    said.expose(CONTACT, "close", 19)
    said.expose(CHILD, "close", 19)
    said.expose("秦超", "secondary", 19)
    return said


def test_exactly_those_move_whose_days_are_others_from_what_to_what(said: Saying) -> None:
    found = whatif.moves(STRICTER, now=said.now)
    assert [(move.label, move.before.until, move.after.until) for move in found] == [
        ("1-1-102", day(4, 3), day(4, 9)), ("1-1-201", day(4, 3), day(4, 9)),
    ]  # fmt: skip
    assert {move.person for move in found} == {said.person(CONTACT), said.person(CHILD)}


def test_it_writes_nothing(said: Saying) -> None:
    before = rows(COUNTED)
    whatif.moves(STRICTER, now=said.now)
    assert rows(COUNTED) == before


def test_once_published_it_moves_just_these(said: Saying) -> None:
    ahead = whatif.moves(STRICTER, now=said.now)
    before = dict(Standing.objects.values_list("person", "until"))
    said.publish(STRICTER)
    moments.advance(at(22, 15))
    after = dict(Standing.objects.values_list("person", "until"))
    assert {person for person in after if after[person] != before[person]} == {move.person for move in ahead}


def test_the_same_edition_again_moves_nobody(said: Saying) -> None:
    assert whatif.moves(EIGHTH.replace("2020-03-20T20:00", "2020-03-22T15:00"), now=said.now) == []


def test_who_would_be_over_it_by_then_anyway_does_not_move(said: Saying) -> None:
    later = STRICTER.replace("2020-03-22T15:00", "2020-05-22T15:00")
    assert whatif.moves(later, now=said.now) == []


def test_the_counts_are_sums_of_the_list(said: Saying) -> None:
    found = whatif.moves(STRICTER, now=said.now)
    counts = whatif.counts(found)
    assert (counts.people, counts.households, counts.neighbourhoods) == (2, 2, {"翠湖小区": 2})
    assert counts.by_measure == {("central", "central"): 2}
    assert counts.without_phone == 1
    assert [household.has_phone for household in whatif.by_household(found)] == [True, False]
