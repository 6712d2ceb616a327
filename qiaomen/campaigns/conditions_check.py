"""Whether a condition makes sense, before any phone sees it: what it names was asked before, and its values compare."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiaomen.base.problems import Problem
from qiaomen.campaigns.conditions import ASKING, OPERATORS, day_of
from qiaomen.campaigns.questionnaires import Question

Sort = Literal["yes_no", "number", "date", "choice", "several"]
SORTS: dict[str, Sort] = {
    "yes_no": "yes_no",
    "number": "number",
    "integer": "number",
    "date": "date",
    "one": "choice",
    "many": "several",
}

WORDS: dict[Sort, Promise] = {
    "yes_no": _("yes or no"),
    "number": _("a number"),
    "date": _("a date"),
    "choice": _("a choice"),
    "several": _("several choices"),
}


def check_questions(questions: Sequence[Question]) -> None:
    """An edition as a whole: names are unique, choices are there, conditions name what is asked before.

    Raises `question.*` with the question to blame as `field`.
    """
    known: dict[str, Question] = {}
    for question in [q for of in ("door", "person") for q in questions if q.of == of]:
        if question.name in known:
            raise Problem("question.name_twice", field=question.name, name=question.name)
        if question.type in ("one", "many") and not question.choices:
            raise Problem("question.no_choices", field=question.name, name=question.name)
        check_rules(question, known)
        known[question.name] = question


def check_rules(question: Question, known: Mapping[str, Question]) -> None:
    """A question's conditions, given those asked before it. Raises `question.*`."""
    try:
        check_condition(question.relevant, known)
        check_condition(question.constraint, {**known, question.name: question})
    except Problem as problem:
        problem.field = question.name
        raise


def check_condition(condition: Any, known: Mapping[str, Question]) -> None:
    """Raises `question.no_condition` when it says neither yes nor no, or another `question.*`."""
    if condition is not None and sort_of(condition, known) != "yes_no":
        raise Problem("question.no_condition")


def sort_of(node: Any, known: Mapping[str, Question]) -> Sort:
    """What sort of value a condition, or a part of one, has. Raises `question.*`."""
    if not isinstance(node, list):
        return _literal(node)
    operator, *rest = node or [""]
    if operator == "today" and not rest:
        return "date"
    if operator in ASKING:
        return _asking(operator, rest, known)
    if operator not in OPERATORS or len(rest) < (1 if operator in ("and", "or", "not") else 2):
        raise Problem("question.operator", operator=str(operator))
    return _operator(operator, rest, known)


def _literal(value: Any) -> Sort:
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str) and value:
        return "date" if day_of(value) is not None else "choice"
    raise Problem("question.no_condition")


def _asking(operator: str, rest: Sequence[Any], known: Mapping[str, Question]) -> Sort:
    name = rest[0] if rest and isinstance(rest[0], str) else ""
    question = known.get(name)
    if question is None:
        raise Problem("question.not_asked_before", name=name or "?")
    if question.type == "text":
        # Free text is sealed: no rule reads it.
        raise Problem("question.text_in_condition", name=name)
    sort = SORTS[question.type]
    if operator == "answered":
        return "yes_no"
    if operator == "answer":
        return sort
    if sort not in ("choice", "several"):
        raise Problem("question.no_such_choice", name=name, choice=str(rest[1]) if len(rest) > 1 else "?")
    if operator == "count":
        return "number"
    _check_choice(question, rest[1] if len(rest) > 1 else None)
    return "yes_no"


def _check_choice(question: Question, choice: Any) -> None:
    if choice not in [each.value for each in question.choices]:
        raise Problem("question.no_such_choice", name=question.name, choice=str(choice))


def _operator(operator: str, rest: Sequence[Any], known: Mapping[str, Question]) -> Sort:
    sorts = [sort_of(one, known) for one in rest]
    if operator in ("and", "or", "not"):
        if any(sort != "yes_no" for sort in sorts):
            raise Problem("question.no_condition")
        return "yes_no"
    left, right = sorts[:2]
    found = RESULTS[operator](left, right) if len(sorts) == 2 else None
    if found is None:
        raise Problem("question.compared", operator=operator, left=WORDS[left], right=WORDS[right])
    if operator in ("=", "!=") and left == "choice":
        _check_compared(rest, known)
    return found


def _check_compared(rest: Sequence[Any], known: Mapping[str, Question]) -> None:
    """`${code} = 'red'`: the choice must be one of the question's."""
    for one, other in (rest, rest[::-1]):
        if isinstance(one, list) and isinstance(other, str):
            _check_choice(known[one[1]], other)


def _equals(left: Sort, right: Sort) -> Sort | None:
    return "yes_no" if left == right != "several" else None


def _compares(left: Sort, right: Sort) -> Sort | None:
    return "yes_no" if left == right and left in ("number", "date") else None


def _plus(left: Sort, right: Sort) -> Sort | None:
    if left == right == "number":
        return "number"
    return "date" if {left, right} == {"date", "number"} else None


def _minus(left: Sort, right: Sort) -> Sort | None:
    if left == right and left in ("number", "date"):
        return "number"
    return "date" if (left, right) == ("date", "number") else None


def _reckons(left: Sort, right: Sort) -> Sort | None:
    return "number" if left == right == "number" else None


RESULTS: dict[str, Callable[[Sort, Sort], Sort | None]] = {
    "=": _equals,
    "!=": _equals,
    "<": _compares,
    "<=": _compares,
    ">": _compares,
    ">=": _compares,
    "+": _plus,
    "-": _minus,
    "*": _reckons,
    "/": _reckons,
}
