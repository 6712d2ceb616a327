"""A question that does not apply is not missing, and what was answered to it counts for nothing."""

from typing import Any

import msgspec
import pytest

from qiaomen.base.problems import Problem
from qiaomen.campaigns.actions import make_questionnaire
from qiaomen.campaigns.conditions_check import check_questions
from qiaomen.campaigns.questionnaires import Asked, Sheet
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.campaigns.tests.test_conditions import CONTRACT
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import Choice, Question, Raises, start_sweep
from qiaomen.testing.world import HERE, World

DOOR = "1-1-202"
RETURNED = ["=", ["answer", "returned"], True]
ASKED = [
    Question(name="returned", of="person", type="yes_no", zh="回来", en="Came back"),
    Question(
        name="returned_on",
        of="person",
        type="date",
        zh="哪天",
        en="When",
        required=True,
        relevant=RETURNED,
        constraint=["<=", ["answer", "returned_on"], ["today"]],
        constraint_zh="不能晚于今天",
    ),
    Question(name="from", of="person", type="text", zh="从哪", en="From", required=True, relevant=RETURNED),
    Question(
        name="water",
        of="door",
        type="one",
        zh="用水",
        en="Water",
        choices=[Choice("well", "井水", "well"), Choice("tap", "自来水", "tap")],
    ),
    Question(
        name="drinks",
        of="person",
        type="yes_no",
        zh="喝生水",
        en="Drinks it raw",
        required=True,
        relevant=["selected", "water", "well"],
        raises=[Raises(flag="symptom", values=[True])],
    ),
    Question(name="staff", of="door", type="integer", zh="员工", en="Staff", required=True, door_kinds=["shop"]),
]


@pytest.fixture
def asking(world: World) -> Desk:
    """A sweep that asks by conditions."""
    campaign = start_sweep(world, team="team 1")
    campaign.edition = make_questionnaire(name="入户摸排", questions=ASKED)
    campaign.save()
    return Desk(world, campaign)


def verdict(desk: Desk, person: dict[str, Any], texts: dict[str, str] | None = None, **door: Any) -> str:
    """The code of what becomes of a visit where everybody was seen with these answers."""
    phone = desk.phone()
    people = desk.everyone(DOOR, "seen", answers=person, texts=texts or {})
    answer = phone.send([phone.visit(desk.door(DOOR), people=people, at=at(21, 9), answers=door)])[0]
    return str(answer.get("code", answer["verdict"]))


@pytest.mark.parametrize("case", CONTRACT["applying"], ids=lambda case: case["why"])
def test_the_server_asks_what_the_phone_asks(case: dict[str, Any]) -> None:
    questions = msgspec.convert(CONTRACT["questions"], list[Question])
    door, person = ({q.name: q for q in questions if q.of == of} for of in ("door", "person"))
    today = case.get("today", "2022-03-20")
    asked = Asked(
        Sheet(person=person, door=door), case["answers"], case["answers"], kind=case["door_kind"], zone=HERE,
        times=[at(21, 9).replace(year=int(today[:4]), month=int(today[5:7]), day=int(today[8:]))],
    )  # fmt: skip
    found = [name for each in (door, person) for name, question in each.items() if asked.applies(question)]
    # The server need not know the order: a condition on a later question never gets into an edition.
    assert [name for name in found if name != "returned_from"] == case["applies"]


def test_a_mandatory_question_that_does_not_apply_is_not_missing(asking: Desk) -> None:
    assert verdict(asking, {"returned": False}) == "accepted"


def test_a_mandatory_question_that_applies_is(asking: Desk) -> None:
    assert verdict(asking, {"returned": True}) == "visit.answer_missing"


def test_a_mandatory_text_is_answered_in_texts(asking: Desk) -> None:
    returned = {"returned": True, "returned_on": "2020-03-19"}
    assert verdict(asking, returned) == "visit.answer_missing"
    assert verdict(asking, returned, {"from": "武汉"}) == "accepted"


def test_an_answer_to_a_question_that_does_not_apply_is_kept(asking: Desk) -> None:
    assert verdict(asking, {"returned": False, "returned_on": "2020-03-01"}) == "accepted"


def test_an_answer_to_a_question_that_does_not_apply_raises_no_flag(asking: Desk) -> None:
    assert verdict(asking, {"returned": False, "drinks": True}, water="tap") == "accepted"
    assert asking.target(DOOR).flags == 0


def test_a_persons_question_may_depend_on_the_doors_answer(asking: Desk) -> None:
    assert verdict(asking, {"returned": False}, water="well") == "visit.answer_missing"
    assert verdict(asking, {"returned": False, "drinks": True}, water="well") == "accepted"
    assert asking.target(DOOR).flags != 0


def test_an_answer_that_breaks_its_questions_own_rule_is_refused_with_the_rules_words(asking: Desk) -> None:
    phone = asking.phone()
    people = asking.everyone(DOOR, "seen", answers={"returned": True, "returned_on": "2020-03-23"}, texts={"from": "x"})
    answer = phone.send([phone.visit(asking.door(DOOR), people=people, at=at(21, 9))])[0]
    assert (answer["code"], "不能晚于今天" in answer["message"]) == ("visit.answer_invalid", True)


def test_today_is_the_phones_own_day_too_when_its_clock_is_ahead(asking: Desk) -> None:
    phone = asking.phone()
    people = asking.everyone(DOOR, "seen", answers={"returned": True, "returned_on": "2030-01-01"}, texts={"from": "x"})
    late = at(21, 9).replace(year=2030, month=1, day=1)
    visit = phone.visit(asking.door(DOOR), people=people, at=late)
    assert phone.send([visit])[0]["verdict"] == "accepted"


def test_a_mandatory_question_for_shops_is_not_missing_at_a_dwelling(asking: Desk) -> None:
    assert verdict(asking, {"returned": False}) == "accepted"


def test_the_standard_sheet_asks_from_where_and_when_of_returnees_only() -> None:
    check_questions(QUESTIONS)
    conditional = {question.name: question.relevant for question in QUESTIONS if question.relevant}
    assert conditional == {"returned_from": RETURNED, "returned_on": RETURNED}


FAULTS: list[tuple[Any, str]] = [
    (["answered", "later"], "question.not_asked_before"),
    (["answered", "nonsense"], "question.not_asked_before"),
    (["=", ["answer", "note"], "x"], "question.text_in_condition"),
    (["=", ["answer", "many"], "a"], "question.compared"),
    (["=", ["answer", "one"], "c"], "question.no_such_choice"),
    (["selected", "many", "c"], "question.no_such_choice"),
    (["selected", "number", "1"], "question.no_such_choice"),
    (["=", ["answer", "yes"], "a"], "question.compared"),
    (["=", ["answer", "yes"], 1], "question.compared"),
    (["<", ["answer", "one"], "a"], "question.compared"),
    (["<", ["answer", "date"], 5], "question.compared"),
    ([">", ["+", ["today"], ["today"]], 5], "question.compared"),
    (["answer", "number"], "question.no_condition"),
    (["and", ["answer", "number"], True], "question.no_condition"),
    (["regex", ["answer", "one"]], "question.operator"),
    (["and"], "question.operator"),
    ([], "question.operator"),
    (["="], "question.operator"),
    (["today"], "question.no_condition"),
    (["not", None], "question.no_condition"),
]


@pytest.mark.parametrize(("condition", "code"), FAULTS, ids=str)
def test_a_condition_that_makes_no_sense_gets_into_no_edition(condition: Any, code: str) -> None:
    choices = [Choice("a", "甲", "a"), Choice("b", "乙", "b")]
    kinds: list[Any] = ["yes_no", "number", "date", "text", "one", "many"]
    before = [
        Question(name=kind if kind != "yes_no" else "yes", of="door", type=kind, zh="", en="", choices=choices)
        for kind in kinds
    ]
    before[3].name = "note"
    asked = Question(name="asked", of="door", type="yes_no", zh="", en="", relevant=condition)
    later = Question(name="later", of="door", type="yes_no", zh="", en="")
    with pytest.raises(Problem) as caught:
        check_questions([*before, asked, later])
    assert (caught.value.code, caught.value.field) == (code, "asked")


def test_two_questions_of_one_name_are_refused() -> None:
    twice = [Question(name="a", of=of, type="yes_no", zh="", en="") for of in ("door", "person")]
    with pytest.raises(Problem, match="name_twice"):
        check_questions(twice)
