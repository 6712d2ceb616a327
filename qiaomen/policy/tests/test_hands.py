"""Nobody alone can turn anyone red: two people, one of them health staff, on a ground and evidence, for 24 hours."""

from uuid import UUID

import pytest

from qiaomen.ledger.rebuild import differences
from qiaomen.policy.models import Objection
from qiaomen.policy.tests.saying import Saying, at
from qiaomen.testing.world import World

NAME = "秦超"


@pytest.fixture
def said(world: World) -> Saying:
    return Saying(world)


def propose(said: Saying, by: str = "lead") -> UUID:
    """Ask for a red on a symptom that somebody noted."""
    evidence = said.say("trait", NAME, "lead", trait="market")
    return said.say("red_by_hand", NAME, by, ground="symptoms_and_exposure", evidence=evidence)


def test_a_red_that_one_person_asks_for_is_none_yet(said: Saying) -> None:
    propose(said)
    assert said.facts(NAME, "hand") == []


def test_a_red_that_health_staff_confirm_lasts_for_24_hours(said: Saying) -> None:
    proposal = propose(said)
    said.now = at(21, 10)
    said.say("red_confirmed", NAME, "health", proposal=proposal)
    [fact] = said.facts(NAME, "hand")
    assert (fact.value, fact.at, fact.until, fact.verified) == (
        "symptoms_and_exposure", at(21, 10), at(22, 10), True,
    )  # fmt: skip


def test_who_asked_cannot_confirm(said: Saying) -> None:
    proposal = propose(said, by="health")
    assert said.refused("red_confirmed", NAME, "health", proposal=proposal) == "red.other_person"


def test_two_who_are_no_health_staff_are_not_enough(said: Saying) -> None:
    proposal = propose(said)
    assert said.refused("red_confirmed", NAME, "headquarters", proposal=proposal) == "red.needs_health"


def test_it_is_enough_that_who_asked_is_health_staff(said: Saying) -> None:
    proposal = propose(said, by="health")
    said.say("red_confirmed", NAME, "lead", proposal=proposal)
    assert len(said.facts(NAME, "hand")) == 1


def test_the_evidence_is_about_that_person_and_exists(said: Saying) -> None:
    other = said.say("trait", "韩德福", "lead", trait="market")
    body = {"ground": "fled_isolation", "evidence": other}
    assert said.refused("red_by_hand", NAME, "lead", **body) == "red.evidence"
    raw = said.record("red_by_hand", NAME, {"ground": "fled_isolation", "evidence": UUID(int=5)})
    assert [verdict.verdict for verdict in said.send(raw)] == ["held"]


def test_a_red_asked_for_is_no_evidence_of_itself(said: Saying) -> None:
    proposal = propose(said)
    body = {"ground": "fled_isolation", "evidence": proposal}
    assert said.refused("red_by_hand", NAME, "lead", **body) == "red.evidence"


def test_nobody_makes_another_persons_proposal_their_own_by_correcting_it(said: Saying) -> None:
    proposal = propose(said)
    evidence = said.say("trait", NAME, "lead", trait="courier")
    body = {"ground": "fled_isolation", "evidence": evidence, "amends": proposal}
    assert said.refused("red_by_hand", NAME, "health", **body) == "red.not_amendable"


def test_taking_the_proposal_back_ends_the_red(said: Saying) -> None:
    proposal = propose(said)
    said.say("red_confirmed", NAME, proposal=proposal)
    said.say("void", NAME, "lead", amends=proposal)
    assert said.facts(NAME, "hand") == []
    assert differences() == []


def test_confirmed_again_it_lasts_24_hours_more(said: Saying) -> None:
    proposal = propose(said)
    for day in (21, 22):
        said.now = at(day, 10)
        said.say("red_confirmed", NAME, proposal=proposal)
    assert [(fact.at, fact.until) for fact in said.facts(NAME, "hand")] == [
        (at(21, 10), at(22, 10)), (at(22, 10), at(23, 10)),
    ]  # fmt: skip


def test_an_overdue_objection_lets_it_lapse_and_no_confirmation_revives_it(said: Saying) -> None:
    proposal = propose(said)
    said.say("red_confirmed", NAME, proposal=proposal)
    said.now = at(21, 12)
    said.say("objection", NAME, "lead", words="我没有发烧")
    said.now = at(22, 8)
    said.say("red_confirmed", NAME, proposal=proposal)
    assert [fact.until for fact in said.facts(NAME, "hand")] == [at(22, 9), at(22, 12)]
    said.now = at(22, 13)
    said.say("red_confirmed", NAME, proposal=proposal)
    assert len(said.facts(NAME, "hand")) == 2
    assert differences() == []


def test_an_objection_answered_in_time_leaves_it_and_one_that_is_upheld_ends_it(said: Saying) -> None:
    proposal = propose(said)
    said.say("red_confirmed", NAME, proposal=proposal)
    said.now = at(21, 12)
    objection = said.say("objection", NAME, "field")
    assert [fact.until for fact in said.facts(NAME, "hand")] == [at(22, 9)]
    said.now = at(21, 15)
    said.say("objection_answer", NAME, "headquarters", objection=objection, upheld=True)
    assert [fact.until for fact in said.facts(NAME, "hand")] == [at(21, 15)]
    assert Objection.objects.get(pk=objection).upheld
    assert differences() == []
