"""XLSForm workbooks: what is supported reads as questions, what is not is refused with its cell, all at once."""

from typing import Any

import pytest

from qiaomen.base.problems import Problem
from qiaomen.campaigns.questionnaires import Question, Raises
from qiaomen.campaigns.tests.sheets import CHOLERA, MOSQUITOES, Rows, workbook
from qiaomen.campaigns.xlsform import Reading, read_xlsform

CHOICES = [("list", "a", "甲", "a"), ("list", "b", "乙", "b"), ("yn", "yes", "是", "yes"), ("yn", "no", "否", "no")]
BEFORE = [
    ("integer", "n", "数", "n"),
    ("select_one yn", "yn", "是否", "yes or no"),
    ("select_one list", "c", "选", "c"),
]


def named(content: bytes) -> dict[str, Question]:
    reading = read_xlsform(content)
    assert [(fault.row, fault.column, fault.problem.code) for fault in reading.faults] == []
    return {question.name: question for question in reading.questions}


def refused(survey: Rows, choices: Rows = CHOICES, **more: Any) -> list[tuple[str, int, str, str]]:
    """The faults of a sheet: sheet, row, column, code."""
    return faults(read_xlsform(workbook(survey, choices, **more)))


def faults(reading: Reading) -> list[tuple[str, int, str, str]]:
    return [(fault.sheet, fault.row, fault.column, fault.problem.code) for fault in reading.faults]


def relevant(expression: str) -> Any:
    """What an expression says, asked after a number, a yes/no and a choice."""
    return named(workbook([*BEFORE, ("text", "t", "文", "t", expression)], CHOICES))["t"].relevant


def test_a_chikungunya_sweep_asks_about_standing_water_at_the_door() -> None:
    asked = named(MOSQUITOES)
    assert {question.of for question in asked.values()} == {"door"}
    assert (asked["containers"].minimum, asked["containers"].maximum, asked["containers"].required) == (0, 200, True)
    assert asked["larvae"].constraint == ["<=", ["answer", "larvae"], ["answer", "containers"]]
    assert asked["larvae"].relevant == [">", ["answer", "containers"], 0]
    assert asked["done"].raises == [Raises(flag="need", values=["none"])]
    assert read_xlsform(MOSQUITOES).title == "基孔肯雅热入户"


def test_a_cholera_sweep_asks_of_the_well_once_and_of_diarrhoea_of_everybody() -> None:
    asked = named(CHOLERA)
    assert [name for name, question in asked.items() if question.of == "person"] == ["diarrhoea", "since", "raw"]
    assert asked["raw"].relevant == ["and", ["=", ["answer", "source"], "well"], ["not", ["selected", "how", "boil"]]]
    assert asked["diarrhoea"].raises == [Raises(flag="symptom", values=[True])]


def test_a_list_of_yes_and_no_is_a_yes_no_question() -> None:
    assert (named(CHOLERA)["diarrhoea"].type, named(CHOLERA)["since"].relevant) == (
        "yes_no",
        ["=", ["answer", "diarrhoea"], True],
    )


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("${n} > 1", [">", ["answer", "n"], 1]),
        ("${n}>=1.5 and ${n}<=2", ["and", [">=", ["answer", "n"], 1.5], ["<=", ["answer", "n"], 2]]),
        ("${n} = ''", ["not", ["answered", "n"]]),
        ("'' != ${n}", ["answered", "n"]),
        ("${yn} = 'no'", ["=", ["answer", "yn"], False]),
        ("selected(${yn}, 'yes')", ["=", ["answer", "yn"], True]),
        ("not(${c} = ‘a’)", ["not", ["=", ["answer", "c"], "a"]]),
        ("${n} + 2 * 3 > 7 - 1", [">", ["+", ["answer", "n"], ["*", 2, 3]], ["-", 7, 1]]),
        ("(${n} + 2) * 3 > -1", [">", ["*", ["+", ["answer", "n"], 2], 3], -1]),
        ("${n} div 2 = 1", ["=", ["/", ["answer", "n"], 2], 1]),
        ("today() > date('2022-03-01')", [">", ["today"], "2022-03-01"]),
        ("${yn}='yes' and ${n}=1 and ${c}='a' or ${n}=2", ["or", ["and", ["=", ["answer", "yn"], True],
         ["=", ["answer", "n"], 1], ["=", ["answer", "c"], "a"]], ["=", ["answer", "n"], 2]]),
    ],
)  # fmt: skip
def test_an_expression_is_read_as_xlsform_means_it(expression: str, condition: Any) -> None:
    assert relevant(expression) == condition


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("regex(${c}, 'a+')", "xlsform.function"),
        ("if(${n} > 1, 2, 3) = 2", "xlsform.function"),
        ("now() > 1", "xlsform.function"),
        ("${n} >", "xlsform.expression"),
        ("${n} mod 2 = 1", "xlsform.expression"),
        ("../n = 1", "xlsform.expression"),
        ("((((" * 400, "xlsform.expression"),
        ("${n} = 1)", "xlsform.expression"),
        ("${gone} = 1", "question.not_asked_before"),
        ("${c} = 'x'", "question.no_such_choice"),
        ("${yn} = 'maybe'", "question.compared"),
        ("${yn}", "question.no_condition"),
        ("${yn} and ${n} = 1", "question.no_condition"),
        ("today()", "question.no_condition"),
    ],
)
def test_an_expression_that_is_not_supported_is_refused_with_its_cell(expression: str, code: str) -> None:
    assert refused([*BEFORE, ("text", "t", "文", "t", expression)]) == [("survey", 5, "relevant", code)]


@pytest.mark.parametrize(
    "kind", ["geopoint", "image", "calculate", "select_one list or_other", "rank list", "time", "barcode", "begin",
             "select_one_from_file f.csv", "acknowledge", "range", "hidden", "audit_", "select_one"],
)  # fmt: skip
def test_a_type_that_is_not_supported_is_refused_by_name(kind: str) -> None:
    reading = read_xlsform(workbook([("text", "t", "文", "t"), (kind, "x", "某", "x")], CHOICES))
    if kind == "begin":
        assert ("survey", 0, "type", "xlsform.group_end") in faults(reading)
    else:
        assert faults(reading) == [("survey", 3, "type", "xlsform.type")]
        assert reading.faults[0].problem.details["type"] == kind


def test_everything_wrong_is_told_at_once_with_sheet_row_and_column() -> None:
    survey = [
        ("geopoint", "where", "哪里", "where"),
        ("text", "1st", "文", "text"),
        ("integer", "n", "", ""),
        ("select_one nowhere", "s", "选", "choose"),
        ("text", "t", "文", "text", "${later} = 1", "", "maybe"),
        ("begin repeat", "cars", "车", "cars"),
        ("text", "t", "又", "again"),
    ]
    assert refused(survey, [("list", "a b", "甲", "a"), ("list", "c", "", ""), ("list", "c", "丙", "c")]) == [
        ("survey", 0, "type", "xlsform.group_end"),
        ("survey", 2, "type", "xlsform.type"),
        ("survey", 3, "name", "xlsform.name"),
        ("survey", 4, "label", "xlsform.no_label"),
        ("survey", 5, "type", "xlsform.no_list"),
        ("survey", 6, "required", "xlsform.required"),
        ("survey", 6, "relevant", "question.not_asked_before"),
        ("survey", 7, "name", "xlsform.repeat"),
        ("survey", 8, "name", "question.name_twice"),
        ("choices", 2, "name", "xlsform.value"),
        ("choices", 3, "label", "xlsform.no_label"),
        ("choices", 4, "name", "xlsform.value_twice"),
    ]


def test_a_column_that_changes_what_is_asked_is_refused_and_others_are_named() -> None:
    head = ("type", "name", "label::中文", "label::English", "choice_filter", "appearance", "label::Español")
    reading = read_xlsform(workbook([("select_one list", "s", "选", "s", "x=1", "minimal", "e")], CHOICES, head=head))
    assert faults(reading) == [("survey", 2, "choice_filter", "xlsform.column")]
    named = [fault.problem.details.get("column") for fault in reading.warnings]
    assert named == ["appearance", "label::español"] or set(named) == {"appearance", "label::español"}


def test_a_form_in_one_language_is_accepted_with_a_warning() -> None:
    reading = read_xlsform(workbook([("text", "t", "从哪里来")], [], head=("type", "name", "label")))
    assert (reading.questions[0].zh, reading.questions[0].en) == ("从哪里来", "从哪里来")
    assert [warning.problem.code for warning in reading.warnings] == ["xlsform.one_language"]


def test_notes_and_metadata_are_left_out_and_named() -> None:
    reading = read_xlsform(workbook([("start", "start"), ("note", "hello", "您好", "hello"), ("text", "t", "文", "t")]))
    assert [question.name for question in reading.questions] == ["t"]
    assert [(w.row, w.problem.code) for w in reading.warnings] == [
        (2, "xlsform.metadata_left_out"),
        (3, "xlsform.note_left_out"),
    ]


def test_a_groups_condition_counts_for_each_of_its_questions() -> None:
    survey = [*BEFORE, ("begin group", "g", "组", "group", "${n} > 1"), ("text", "t", "文", "t"), ("end group",)]
    assert named(workbook([*survey, ("text", "u", "外", "u")], CHOICES))["t"].relevant == [">", ["answer", "n"], 1]


def test_a_door_question_cannot_depend_on_a_persons_answer() -> None:
    survey = [
        ("begin repeat", "person", "人", "person"),
        BEFORE[0],
        ("end repeat",),
        ("text", "t", "", "t", "${n} > 1"),
    ]
    assert refused(survey) == [("survey", 5, "relevant", "question.not_asked_before")]


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x03\x04\x00\x00", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Problem, match=r"xlsform\.(unreadable|no_survey)"):
        read_xlsform(content)


def test_a_workbook_without_questions_is_refused() -> None:
    with pytest.raises(Problem, match=r"xlsform\.no_survey"):
        read_xlsform(workbook([]))
    assert refused([("note", "n", "您好", "hello")]) == [("survey", 0, "type", "xlsform.empty")]
