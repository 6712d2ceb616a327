"""Whoever moves house frees nobody: those with whom they lived until then count as parted from them, from that day."""

import pytest

from qiaomen.ledger.rebuild import differences
from qiaomen.people.models import Fact
from qiaomen.policy import evaluate
from qiaomen.policy.language import Document
from qiaomen.policy.tests.facing import at as moment
from qiaomen.policy.tests.facing import chain, edition
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

# They live behind one door, and the next ones behind another.
ILL, MATE, CHILD = "周国庆", "谢丽敏", "周一诺"
HOST, OLD, NEW = "田志平", "1-1-102", "1-1-201"
# While they live with the case: nobody can say how long yet.
OPEN = ("home_isolation", "red", None)
TOGETHER = """
ground = {fact = "case", lives_with = "together"}
phases = [{measure = "home", days = 7}]
"""
RETURNEE = """
ground = {fact = "stay", region = ["11"], verified = true, lives_with = "together"}
phases = [{measure = "home", days = 14}]

ground = {fact = "stay", region = ["11"], verified = true, lives_with = "parted"}
phases = [{measure = "watch", days = 14}]
"""


@pytest.fixture
def said(world: World) -> Saying:
    """A case at home since the 18th."""
    said = Saying(world)
    said.publish(EIGHTH)
    said.say("case", ILL, status="confirmed", onset=at(18, 8))
    said.now = at(21, 15)
    return said


def move(said: Saying, name: str, door: str = NEW, *, of: int = 21, **body: object) -> None:
    if "from_door" not in body:
        body["from_door"] = said.world.people[name].home_door_id
    said.say("move", name, "lead", door=said.world.doors[door].id, moved_at=at(of, 12), **body)


def holds(said: Saying, name: str, *, now: str, policy: Document) -> tuple[str, str]:
    """What an edition says of somebody, asked alone and with everyone; empty for nothing."""
    when, editions, person = moment(now), chain(policy), said.person(name)
    alone = evaluate.verdicts([person], now=when, editions=editions)
    assert alone == [one for one in evaluate.verdicts(None, now=when, editions=editions) if one.person == person]
    return (alone[0].measure, alone[0].reasons[0].day0) if alone else ("", "")


def test_the_household_that_a_case_left_counts_as_parted_from_that_day_on(said: Saying) -> None:
    assert said.standing(MATE) == OPEN
    move(said, ILL, of=20)
    assert said.standing(MATE) == said.standing(CHILD) == ("central", "red", day(4, 4))
    assert said.standing(HOST) == OPEN
    assert said.agreed() > 4
    assert differences() == []


def test_who_moves_away_from_a_case_is_not_freed_either(said: Saying) -> None:
    move(said, MATE, "2-1-302")
    assert (said.standing(MATE), said.standing(CHILD)) == (("central", "red", day(4, 5)), OPEN)


def test_a_case_known_only_after_the_move_concerns_whoever_lived_with_them_until_then(said: Saying) -> None:
    move(said, HOST, "2-1-302", of=20)
    said.say("case", "余静娟", status="confirmed", onset=at(19, 8))
    assert said.standing(HOST) == ("central", "red", day(4, 4))
    assert said.agreed() > 4


def test_two_who_move_together_are_not_parted_from_each_other(said: Saying) -> None:
    move(said, ILL)
    move(said, MATE)
    assert (said.standing(MATE), said.standing(CHILD)[2]) == (OPEN, day(4, 5))


def test_a_move_that_names_no_home_left_the_one_before_it(said: Saying) -> None:
    move(said, ILL, "2-1-302", from_door=None, of=19)
    move(said, ILL, "2-1-201", from_door=None, of=20)
    assert (said.standing(MATE)[2], said.standing("秦超")[2]) == (day(4, 3), None)
    assert said.agreed() > 2


def test_a_home_that_was_wrong_in_the_register_was_never_left(said: Saying) -> None:
    move(said, ILL, wrong=True)
    assert (said.standing(MATE), said.standing(HOST)[1]) == (("", "green", None), "red")
    assert not Fact.objects.filter(kind="moved").exists()


def test_that_a_home_was_wrong_says_who_decides_there_and_nobody_moves_tomorrow(said: Saying) -> None:
    door = said.world.doors[NEW].id
    codes = [
        said.refused("move", CHILD, "field", door=door, moved_at=at(21, 12), wrong=True),
        said.refused("move", CHILD, "lead", door=door, moved_at=at(22, 12)),
    ]
    assert codes == ["fact.needs_decider", "fact.future"]


def test_a_door_where_they_never_lived_names_nobody_as_parted(said: Saying) -> None:
    move(said, ILL, "2-1-302", from_door=said.world.doors[NEW].id)
    assert said.standing(HOST) == ("", "green", None)


def test_who_moves_in_with_somebody_who_is_well_again_was_not_exposed(said: Saying) -> None:
    said.now = at(29, 15)
    said.say("case", ILL, status="confirmed", onset=at(18, 8), recovered=at(25, 8))
    move(said, HOST, OLD, of=27)
    policy = edition(TOGETHER)
    assert holds(said, MATE, now="03-29 16:00", policy=policy) == ("home", "2020-03-25")
    assert holds(said, HOST, now="03-29 16:00", policy=policy) == ("", "")


def test_who_moved_in_while_they_were_ill_was(said: Saying) -> None:
    said.now = at(29, 15)
    said.say("case", ILL, status="confirmed", onset=at(18, 8), recovered=at(25, 8))
    move(said, HOST, OLD, of=25)
    assert holds(said, HOST, now="03-29 16:00", policy=edition(TOGETHER)) == ("home", "2020-03-25")


def test_a_returnee_who_moves_is_parted_from_the_household_as_one_who_is_taken_to_a_site(said: Saying) -> None:
    said.say("stay", CHILD, first=at(1, 8), last=at(18, 8), region="110108", verified=True)
    assert holds(said, MATE, now="03-21 16:00", policy=edition(RETURNEE)) == ("home", "2020-03-18")
    move(said, CHILD)
    assert holds(said, MATE, now="03-21 16:00", policy=edition(RETURNEE)) == ("watch", "2020-03-21")
    assert holds(said, HOST, now="03-21 16:00", policy=edition(RETURNEE)) == ("home", "2020-03-18")
