"""What a sweep asks: immutable editions of typed questions, and the check that a visit's answers fit its edition.

A question is data, so that a sweep for any disease asks its own: type, whom it is asked of, when it applies, choices,
bounds, whether it must be answered, and which flag an answer raises. docs/questionnaires.md says what each means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.utils.translation import get_language, gettext
from msgspec import Meta

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.campaigns import conditions
from qiaomen.campaigns.states import Flag
from qiaomen.ledger.entries import word

FlagName = Literal["fever", "returnee", "need", "symptom"]
FactName = Literal["symptom", "stay", "trait", "report"]


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
    relevant: list[Any] | None = None
    constraint: list[Any] | None = None
    constraint_zh: str = ""
    constraint_en: str = ""
    hint_zh: str = ""
    hint_en: str = ""
    fact: FactName | None = None


class Sheet(msgspec.Struct, dict=True):
    """An edition in use: its questions by whom they are asked of, by name."""

    person: dict[str, Question]
    door: dict[str, Question]

    @cached_property
    def facts(self) -> dict[str, Question]:
        """The questions whose answers state facts of a person."""
        return {name: question for name, question in self.person.items() if question.fact is not None}

    @cached_property
    def knows_kinds(self) -> bool:
        """Whether any question is asked of some kinds of door only."""
        return any(q.door_kinds for questions in (self.door, self.person) for q in questions.values())

    @cached_property
    def has_conditions(self) -> bool:
        """Whether it matters what else was answered, where and when.

        It does for a rule, and for a condition of what must be answered or raises a flag. Others only say what
        is asked, and what was answered to others is kept all the same.
        """
        questions = [*self.door.values(), *self.person.values()]
        return any(
            q.constraint is not None or ((q.relevant is not None or q.door_kinds) and (q.required or q.raises))
            for q in questions
        )


@dataclass(slots=True)
class Asked:
    """Which questions apply at a door, or to a person behind it, given what else was answered there.

    `times` are the record's moments, as far as they may differ: a clock may be wrong, and a form that was opened before
    midnight is saved after it. What depends on today applies if it does on any of these days or on the day before.
    A person's questions may depend on the door's answers too; without a `kind` of door all kinds are asked alike.
    """

    sheet: Sheet
    door: Mapping[str, Any]
    person: Mapping[str, Any] | None = None
    times: Sequence[datetime] = ()
    zone: ZoneInfo | None = None
    kind: str | None = None
    _found: dict[str, bool] = field(default_factory=dict)

    def applies(self, question: Question) -> bool:
        """Whether this question is asked here."""
        if self.kind is not None and question.door_kinds and self.kind not in question.door_kinds:
            return False
        if question.relevant is None:
            return True
        if question.name not in self._found:
            self._found[question.name] = False  # what depends on itself does not apply
            self._found[question.name] = self._holds(question.relevant)
        return self._found[question.name]

    def keeps(self, question: Question) -> bool:
        """Whether its answer keeps the question's own rule."""
        return question.constraint is None or self._holds(question.constraint)

    def get(self, name: str) -> Any:
        """The answer to a question that applies; what was answered to others is nothing."""
        for questions, answers in ((self.sheet.person, self.person), (self.sheet.door, self.door)):
            question = questions.get(name)
            if answers is not None and question is not None:
                return answers.get(name) if self.applies(question) else None
        return None

    def _holds(self, condition: list[Any]) -> bool:
        return any(conditions.holds(condition, self, day) for day in self._days())

    def _days(self) -> list[date]:
        days = {moment.astimezone(self.zone).date() for moment in self.times}
        return sorted(days | {day - timedelta(days=1) for day in days}) or [date.min]


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


def check_answers(
    questions: dict[str, Question], answers: dict[str, Any], *, where: str, asked: Asked | None = None
) -> None:
    """Check answers against questions. Raises `visit.answer_unknown` or `_invalid`, naming the question.

    An answer to a question that does not apply is kept and counts for nothing: it must only be of its type. Refusing it
    would refuse a whole visit over something that nobody asked.
    """
    for name, answer in answers.items():
        question = questions.get(name)
        if question is None:
            # A client's own word is not kept in the clear: it could be anything, also a name.
            raise Problem("visit.answer_unknown", field=where, question=word(name))
        reason = None if answer is None else _misfit(question, answer)
        if reason is None and question.constraint is not None and answer not in (None, "", []):
            reason = _broken(question, asked)
        if reason:
            raise Problem("visit.answer_invalid", field=f"{where}.{name}", question=name, reason=reason)


def check_required(
    questions: dict[str, Question],
    answers: dict[str, Any],
    *,
    where: str,
    texts: Mapping[str, str] | None = None,
    asked: Asked | None = None,
) -> None:
    """Every mandatory question that applies has an answer. Raises `visit.answer_missing`."""
    for question in questions.values():
        if not question.required:
            continue
        given = (texts or {}) if question.type == "text" else answers
        if given.get(question.name) in (None, "", []) and _applies(question, asked):
            raise Problem("visit.answer_missing", field=f"{where}.{question.name}", question=question.name)


def flags_of(questions: dict[str, Question], answers: dict[str, Any], asked: Asked | None = None) -> int:
    """The bits of `Flag` that these answers raise, those to questions that apply."""
    flags = 0
    for name, answer in answers.items():
        question = questions.get(name)
        if question is None or not question.raises or not _applies(question, asked):
            continue
        for raises in question.raises:
            if _raised(raises, answer):
                flags |= Flag[raises.flag.upper()]
    return flags


def _applies(question: Question, asked: Asked | None) -> bool:
    return asked is None or asked.applies(question)


def _broken(question: Question, asked: Asked | None) -> str | None:
    """What the question's own rule says of an answer that breaks it, for the details; None when it is kept."""
    if asked is None or not asked.applies(question) or asked.keeps(question):
        return None
    in_english = (get_language() or "").startswith("en")
    said = (
        (question.constraint_en, question.constraint_zh)
        if in_english
        else (question.constraint_zh, question.constraint_en)
    )
    return said[0] or said[1] or gettext("it breaks the question's own rule")


def _raised(raises: Raises, answer: Any) -> bool:
    if raises.above is not None and isinstance(answer, (int, float)) and not isinstance(answer, bool):
        return answer > raises.above
    given: Sequence[Any] = answer if isinstance(answer, list) else [answer]
    # True == 1 in Python: a yes must not match a number.
    return any(type(one) is type(value) and one == value for one in given for value in raises.values)


def _misfit(question: Question, answer: Any) -> str | None:
    """Why an answer does not fit, in English for the details; None when it fits."""
    match question.type:
        case "yes_no":
            return None if isinstance(answer, bool) else "yes or no expected"
        case "one":
            fits = any(answer == choice.value for choice in question.choices)
            return None if fits else "not among the choices"
        case "many":
            fits = isinstance(answer, list) and {choice.value for choice in question.choices}.issuperset(answer)
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
    return conditions.day_of(answer) is not None
