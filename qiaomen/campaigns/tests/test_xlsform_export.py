"""What is exported as XLSForm reads back as the same questions, conditions and all."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from qiaomen.base.problems import Problem
from qiaomen.campaigns.conditions_check import check_condition, check_questions
from qiaomen.campaigns.questionnaires import Choice, Question, Raises
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.campaigns.tests.sheets import CHOLERA, MOSQUITOES
from qiaomen.campaigns.xlsform import read_xlsform
from qiaomen.campaigns.xlsform_export import write_xlsform
from qiaomen.campaigns.xlsform_expressions import read_expression, write_expression

CHOICES = [Choice("a", "甲", "a"), Choice("b", "乙", "b"), Choice("1", "一", "one")]
KNOWN = {
    "yn": Question(name="yn", of="door", type="yes_no", zh="是否", en="yes or no"),
    "n": Question(name="n", of="door", type="number", zh="数", en="number"),
    "d": Question(name="d", of="door", type="date", zh="日", en="day"),
    "one": Question(name="one", of="door", type="one", zh="一", en="one", choices=CHOICES),
    "many": Question(name="many", of="door", type="many", zh="多", en="many", choices=CHOICES),
}
values = st.sampled_from([choice.value for choice in CHOICES])
numbers: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.integers(-50, 50),
        st.sampled_from([0.5, 37.3, 1e-7, -2.25]),
        st.just(["answer", "n"]),
        st.sampled_from(["one", "many"]).map(lambda name: ["count", name]),
        st.just(["-", ["today"], ["answer", "d"]]),
    ),
    lambda inner: st.tuples(st.sampled_from("+-*/"), inner, inner).map(list),
    max_leaves=4,
)
dates: st.SearchStrategy[Any] = st.one_of(
    st.just(["today"]),
    st.just(["answer", "d"]),
    st.dates().map(lambda day: day.replace(year=2022).isoformat() if (day.month, day.day) != (2, 29) else "2024-02-29"),
    st.integers(0, 30).map(lambda days: ["-", ["today"], days]),
)
signs = st.sampled_from(["<", "<=", ">", ">="])
plain: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(sorted(KNOWN)).map(lambda name: ["answered", name]),
    st.tuples(st.just("selected"), st.sampled_from(["one", "many"]), values).map(list),
    st.tuples(st.sampled_from(["=", "!="]), st.just(["answer", "yn"]), st.booleans()).map(list),
    st.tuples(st.sampled_from(["=", "!="]), st.just(["answer", "one"]), values).map(list),
    st.tuples(signs | st.just("="), numbers, numbers).map(list),
    st.tuples(signs | st.just("!="), dates, dates).map(list),
    st.booleans(),
)
conditions = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner).map(list),
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)).map(lambda p: [p[0], *p[1]]),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(conditions)
def test_a_condition_written_as_an_expression_reads_as_itself(condition: Any) -> None:
    check_condition(condition, KNOWN)
    assert read_expression(write_expression(condition), known=KNOWN, own="") == condition


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="${}n'\"=<>!+-* ().,and or not selected today0123456789中’", max_size=40))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        read_expression(text, known=KNOWN, own="n")
    except Problem as problem:
        code = problem.code
    else:
        code = ""
    assert code in ("", "xlsform.expression", "xlsform.function", "question.no_condition")


words = st.text(alphabet="问题是否 Questionabc？", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def questionnaires(draw: st.DrawFn) -> list[Question]:
    """What a district could ask: of the door first, then of each person; each condition on what was asked before."""
    marked = [
        Question(
            name=f"{name}_{of}",
            of=of,
            type=question.type,
            zh=draw(words),
            en=draw(words),
            hint_zh=(hint := draw(st.just("") | words)),
            hint_en=hint,
            choices=question.choices,
            required=draw(st.booleans()),
            door_kinds=draw(st.sampled_from([[], ["shop"], ["shop", "hotel"]])),
            raises=draw(st.sampled_from(RAISED[question.type])),
            minimum=draw(st.none() | st.integers(-5, 5)) if question.type == "number" else None,
        )
        for of in ("door", "person")
        for name, question in draw(st.permutations(sorted(KNOWN.items())))
    ]
    return [*KNOWN.values(), *(_conditional(draw, question) for question in marked)]


def _conditional(draw: st.DrawFn, question: Question) -> Question:
    question.relevant = draw(st.none() | conditions.filter(lambda one: not isinstance(one, bool)))
    if question.type == "date":
        question.constraint = ["<=", ["answer", question.name], ["today"]]
        question.constraint_zh = question.constraint_en = draw(st.just("") | words)
    return question


RAISED: dict[str, list[list[Raises]]] = {
    "yes_no": [
        [],
        [Raises("returnee", values=[True])],
        [Raises("need", values=[False]), Raises("symptom", values=[True])],
    ],
    "number": [[], [Raises("fever", above=37.3)]],
    "date": [[]],
    "one": [[], [Raises("symptom", values=["a", "1"])]],
    "many": [[], [Raises("need", values=["b"])]],
}


@settings(max_examples=25, deadline=None)
@given(questionnaires())
def test_an_exported_questionnaire_reads_back_as_itself(questions: list[Question]) -> None:
    check_questions(questions)
    reading = read_xlsform(write_xlsform(questions, title="入户"))
    assert [(fault.row, fault.column, str(fault.problem)) for fault in reading.faults] == []
    assert (reading.questions, reading.title) == (questions, "入户")


@pytest.mark.parametrize("content", [CHOLERA, MOSQUITOES], ids=["cholera", "mosquitoes"])
def test_an_imported_questionnaire_survives_the_way_out_and_back(content: bytes) -> None:
    questions = read_xlsform(content).questions
    assert read_xlsform(write_xlsform(questions, title="x")).questions == questions


def test_the_standard_sheet_reads_back_as_itself_without_a_word() -> None:
    reading = read_xlsform(write_xlsform(QUESTIONS, title="入户摸排"))
    assert (reading.questions, reading.faults, reading.warnings) == (QUESTIONS, [], [])


def test_other_programs_open_the_exported_standard_sheet() -> None:
    form = convert(write_xlsform(QUESTIONS, title="入户摸排")).xform
    assert ("体温（℃）" in form, "Temperature (°C)" in form, 'relevant=" ../returned  = ' in form) == (True, True, True)
