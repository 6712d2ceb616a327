"""XLSForm in: a questionnaire as others keep it, read into questions, or refused with every cell to blame at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.campaigns.conditions_check import check_rules
from qiaomen.campaigns.questionnaires import Choice, FactName, FlagName, Question, Raises
from qiaomen.campaigns.xlsform_expressions import read_expression
from qiaomen.campaigns.xlsform_rows import Fault, Row, Workbook, open_workbook
from qiaomen.places.models import DoorKind

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
VALUE = re.compile(r"""[^\s'"]{1,40}""")
Of = Literal["person", "door"]
TYPES: dict[str, Any] = {
    "text": "text",
    "string": "text",
    "integer": "integer",
    "int": "integer",
    "decimal": "number",
    "date": "date",
}
# Every record carries these by itself: who, with which phone, from when to when, where.
METADATA = {
    "start", "end", "today", "deviceid", "username", "phonenumber", "email", "simserial", "subscriberid",
    "start-geopoint",
}  # fmt: skip
PERSON = {"person", "people", "member", "人员"}
YES, NO = {"yes", "true", "true()", "1"}, {"", "no", "false", "false()", "0"}
RAISES = re.compile(r"(fever|returnee|need|symptom)\s*(?:>\s*(-?\d+(?:\.\d+)?)|:\s*(\S.*))?")


@dataclass(slots=True)
class Reading:
    """What a workbook says: its questions, why it is refused, and what was left out of it."""

    title: str = ""
    questions: list[Question] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    """A group that is open: whose questions it holds, and when they apply."""

    row: Row
    is_repeat: bool
    of: Of
    relevant: Any = None
    is_read: bool = False


def read_xlsform(content: bytes) -> Reading:
    """Read a workbook (.xlsx, .xls). Whatever is not supported is among the faults, all at once.

    Raises `xlsform.unreadable`, `xlsform.too_large` or `xlsform.no_survey` when there is nothing to look at.
    """
    book = open_workbook(content)
    reader = _Reader(book, Reading(book.title, faults=book.faults, warnings=book.warnings))
    reader.read()
    reading = reader.reading
    if not reading.faults and not reading.questions:
        reading.faults.append(Fault("survey", 0, "type", Problem("xlsform.empty")))
    if not reading.faults:
        _ask_pyxform(book, reading)
    reading.faults.sort(key=lambda fault: (fault.sheet != "survey", fault.row))
    return reading


def _ask_pyxform(book: Workbook, reading: Reading) -> None:
    """What other programs would say of this form: pyxform's own complaint refuses it too."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        convert(dict(book.definition))
    except PyXFormError as error:
        reading.faults.append(Fault("survey", 0, "", Problem("xlsform.other", reason=str(error)[:300])))


@dataclass(slots=True)
class _Reader:
    """Reads the survey row by row; a fault never stops it."""

    book: Workbook
    reading: Reading
    groups: list[_Group] = field(default_factory=list)
    lists: dict[str, list[Choice]] = field(default_factory=dict)
    known: dict[str, Question] = field(default_factory=dict)

    def read(self) -> None:
        self._read_choices()
        # The door's questions are asked first, wherever they stand; so conditions of the person's may read them.
        rows = self._placed()
        for of in ("door", "person"):
            for row, groups in rows:
                self.groups = groups
                if (groups[-1].of if groups else "door") == of:
                    self._question(row)
        order = [row.get("name").lower() for row, _groups in rows]
        self.reading.questions = sorted(self.known.values(), key=lambda question: order.index(question.name))

    def _placed(self) -> list[tuple[Row, list[_Group]]]:
        """The rows that ask, each with the groups it stands in."""
        found: list[tuple[Row, list[_Group]]] = []
        groups: list[_Group] = []
        for row in self.book.survey:
            words = row.get("type").lower().replace("_", " ", 1).split()
            if words[:1] == ["begin"]:
                groups = [*groups, self._group(row, words[-1] == "repeat", groups)]
            elif words[:1] == ["end"]:
                if not groups or groups[-1].is_repeat != (words[-1] == "repeat"):
                    self._refuse(row, "type", "xlsform.group_end")
                groups = groups[:-1]
            elif row.get("type"):
                found.append((row, groups))
        if groups:
            self.reading.faults.append(Fault("survey", 0, "type", Problem("xlsform.group_end")))
        return found

    def _group(self, row: Row, is_repeat: bool, around: Sequence[_Group]) -> _Group:
        is_person = row.get("name").lower() in PERSON
        if is_repeat and not is_person:
            self._refuse(row, "name", "xlsform.repeat", name=row.get("name"))
        if is_person and any(group.of == "person" for group in around):
            self._refuse(row, "name", "xlsform.person_twice")
        of: Of = "person" if is_person or any(group.of == "person" for group in around) else "door"
        return _Group(row, is_repeat, of)

    def _read_choices(self) -> None:
        for row in self.book.choices:
            name, value = row.get("list_name") or row.get("list name"), row.get("name")
            if not VALUE.fullmatch(value):
                self._refuse(row, "name", "xlsform.value", value=value)
            zh, en = row.words("label")
            if not zh:
                self._refuse(row, "label", "xlsform.no_label", name=value)
            several = self.lists.setdefault(name, [])
            if value in [choice.value for choice in several]:
                self._refuse(row, "name", "xlsform.value_twice", value=value)
            several.append(Choice(value, zh, en))

    def _question(self, row: Row) -> None:
        kind = row.get("type")
        if kind.lower() in METADATA or kind.lower() == "note":
            code = "xlsform.note_left_out" if kind.lower() == "note" else "xlsform.metadata_left_out"
            self.reading.warnings.append(row.fault("type", code, type=kind))
            return
        question = self._typed(row, kind.split())
        if question is None:
            return
        self._words(row, question)
        self._marks(row, question)
        self._rules(row, question)
        if question.name in self.known:
            self._refuse(row, "name", "question.name_twice", name=question.name)
        elif NAME.fullmatch(question.name):
            self.known[question.name] = question
        else:
            self._refuse(row, "name", "xlsform.name", name=row.get("name"))

    def _typed(self, row: Row, words: list[str]) -> Question | None:
        """A question of its type, with its choices; a list of just yes and no is a yes/no question."""
        of: Of = self.groups[-1].of if self.groups else "door"
        # XLSForm's names may have capitals; ours are the same in small letters.
        question = Question(name=row.get("name").lower(), of=of, type="text", zh="", en="")
        match [words[0].lower(), *words[1:]]:
            case [plain] if plain in TYPES:
                question.type = TYPES[plain]
            case [("select_one" | "select_multiple") as how, name]:
                if name not in self.lists:
                    self._refuse(row, "type", "xlsform.no_list", list=name)
                question.choices = self.lists.get(name, [])
                question.type = "many" if how == "select_multiple" else "one"
                if how == "select_one" and {choice.value for choice in question.choices} == {"yes", "no"}:
                    question.type, question.choices = "yes_no", []
            case _:
                self._refuse(row, "type", "xlsform.type", type=row.get("type"))
                return None
        return question

    def _words(self, row: Row, question: Question) -> None:
        question.zh, question.en = row.words("label")
        question.hint_zh, question.hint_en = row.words("hint")
        question.constraint_zh, question.constraint_en = row.words("constraint_message")
        if not question.zh:
            self._refuse(row, "label", "xlsform.no_label", name=question.name)

    def _marks(self, row: Row, question: Question) -> None:
        required = row.get("required").lower()
        question.required = required in YES
        if required not in YES | NO:
            self._refuse(row, "required", "xlsform.required")
        question.door_kinds = row.get("door_kinds").split()
        for kind in question.door_kinds:
            if kind not in DoorKind.values:
                self._refuse(row, "door_kinds", "xlsform.door_kind", kind=kind)
        for part in filter(None, map(str.strip, row.get("raises").split(";"))):
            raises = _raises(question, part)
            if raises is None:
                self._refuse(row, "raises", "xlsform.raises", raises=part)
            else:
                question.raises.append(raises)
        if fact := row.get("fact").lower():
            if fact not in get_args(FactName) or question.of != "person":
                self._refuse(row, "fact", "xlsform.fact", fact=fact)
            else:
                question.fact = cast(FactName, fact)

    def _rules(self, row: Row, question: Question) -> None:
        around = [self._around(group, question) for group in self.groups]
        own = self._expression(row, "relevant", question, self.known)
        question.relevant = _all([one for one in [*around, own] if one is not None])
        constraint = self._expression(row, "constraint", question, {**self.known, question.name: question})
        _bounds(question, constraint)

    def _around(self, group: _Group, question: Question) -> Any:
        """When a group's questions apply: read at the first of them, when what comes before the group is known."""
        if not group.is_read:
            group.relevant = self._expression(group.row, "relevant", question, self.known)
            group.is_read = True
        return group.relevant

    def _expression(self, row: Row, column: str, question: Question, known: dict[str, Question]) -> Any:
        if not row.get(column):
            return None
        try:
            node = read_expression(row.get(column), known=known, own=question.name)
            check_rules(msgspec.structs.replace(question, relevant=node), known)
        except Problem as problem:
            self.reading.faults.append(row.blame(column, problem))
            return None
        return node

    def _refuse(self, row: Row, column: str, code: str, **details: Any) -> None:
        self.reading.faults.append(row.fault(column, code, **details))


def _all(parts: Sequence[Any]) -> Any:
    """What holds when all of these do."""
    return ["and", *parts] if len(parts) > 1 else parts[0] if parts else None


def _bounds(question: Question, constraint: Any) -> None:
    """`. >= 34 and . <= 43` are a number's bounds, which number pads know; the rest stays the question's own rule."""
    parts = constraint[1:] if isinstance(constraint, list) and constraint[0] == "and" else [constraint]
    own, rest = ["answer", question.name], []
    for part in parts:
        match part:
            case [">=" | "<=" as sign, left, (int() | float()) as bound] if (
                left == own and question.type in ("number", "integer") and not isinstance(bound, bool)
            ):
                name = "minimum" if sign == ">=" else "maximum"
                if getattr(question, name) is None:
                    setattr(question, name, bound)
                    continue
        rest.append(part)
    question.constraint = _all([part for part in rest if part is not None])


def _raises(question: Question, text: str) -> Raises | None:
    """`fever > 37.3`, `symptom: cough fatigue`, `returnee` (a yes). None when it does not fit the question."""
    match = RAISES.fullmatch(text)
    if match is None:
        return None
    flag: FlagName = match[1]  # type: ignore[assignment]  # the pattern names the flags
    if match[2]:
        return Raises(flag, above=float(match[2])) if question.type in ("number", "integer") else None
    values = (match[3] or "yes").split()
    if question.type == "yes_no":
        return Raises(flag, values=[value == "yes" for value in values]) if {"yes", "no"} >= set(values) else None
    fits = {choice.value for choice in question.choices}.issuperset(values)
    return Raises(flag, values=list(values)) if fits and question.choices else None
