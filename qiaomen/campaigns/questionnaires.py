"""What a sweep asks: immutable editions of typed questions, and the check that a visit's answers fit its edition.

A question is data, so that a sweep for any disease asks its own: type, whom it is asked of, choices, bounds, whether it
must be answered, and which flag an answer raises.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.campaigns.states import Flag
from qiaomen.ledger.entries import word

FlagName = Literal["fever", "returnee", "need", "symptom"]


class Choice(msgspec.Struct, omit_defaults=True):
    """One possible answer, in both languages."""

    value: Annotated[str, Meta(max_length=40)]
    zh: str
    en: str


class Raises(msgspec.Struct, omit_defaults=True):
    """When an answer raises a flag: it is above a number (not at it), or it is one of some values."""

    flag: FlagName
    above: float | None = None
    values: list[str | bool | int] = msgspec.field(default_factory=list)


class Question(msgspec.Struct, omit_defaults=True):
    """One question of an edition."""

    name: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
    of: Literal["person", "door"]
    type: Literal["yes_no", "one", "many", "number", "integer", "text", "date"]
    zh: str
    en: str
    choices: list[Choice] = msgspec.field(default_factory=list)
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    door_kinds: list[str] = msgspec.field(default_factory=list)
    raises: list[Raises] = msgspec.field(default_factory=list)


class Sheet(msgspec.Struct):
    """An edition in use: its questions by whom they are asked of, by name."""

    person: dict[str, Question]
    door: dict[str, Question]


@lru_cache(maxsize=64)
def sheet(edition: UUID) -> Sheet:
    """An edition's questions; editions never change, so they are kept in memory. Raises `visit.unknown_edition`."""
    found = rows("SELECT questions::text FROM campaigns_edition WHERE id = %b", [edition])
    if not found:
        raise Problem("visit.unknown_edition", field="body.edition")
    questions = msgspec.json.decode(found[0][0].encode(), type=list[Question])
    return Sheet(
        person={q.name: q for q in questions if q.of == "person"},
        door={q.name: q for q in questions if q.of == "door"},
    )


def check_answers(questions: dict[str, Question], answers: dict[str, Any], *, where: str) -> None:
    """Check answers against questions. Raises `visit.answer_unknown`, `_invalid` or `_missing`, naming the question."""
    for name, answer in answers.items():
        question = questions.get(name)
        if question is None:
            # A client's own word is not kept in the clear: it could be anything, also a name.
            raise Problem("visit.answer_unknown", field=where, question=word(name))
        reason = None if answer is None else _misfit(question, answer)
        if reason:
            raise Problem("visit.answer_invalid", field=f"{where}.{name}", question=name, reason=reason)


def check_required(questions: dict[str, Question], answers: dict[str, Any], *, where: str) -> None:
    """Every mandatory question has an answer. Raises `visit.answer_missing`."""
    for question in questions.values():
        if question.required and answers.get(question.name) in (None, "", []):
            raise Problem("visit.answer_missing", field=f"{where}.{question.name}", question=question.name)


def flags_of(questions: dict[str, Question], answers: dict[str, Any]) -> int:
    """The bits of `Flag` that these answers raise."""
    flags = 0
    for name, answer in answers.items():
        question = questions.get(name)
        for raises in question.raises if question else ():
            if _raised(raises, answer):
                flags |= Flag[raises.flag.upper()]
    return flags


def _raised(raises: Raises, answer: Any) -> bool:
    if raises.above is not None and isinstance(answer, (int, float)) and not isinstance(answer, bool):
        return answer > raises.above
    given: Sequence[Any] = answer if isinstance(answer, list) else [answer]
    # True == 1 in Python: a yes must not match a number.
    return any(type(one) is type(value) and one == value for one in given for value in raises.values)


def _misfit(question: Question, answer: Any) -> str | None:
    """Why an answer does not fit, in English for the details; None when it fits."""
    values = {choice.value for choice in question.choices}
    match question.type:
        case "yes_no":
            return None if isinstance(answer, bool) else "yes or no expected"
        case "one":
            return None if isinstance(answer, str) and answer in values else "not among the choices"
        case "many":
            fits = isinstance(answer, list) and values.issuperset(answer)
            return None if fits else "not among the choices"
        case "number" | "integer":
            return _number_misfit(question, answer)
        case "date":
            return None if isinstance(answer, str) and _is_date(answer) else "a date like 2022-03-20 expected"
        case "text":
            return "free text belongs in texts, which are sealed"


def _number_misfit(question: Question, answer: Any) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return "a number expected"
    if question.type == "integer" and isinstance(answer, float) and not answer.is_integer():
        return "a whole number expected"
    if question.minimum is not None and answer < question.minimum:
        return f"below {question.minimum:g}"
    if question.maximum is not None and answer > question.maximum:
        return f"above {question.maximum:g}"
    return None


def _is_date(answer: str) -> bool:
    try:
        date.fromisoformat(answer)
    except ValueError:
        return False
    return len(answer) == 10
