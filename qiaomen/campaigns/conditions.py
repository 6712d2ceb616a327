"""When a question applies and which answers it takes, as data: evaluated by the same rules here and on the phone.

A condition is a small tree in JSON, a list that begins with its operator: `["=", ["answer", "returned"], true]`.
Values are text, numbers, yes/no, dates (text like 2022-03-20), choices (lists) and nothing, which is what an unanswered
question has. Evaluation never fails: what makes no sense is nothing, and a comparison with nothing does not hold.
docs/questionnaires.md lists the operators; contracts/conditions.json holds the cases that both sides run.
"""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

Value = str | float | bool | list[str] | None

DATE = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")


class Answers(Protocol):
    """Answers by the questions' names."""

    def get(self, name: str, /) -> Any: ...


class Unknown(Exception):
    """An operator of a later version."""


def holds(condition: Any, answers: Answers, today: date) -> bool:
    """Whether a condition holds for these answers on that day; none at all always holds.

    An operator that this version does not know makes it hold: what a reader cannot understand never hides a question.
    """
    if condition is None:
        return True
    try:
        return value_of(condition, answers, today) is True
    except Unknown:
        return True


def value_of(node: Any, answers: Answers, today: date) -> Value:
    """What a condition, or a part of one, amounts to. Raises Unknown."""
    if not isinstance(node, list):
        return _plain(node)
    operator, *rest = node
    if operator == "today":
        return today.isoformat()
    if operator in ASKING:
        return ASKING[operator](_plain(answers.get(rest[0])), *rest[1:])
    if operator not in OPERATORS:
        raise Unknown
    return OPERATORS[operator]([value_of(one, answers, today) for one in rest])


def _plain(value: Any) -> Value:
    """An answer as it is reckoned with: whole numbers and others are one, empty text and lists are nothing."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _finite(value)
    return value if isinstance(value, (str, list)) and value else None


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _selected(answer: Value, choice: str) -> bool:
    return choice in answer if isinstance(answer, list) else isinstance(answer, str) and answer == choice


def _count(answer: Value) -> float:
    if isinstance(answer, list):
        return float(len(answer))
    return 0.0 if answer is None else 1.0


ASKING: dict[str, Callable[..., Value]] = {
    "answer": lambda answer: answer,
    "answered": lambda answer: answer is not None,
    "selected": _selected,
    "count": _count,
}


def _equal(values: Sequence[Value]) -> bool:
    left, right = values
    # True == 1 in Python: a yes is no number. Choices are asked for one by one.
    return type(left) is type(right) and not isinstance(left, list) and left == right


def _compared(test: Callable[[float, float], bool]) -> Callable[[Sequence[Value]], Value]:
    """Of two numbers, or of two dates; of anything else it does not hold."""

    def compare(values: Sequence[Value]) -> bool:
        days, numbers = [day_of(one) for one in values], [_number(one) for one in values]
        left, right = numbers if None in days else days
        return left is not None and right is not None and test(left, right)

    return compare


def _number(value: Value) -> float | None:
    return value if isinstance(value, float) else None


def day_of(value: Value) -> int | None:
    """A date's number of days; None for anything else."""
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value).toordinal()
    except ValueError:
        return None


def _shifted(day: int, days: float) -> str | None:
    if not days.is_integer():
        return None
    try:
        shifted = (date.fromordinal(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return None
    return shifted if DATE.fullmatch(shifted) else None


def _plus(values: Sequence[Value]) -> Value:
    left, right = values
    if isinstance(left, float) and isinstance(right, float):
        return _finite(left + right)
    day, days = (day_of(left), right) if isinstance(right, float) else (day_of(right), left)
    return _shifted(day, days) if day is not None and isinstance(days, float) else None


def _minus(values: Sequence[Value]) -> Value:
    left, right = values
    if isinstance(left, float) and isinstance(right, float):
        return _finite(left - right)
    day = day_of(left)
    if day is None:
        return None
    other = day_of(right)
    if other is not None:
        return float(day - other)
    return _shifted(day, -right) if isinstance(right, float) else None


def _times(values: Sequence[Value]) -> Value:
    left, right = values
    return _finite(left * right) if isinstance(left, float) and isinstance(right, float) else None


def _divided(values: Sequence[Value]) -> Value:
    left, right = values
    if not (isinstance(left, float) and isinstance(right, float)) or right == 0:
        return None
    return _finite(left / right)


OPERATORS: dict[str, Callable[[Sequence[Value]], Value]] = {
    "and": lambda values: all(one is True for one in values),
    "or": lambda values: any(one is True for one in values),
    "not": lambda values: values[0] is not True,
    "=": _equal,
    "!=": lambda values: not _equal(values),
    "<": _compared(lambda left, right: left < right),
    "<=": _compared(lambda left, right: left <= right),
    ">": _compared(lambda left, right: left > right),
    ">=": _compared(lambda left, right: left >= right),
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _divided,
}
