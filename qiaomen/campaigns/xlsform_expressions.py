"""XLSForm's expressions: read into conditions, and written out of them.

The part of XPath that questionnaires use: answers (`${name}`, `.`), comparisons, and/or/not, sums, `today()`, `date()`,
`selected()`, `count-selected()`. docs/questionnaires.md lists it; everything else is refused by name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qiaomen.base.problems import Problem
from qiaomen.campaigns.conditions import day_of
from qiaomen.campaigns.questionnaires import Question

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>'[^']*'|"[^"]*")|\$\{\s*(?P<answer>[^}]*?)\s*\}"""
    r"""|(?P<word>[^\W\d][\w.-]*(?::[\w.-]+)?)|(?P<sign><=|>=|!=|[=<>+*(),-])|(?P<own>\.(?!\.)))""",
    re.ASCII,
)
# What spreadsheets make of quotes and signs while one types.
TYPED = str.maketrans("‘’“”＝（），\u3000\u00a0", "''\"\"=(),  ")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
LONGEST = 2_000


@dataclass(slots=True)
class Token:
    """A piece of an expression, and where it begins."""

    sort: str
    text: str
    at: int


def read_expression(text: str, *, known: Mapping[str, Question], own: str) -> Any:
    """The condition that an expression says, given the questions asked before; `own` is the name that `.` stands for.

    Raises `xlsform.expression` with the place where it cannot be read, or `xlsform.function`; what it names is checked
    elsewhere.
    """
    if len(text) > LONGEST:
        raise Problem("xlsform.expression", at=text[:20])
    reader = _Reader(_tokens(text.translate(TYPED)), known, own)
    try:
        node = reader.either()
    except RecursionError:
        raise Problem("xlsform.expression", at=text[:20]) from None
    reader.expect_end()
    return _condition(node)


def _tokens(text: str) -> list[Token]:
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Problem("xlsform.expression", at=text[at:].strip()[:20])
        found.append(Token(match.lastgroup, match[match.lastgroup], at))
        at = match.end()
    return found


def _condition(node: Any) -> Any:
    """A mere `${name}` is true for XLSForm whenever it is answered, also with no: it must be compared."""
    if isinstance(node, list) and node[0] == "answer":
        raise Problem("question.no_condition")
    return node


@dataclass(slots=True)
class _Reader:
    """Reads tokens from the weakest operator to the strongest."""

    tokens: list[Token]
    known: Mapping[str, Question]
    own: str
    at: int = field(default=0)

    def either(self) -> Any:
        return self._chain("or", lambda: self._chain("and", self._compared))

    def expect_end(self) -> None:
        if self.at < len(self.tokens):
            raise self._lost()

    def _chain(self, word: str, part: Any) -> Any:
        """`a and b and c` is one `and` of three."""
        parts = [part()]
        while self._take("word", word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else [word, *map(_condition, parts)]

    def _compared(self) -> Any:
        left = self._sum()
        while (sign := self._take("sign", *COMPARISONS)) is not None:
            left = self._comparison(sign, left, self._sum())
        return left

    def _comparison(self, sign: str, left: Any, right: Any) -> Any:
        if sign in ("=", "!="):
            for one, other in ((left, right), (right, left)):
                if other == "" and isinstance(one, list) and one[0] == "answer":
                    answered = ["answered", one[1]]
                    return answered if sign == "!=" else ["not", answered]
        return [sign, self._beside(left, right), self._beside(right, left)]

    def _beside(self, value: Any, other: Any) -> Any:
        """A literal as the answer beside it has it: `'yes'` of a yes/no question, `1` of a choice named 1."""
        question = self.known.get(other[1]) if isinstance(other, list) and other[0] == "answer" else None
        if question is None or isinstance(value, (list, bool)):
            return value
        if question.type == "yes_no" and value in ("yes", "no"):
            return bool(value == "yes")
        if question.type == "one" and isinstance(value, (int, float)):
            return f"{value:g}"
        return value

    def _sum(self) -> Any:
        left = self._product()
        while (sign := self._take("sign", "+", "-")) is not None:
            left = [sign, left, self._product()]
        return left

    def _product(self) -> Any:
        left = self._single()
        while True:
            if self._take("sign", "*"):
                left = ["*", left, self._single()]
            elif self._take("word", "div"):
                left = ["/", left, self._single()]
            else:
                return left

    def _single(self) -> Any:
        if self._take("sign", "-"):
            value = self._single()
            return ["-", 0, value] if isinstance(value, (list, str, bool)) else -value
        if self._take("sign", "("):
            inside = self.either()
            self._need(")")
            return inside
        return self._plain(self._next())

    def _plain(self, token: Token) -> Any:
        match token.sort:
            case "number":
                return float(token.text) if "." in token.text else int(token.text)
            case "text":
                return token.text[1:-1]
            case "answer":
                return ["answer", token.text.lower()]
            case "own":
                return ["answer", self.own]
            case "word":
                return self._function(token)
        self.at -= 1
        raise self._lost()

    def _function(self, token: Token) -> Any:
        if not self._take("sign", "("):
            self.at -= 1
            raise self._lost()
        arguments = []
        while not self._take("sign", ")"):
            arguments.append(self.either())
            if not self._take("sign", ","):
                self._need(")")
                break
        return self._called(token, arguments)

    def _called(self, token: Token, arguments: list[Any]) -> Any:
        match token.text, arguments:
            case "today", []:
                return ["today"]
            case ("true" | "false") as word, []:
                return word == "true"
            case "not", [inside]:
                return ["not", _condition(inside)]
            case "date", [str() as day] if day_of(day) is not None:
                return day
            case (("date" | "decimal-date-time"), [["today"] | ["answer", _] as day]):
                return day
            case "selected", [["answer", str() as name], (str() | int()) as choice]:
                return self._selected(name, str(choice))
            case "count-selected", [["answer", str() as name]]:
                return ["count", name]
        raise Problem("xlsform.function", function=token.text)

    def _selected(self, name: str, choice: str) -> Any:
        question = self.known.get(name)
        if question is not None and question.type == "yes_no":
            return ["=", ["answer", name], self._beside(choice, ["answer", name])]
        return ["selected", name, choice]

    def _next(self) -> Token:
        if self.at >= len(self.tokens):
            raise self._lost()
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, sort: str, *texts: str) -> str | None:
        """The next token's text if it is one of these, and go on."""
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.sort == sort and token.text in texts:
                self.at += 1
                return token.text
        return None

    def _need(self, sign: str) -> None:
        if not self._take("sign", sign):
            raise self._lost()

    def _lost(self) -> Problem:
        left = [token.text for token in self.tokens[self.at : self.at + 4]]
        return Problem("xlsform.expression", at=" ".join(left) or "…")


BINDS = {"or": 1, "and": 2, **dict.fromkeys(COMPARISONS, 3), "+": 4, "-": 4, "*": 5, "/": 5}


def write_expression(node: Any, *, own: str = "") -> str:
    """An expression that reads as this condition; the question `own` is written as `.`."""
    if isinstance(node, bool):
        return "true()" if node else "false()"
    if isinstance(node, (int, float)):
        return _number(node)
    if isinstance(node, str):
        return f"date('{node}')" if day_of(node) is not None else _quoted(node)
    operator, *rest = node
    match operator:
        case "today":
            return "today()"
        case "answer":
            return _named(rest[0], own)
        case "answered":
            return f"{_named(rest[0], own)} != ''"
        case "selected":
            return f"selected({_named(rest[0], own)}, {_quoted(rest[1])})"
        case "count":
            return f"count-selected({_named(rest[0], own)})"
        case "not":
            return f"not({write_expression(rest[0], own=own)})"
    word = "div" if operator == "/" else operator
    return f" {word} ".join(_part(one, operator, index, own) for index, one in enumerate(_spoken(operator, rest)))


def _spoken(operator: str, rest: list[Any]) -> list[Any]:
    """Yes and no as XLSForm says them beside an answer."""
    if operator not in ("=", "!="):
        return rest
    words = [("yes" if one else "no") if isinstance(one, bool) else one for one in rest]
    return words if any(isinstance(one, list) and one[0] == "answer" for one in rest) else rest


def _part(node: Any, outer: str, index: int, own: str) -> str:
    text = write_expression(node, own=own)
    if not isinstance(node, list):
        return text
    binds = 3 if node[0] == "answered" else BINDS.get(node[0], 9)
    # `a - (b - c)`: what stands to the right is bracketed unless it binds more; a chain of the same is one.
    loose = binds < BINDS[outer] or (binds == BINDS[outer] and (index > 0 or outer in ("and", "or") or binds == 3))
    return f"({text})" if loose else text


def _named(name: str, own: str) -> str:
    return "." if name == own else f"${{{name}}}"


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


def _number(value: float) -> str:
    text = format(Decimal(repr(value)), "f")
    return text if isinstance(value, int) or "." in text else f"{text}.0"
