"""A questionnaire in words: how the phone asks each question, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.campaigns.questionnaires import Question, Raises
from qiaomen.campaigns.states import Flag
from qiaomen.console.door_page import said
from qiaomen.places.models import DoorKind


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the phone asks it; `other` is its wording in the other language."""

    question: Question
    label: str
    other: str
    hint: str
    choices: list[str]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of the door once, or of each person."""

    title: str
    questions: list[Shown]


def parts_of(questions: Sequence[Question]) -> list[Part]:
    """The questions by whom they are asked of, in the order of asking."""
    known = {question.name: question for question in questions}
    titles = {"door": _("Asked once at the door"), "person": _("Asked of each person")}
    found = [Part(title, [_shown(q, known) for q in questions if q.of == of]) for of, title in titles.items()]
    return [part for part in found if part.questions]


def counted(questions: Sequence[Question]) -> str:
    """How many are asked of whom."""
    persons = sum(question.of == "person" for question in questions)
    at_doors = len(questions) - persons
    of_door = ngettext("%(n)s question at the door", "%(n)s questions at the door", at_doors) % {"n": at_doors}
    of_person = ngettext("%(n)s of each person", "%(n)s of each person", persons) % {"n": persons}
    return _(", ").join([of_door, of_person])


def _shown(question: Question, known: Mapping[str, Question]) -> Shown:
    label = said(question)
    hint = question.hint_en if label == question.en and question.en != question.zh else question.hint_zh
    choices = [said(choice) for choice in question.choices]
    return Shown(question, label, _other(question, label), hint, choices, _notes(question, known))


def _other(question: Question, label: str) -> str:
    other = question.zh if label == question.en else question.en
    return "" if other == label else other


def _notes(question: Question, known: Mapping[str, Question]) -> list[str]:
    """Everything else that the phone does with a question, a sentence each."""
    notes = []
    if question.relevant:
        notes.append(_("only if %(condition)s") % {"condition": in_words(question.relevant, known)})
    if question.door_kinds:
        kinds = _(", ").join(str(DoorKind(kind).label) for kind in question.door_kinds)
        notes.append(_("only at: %(kinds)s") % {"kinds": kinds})
    if question.minimum is not None or question.maximum is not None:
        low, high = (("" if bound is None else f"{bound:g}") for bound in (question.minimum, question.maximum))
        notes.append(_("from %(low)s to %(high)s") % {"low": low or "…", "high": high or "…"})
    if question.constraint:
        notes.append(_("must keep: %(condition)s") % {"condition": in_words(question.constraint, known)})
    return notes + [_raised(raises, question) for raises in question.raises]


def _raised(raises: Raises, question: Question) -> str:
    flag = str(Flag[raises.flag.upper()].label)
    if raises.above is not None:
        return _("above %(number)s it raises: %(flag)s") % {"number": f"{raises.above:g}", "flag": flag}
    values = _(", ").join(_value(value, question) for value in raises.values)
    return _("%(answers)s raises: %(flag)s") % {"answers": values, "flag": flag}


def _value(value: Any, question: Question | None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = {choice.value: said(choice) for choice in question.choices} if question else {}
    return choices.get(str(value), f"{value:g}" if isinstance(value, float) else str(value))


def in_words(node: Any, known: Mapping[str, Question]) -> str:
    """A condition as one would say it: the questions by their wording, the choices by theirs."""
    if not isinstance(node, list):
        return _value(node, None)
    operator, *rest = node
    match operator:
        case "today":
            return _("today")
        case "answer":
            return _named(rest[0], known)
        case "answered":
            return _("%(question)s is answered") % {"question": _named(rest[0], known)}
        case "selected":
            choice = _value(rest[1], known.get(rest[0]))
            return _("%(question)s: %(choice)s") % {"question": _named(rest[0], known), "choice": choice}
        case "count":
            return _("number of choices of %(question)s") % {"question": _named(rest[0], known)}
        case "not":
            return _("not (%(condition)s)") % {"condition": in_words(rest[0], known)}
        case "and" | "or":
            joint = _(" and ") if operator == "and" else _(" or ")
            return joint.join(_bracketed(part, known) for part in rest)
    signs = {"!=": "≠", "<=": "≤", ">=": "≥", "*": "×", "/": "÷", "-": "\u2212"}
    asked = next((known.get(one[1]) for one in rest if isinstance(one, list) and one[0] == "answer"), None)
    words = [in_words(one, known) if isinstance(one, list) else _value(one, asked) for one in rest]
    return f" {signs.get(operator, operator)} ".join(words)


def _bracketed(node: Any, known: Mapping[str, Question]) -> str:
    words = in_words(node, known)
    return f"({words})" if isinstance(node, list) and node[0] in ("and", "or") else words


def _named(name: str, known: Mapping[str, Question]) -> str:
    return _("“%(text)s”") % {"text": said(known[name]) if name in known else name}
