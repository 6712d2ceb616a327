"""XLSForm out: an edition as a workbook that other programs open, and that reads back as the same questions."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from qiaomen.campaigns.questionnaires import Choice, Question, Raises
from qiaomen.campaigns.xlsform_expressions import write_expression

ZH, EN = "中文 (zh)", "English (en)"
SURVEY = (
    "type", "name", f"label::{ZH}", f"label::{EN}", f"hint::{ZH}", f"hint::{EN}", "required", "relevant", "constraint",
    f"constraint_message::{ZH}", f"constraint_message::{EN}", "door_kinds", "raises", "fact",
)  # fmt: skip
CHOICES = ("list_name", "name", f"label::{ZH}", f"label::{EN}")
TYPES = {"text": "text", "integer": "integer", "number": "decimal", "date": "date", "yes_no": "select_one yes_no"}
YES_NO = [Choice("yes", "是", "yes"), Choice("no", "否", "no")]


def write_xlsform(questions: Sequence[Question], *, title: str) -> bytes:
    """The questions as a workbook. What is asked of each person stands in the repeat `person`."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _sheet(book, "survey", SURVEY, _survey(questions))
    _sheet(book, "choices", CHOICES, _choices(questions))
    _sheet(book, "settings", ("form_title", "form_id", "default_language"), [(title, "qiaomen", ZH)])
    book.close()
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, head: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    page.write_row(0, 0, head, bold)
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            if text:
                page.write_string(row, column, text)
    page.freeze_panes(1, 2)
    page.set_column(0, len(head), 24)


def _survey(questions: Sequence[Question]) -> Iterable[Sequence[str]]:
    person = [_line(question) for question in questions if question.of == "person"]
    door = [_line(question) for question in questions if question.of == "door"]
    if not person:
        return door
    repeat = [("begin repeat", "person", "家里每个人", "Each person"), *person, ("end repeat",)]
    return repeat + door if questions[0].of == "person" else door + repeat


def _line(question: Question) -> tuple[str, ...]:
    kind = TYPES.get(question.type) or f"select_{'one' if question.type == 'one' else 'multiple'} {question.name}"
    return (
        kind,
        question.name,
        question.zh,
        question.en,
        question.hint_zh,
        question.hint_en,
        "yes" if question.required else "",
        write_expression(question.relevant) if question.relevant else "",
        _constraint(question),
        question.constraint_zh,
        question.constraint_en,
        " ".join(question.door_kinds),
        "; ".join(_raises(raises) for raises in question.raises),
        question.fact or "",
    )


def _constraint(question: Question) -> str:
    """A number's bounds and the question's own rule in one expression."""
    own = ["answer", question.name]
    parts = [
        [sign, own, bound] for sign, bound in ((">=", question.minimum), ("<=", question.maximum)) if bound is not None
    ]
    if question.constraint:
        parts += question.constraint[1:] if question.constraint[0] == "and" else [question.constraint]
    if not parts:
        return ""
    return write_expression(["and", *parts] if len(parts) > 1 else parts[0], own=question.name)


def _raises(raises: Raises) -> str:
    if raises.above is not None:
        return f"{raises.flag} > {raises.above:.12g}"
    words = ["yes" if value is True else "no" if value is False else str(value) for value in raises.values]
    return f"{raises.flag}: {' '.join(words)}"


def _choices(questions: Sequence[Question]) -> Iterable[Sequence[str]]:
    lists = {question.name: question.choices for question in questions if question.choices}
    if any(question.type == "yes_no" for question in questions):
        lists["yes_no"] = YES_NO
    return [(name, choice.value, choice.zh, choice.en) for name, several in lists.items() for choice in several]
