"""What must not be lost between people's ids, corrections, batches that wait, and other people's places."""

from typing import Any

import pytest

from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.base.ids import new_id
from qiaomen.base.sql import rows, run
from qiaomen.ledger.models import Record
from qiaomen.ledger.rebuild import differences
from qiaomen.policy import status
from qiaomen.policy.models import Objection, Standing
from qiaomen.policy.tests.saying import EIGHTH, Saying, at
from qiaomen.testing.world import World

CONTACT, SECONDARY = "周国庆", "田志平"


@pytest.fixture
def said(world: World) -> Saying:
    said = Saying(world)
    said.publish(EIGHTH)
    return said


def test_people_are_locked_by_their_keys_never_by_looking_at_everybody(world: World) -> None:
    run("SET LOCAL enable_seqscan = off")
    plan = "\n".join(row[0] for row in rows("EXPLAIN " + status.LOCK, [[new_id()], [new_id()]]))
    assert "Index Cond: (id = " in plan
    assert "Filter: ((id = ANY" not in plan


def test_an_objection_under_another_id_of_the_person_lets_a_red_by_hand_lapse_too(said: Saying) -> None:
    kept, joined = sorted(("彭兴华", "彭宇"), key=lambda name: said.person(name).bytes)
    evidence = said.say("trait", joined, "lead", trait="market")
    proposal = said.say("red_by_hand", joined, "lead", ground="fled_isolation", evidence=evidence)
    said.say("red_confirmed", joined, proposal=proposal)
    said.say("person_merge", kept, "lead", other=said.person(joined), same=True)
    assert said.standing(kept)[1] == "red"
    objection = said.say("objection", kept, "field")
    assert said.refused("objection_answer", kept, "lead", objection=objection, upheld=True) == "objection.other_answers"
    said.now = at(21, 12)
    said.say("objection_answer", joined, "headquarters", objection=objection, upheld=True)
    assert said.standing(kept)[1] == "green"
    assert differences() == []


def test_an_objection_made_before_two_files_became_one_counts_from_then_on(said: Saying) -> None:
    kept, joined = sorted(("彭兴华", "彭宇"), key=lambda name: said.person(name).bytes)
    evidence = said.say("trait", joined, "lead", trait="market")
    proposal = said.say("red_by_hand", joined, "lead", ground="fled_isolation", evidence=evidence)
    said.say("red_confirmed", joined, proposal=proposal)
    objection = said.say("objection", kept, "field")
    said.now = at(21, 12)
    said.say("objection_answer", kept, "headquarters", objection=objection, upheld=True)
    assert said.standing(joined)[1] == "red"
    said.say("person_merge", kept, "lead", other=said.person(joined), same=True)
    assert said.standing(kept)[1] == "green"
    assert differences() == []


def test_one_may_object_to_a_status_that_another_of_ones_ids_had(said: Saying) -> None:
    kept, joined = sorted(("彭兴华", "彭宇"), key=lambda name: said.person(name).bytes)
    said.expose(joined, "close", 19)
    before = Standing.objects.get(person=said.person(joined)).record
    said.say("person_merge", kept, "lead", other=said.person(joined), same=True)
    assert Objection.objects.get(pk=said.say("objection", kept, "field", status=before)).status == before


def test_what_was_taken_back_is_no_evidence(said: Saying) -> None:
    evidence = said.say("trait", CONTACT, "lead", trait="market")
    proposal = said.say("red_by_hand", CONTACT, "lead", ground="fled_isolation", evidence=evidence)
    said.say("void", None, "lead", amends=evidence, reason="wrong")
    assert said.refused("red_confirmed", CONTACT, proposal=proposal) == "red.evidence"


def test_who_corrects_an_older_record_of_a_case_does_not_bring_the_case_back(said: Saying) -> None:
    first = said.say("case", CONTACT, status="confirmed", onset=at(19, 8))
    said.now = at(21, 10)
    said.say("case", CONTACT, status="discarded", onset=at(19, 8))
    said.now = at(21, 11)
    said.say("case", CONTACT, status="confirmed", onset=at(18, 8), amends=first)
    assert said.standing(CONTACT) == ("", "green", None)
    assert differences() == []


def test_to_correct_the_words_of_a_fact_makes_nothing_newly_known(said: Saying) -> None:
    moment = {"first": at(19, 12), "last": at(19, 12), "verified": True, "closeness": "close"}
    exposure = said.say("exposure", CONTACT, **moment)
    said.now = at(21, 15)
    said.say("exposure", CONTACT, amends=exposure, **moment, note="在车间")
    assert said.facts(CONTACT, "exposure")[0].known_at == at(21, 9)
    said.now = at(21, 16)
    said.say("exposure", CONTACT, amends=exposure, **moment | {"last": at(20, 12)})
    assert said.facts(CONTACT, "exposure")[0].known_at == at(21, 16)


def test_what_a_record_that_waited_says_holds_from_when_it_was_let_go(said: Saying) -> None:
    sample, taken = new_id(), at(20, 8)
    said.say("exposure", CONTACT, closeness="close", first=at(13, 8), last=at(13, 8), verified=True)
    held = said.record("result", CONTACT, {"taken": taken, "result": "positive", "sample": sample})
    assert said.send(held)[0].verdict == "held"
    said.now = at(21, 17)
    brought = said.record("sample", CONTACT, {"taken": taken}, id=sample)
    assert said.send(brought)[0].verdict == "accepted"
    assert Record.objects.get(kind="result").received_at == at(21, 9)
    latest = Record.objects.filter(kind="status").latest("at")
    assert (latest.at, latest.received_at) == (said.now, said.now)


def test_who_decides_elsewhere_verifies_nothing_by_naming_a_door_of_their_own(said: Saying) -> None:
    outsider, door = said.world.workers["outsider"].id, said.world.doors["village group 1号"]
    Grant.objects.filter(worker=outsider).update(role=Role.LEAD, place=door.place)
    body: dict[str, Any] = {"closeness": "close", "first": at(19, 8), "last": at(19, 8)}
    assert said.refused("exposure", CONTACT, "outsider", **body, verified=True, door=door.id) == "fact.needs_decider"
    said.say("exposure", CONTACT, "outsider", **body, door=door.id)
    case = {"status": "confirmed", "onset": at(19, 8), "door": door.id}
    assert said.refused("case", CONTACT, "outsider", **case) == "record.outside_grant"


def test_who_decides_elsewhere_does_not_take_anothers_record_there_to_correct_it(said: Saying) -> None:
    exposure = said.expose(CONTACT, "close", 19)
    outsider, door = said.world.workers["outsider"].id, said.world.doors["village group 1号"]
    Grant.objects.filter(worker=outsider).update(role=Role.LEAD, place=door.place)
    name = next(name for name, person in said.world.people.items() if person.home_door_id == door.id)
    body = {"closeness": "close", "first": at(1, 8), "last": at(1, 8), "amends": exposure}
    assert said.refused("exposure", name, "outsider", **body) == "record.forbidden_kind"
    void = {"amends": exposure, "reason": "no", "door": door.id}
    assert said.refused("void", None, "outsider", **void) == "record.forbidden_kind"
    assert said.standing(CONTACT)[1] == "red"
