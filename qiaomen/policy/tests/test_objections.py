"""A person objects; somebody else than who decided answers within 24 hours."""

import pytest

from qiaomen.ledger.rebuild import differences
from qiaomen.policy import objections
from qiaomen.policy.models import Objection, Standing
from qiaomen.policy.tests.saying import EIGHTH, Saying, at
from qiaomen.testing.world import World

CONTACT = "周国庆"


@pytest.fixture
def said(world: World) -> Saying:
    """Somebody whom health staff's exposure isolates."""
    said = Saying(world)
    said.publish(EIGHTH)
    said.expose(CONTACT, "close", 19)
    return said


def made(said: Saying, **body: object) -> Objection:
    objection = said.say("objection", CONTACT, "field", words="我那天不在家", **body)
    return Objection.objects.get(pk=objection)


def test_it_is_due_within_24_hours_and_then_overdue(said: Saying) -> None:
    objection = made(said)
    assert objection.due_at == at(22, 9)
    assert list(objections.overdue(at(22, 8))) == []
    assert list(objections.overdue(at(22, 9))) == [objection]


def test_who_stated_the_ground_does_not_answer_and_another_does(said: Saying) -> None:
    objection = made(said)
    body = {"objection": objection.id, "upheld": False}
    assert said.refused("objection_answer", CONTACT, "health", **body) == "objection.other_answers"
    said.now = at(21, 11)
    answer = objections.answer(
        objection, upheld=False, words="核实过流调", by=said.world.workers["headquarters"], now=said.now
    )
    assert answer.verdict == "accepted"
    objection.refresh_from_db()
    assert (objection.answered_at, objection.answered_by, objection.upheld) == (
        at(21, 11), said.world.workers["headquarters"].id, False,
    )  # fmt: skip
    assert list(objections.open_ones()) == []


def test_who_set_a_red_by_hand_does_not_answer_neither_of_the_two(said: Saying) -> None:
    evidence = said.say("trait", "秦超", "lead", trait="market")
    proposal = said.say("red_by_hand", "秦超", "lead", ground="fled_isolation", evidence=evidence)
    said.say("red_confirmed", "秦超", proposal=proposal)
    objection = said.say("objection", "秦超", "field")
    body = {"objection": objection, "upheld": False}
    for decider in ("lead", "health"):
        assert said.refused("objection_answer", "秦超", decider, **body) == "objection.other_answers"
    said.say("objection_answer", "秦超", "headquarters", **body)


def test_a_field_worker_answers_no_objection(said: Saying) -> None:
    body = {"objection": made(said).id, "upheld": True}
    assert said.refused("objection_answer", CONTACT, "field 2", **body) == "record.forbidden_kind"


def test_it_names_a_status_of_that_person(said: Saying) -> None:
    status = Standing.objects.get(person=said.person(CONTACT)).record
    assert made(said, status=status).status == status
    assert said.refused("objection", "秦超", "field", status=status) == "objection.no_status"


def test_an_answer_is_about_the_one_who_objected(said: Saying) -> None:
    body = {"objection": made(said).id, "upheld": True}
    assert said.refused("objection_answer", "秦超", "headquarters", **body) == "objection.unknown"


def test_taken_back_it_waits_for_nobody_and_rebuilding_agrees(said: Saying) -> None:
    objection = made(said)
    said.say("void", CONTACT, "field", amends=objection.id)
    assert not Objection.objects.exists()
    assert differences() == []


def test_the_first_answer_counts(said: Saying) -> None:
    objection = made(said)
    for hour, upheld in ((11, True), (12, False)):
        said.now = at(21, hour)
        said.say("objection_answer", CONTACT, "headquarters", objection=objection.id, upheld=upheld)
    objection.refresh_from_db()
    assert (objection.upheld, objection.answered_at) == (True, at(21, 11))
    assert differences() == []
