"""Nobody alone makes a fact that a red rule may rest on: what one states by hand, another one verifies."""

import pytest

from qiaomen.base.ids import new_id
from qiaomen.ledger.rebuild import differences
from qiaomen.policy import verifying
from qiaomen.policy.tests.saying import EIGHTH, Saying, at, day
from qiaomen.testing.world import World

CONTACT, CASE = "周国庆", "韩德福"
CENTRAL = ("central", "red", day(4, 3))
GREEN = ("", "green", None)
MET = {"closeness": "close", "first": at(19, 12), "last": at(19, 12)}


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(EIGHTH)
    return said


def test_a_lead_alone_verifies_nothing(said: Saying) -> None:
    proof = said.proof(CONTACT)
    codes = [said.refused("exposure", CONTACT, by, **MET, verified=True, evidence=proof) for by in ("lead", "field")]
    assert codes == ["fact.other_verifies", "fact.needs_decider"]
    record = said.say("exposure", CONTACT, "lead", **MET)
    assert said.refused("fact_verified", CONTACT, "lead", record=record) == "fact.other_verifies"
    assert said.standing(CONTACT) == GREEN


def test_what_one_stated_holds_once_another_has_verified_it(said: Saying) -> None:
    record = said.say("exposure", CONTACT, "field", **MET)
    said.now = at(21, 12)
    said.say("fact_verified", CONTACT, "lead", record=record)
    assert (said.standing(CONTACT), said.facts(CONTACT, "exposure")[0].known_at) == (CENTRAL, at(21, 12))
    assert differences() == []


def test_taking_a_verification_back_frees_and_so_does_taking_back_what_was_verified(said: Saying) -> None:
    record = said.say("exposure", CONTACT, "field", **MET)
    checked = said.say("fact_verified", CONTACT, "lead", record=record)
    said.say("void", None, "lead", amends=checked)
    assert said.standing(CONTACT) == GREEN
    said.say("fact_verified", CONTACT, "health", record=record)
    said.say("void", None, "lead", amends=record)
    assert said.standing(CONTACT) == GREEN
    assert differences() == []


def test_a_check_that_arrives_after_what_it_checked_was_taken_back_changes_nothing_and_can_be_taken_back(
    said: Saying,
) -> None:
    record = said.say("exposure", CONTACT, "field", **MET)
    said.say("void", None, "field", amends=record)
    checked = said.say("fact_verified", CONTACT, "lead", record=record)
    said.say("void", None, "lead", amends=checked)
    assert said.standing(CONTACT) == GREEN
    assert differences() == []


def test_a_correction_is_verified_anew_by_somebody_who_did_not_make_it(said: Saying) -> None:
    record = said.say("exposure", CONTACT, "field", **MET)
    said.say("fact_verified", CONTACT, "lead", record=record)
    said.now = at(21, 12)
    later = said.say("exposure", CONTACT, "lead", amends=record, **MET | {"last": at(20, 12)})
    assert said.standing(CONTACT) == GREEN
    assert said.refused("fact_verified", CONTACT, "lead", record=later) == "fact.other_verifies"
    said.say("fact_verified", CONTACT, "health", record=later)
    assert said.standing(CONTACT) == ("central", "red", day(4, 4))
    assert differences() == []


def test_to_correct_the_words_leaves_what_was_verified_as_it_is(said: Saying) -> None:
    record = said.say("exposure", CONTACT, "field", **MET)
    said.say("fact_verified", CONTACT, "lead", record=record)
    said.say("exposure", CONTACT, "field", amends=record, **MET, note="在车间")
    assert said.standing(CONTACT) == CENTRAL


def test_health_staff_verify_what_they_state_by_a_record_that_speaks_of_the_person(said: Saying) -> None:
    assert said.refused("exposure", CONTACT, **MET, verified=True, evidence=said.proof("秦超")) == "fact.evidence"
    body = {**MET, "verified": True, "other": said.person(CASE)}
    case = said.say("case", CASE, status="confirmed", onset=at(18, 8))
    said.say("exposure", CONTACT, **body, evidence=case)
    assert said.standing(CONTACT) == CENTRAL
    [bare] = said.send(said.record("exposure", "秦超", {**MET, "verified": True}))
    assert bare.code == "fact.other_verifies"


def test_evidence_that_comes_in_the_same_batch_counts_if_it_speaks_of_the_person(said: Saying) -> None:
    proof = new_id()
    evidence = said.record("sample", CONTACT, {"taken": at(20, 8)}, id=proof)
    raws = [
        said.record("exposure", name, {**MET, "verified": True, "evidence": proof}, id=new_id())
        for name in (CONTACT, "秦超")
    ]
    said.send(evidence, *raws)
    assert (said.standing(CONTACT), said.standing("秦超")) == (CENTRAL, GREEN)
    assert differences() == []


def test_a_case_by_geometry_is_evidence_of_its_contacts_and_a_stay_told_at_a_door_waits(said: Saying) -> None:
    person = said.person(CONTACT)
    stay = said.say("stay", CONTACT, "field", first=at(1, 8), last=at(19, 8), region="110101")
    assert verifying.waits(stay, [person]) == person
    said.say("fact_verified", CONTACT, "lead", record=stay)
    assert verifying.waits(stay, [person]) is None
    assert said.refused("fact_verified", "秦超", "lead", record=stay) == "fact.nothing_to_verify"


def test_neither_who_stated_nor_who_verified_answers_an_objection(said: Saying) -> None:
    record = said.say("exposure", CONTACT, "field", **MET)
    said.say("fact_verified", CONTACT, "lead", record=record)
    objection = said.say("objection", CONTACT, "field", words="没接触过")
    body = {"objection": objection, "upheld": False}
    assert said.refused("objection_answer", CONTACT, "lead", **body) == "objection.other_answers"
    said.say("objection_answer", CONTACT, "health", **body)
