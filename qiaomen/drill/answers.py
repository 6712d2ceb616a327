"""Answers to whatever a questionnaire asks: the quiet one to each question, or the one that raises a given flag."""

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

Json = dict[str, Any]
Answer = str | int | float | bool | list[str]


def answers(
    questions: Iterable[Json], *, of: str, door_kind: str, trouble: str | None, today: date, dice: Random
) -> dict[str, Answer]:
    """Answers of a person or a door (``of``). Text is left out: it is never asked of somebody in a hurry.

    Without trouble only mandatory questions are answered; with it, also the first that can raise its flag.
    """
    given: dict[str, Answer] = {}
    raised = False
    for question in questions:
        if question["of"] != of or not _asked_here(question, door_kind):
            continue
        loud = None if raised or not trouble else _raising(question, trouble)
        if loud is not None:
            given[question["name"]], raised = loud, True
        elif question.get("required"):
            quiet = _quiet(question, today=today, dice=dice)
            if quiet is not None:
                given[question["name"]] = quiet
    return given


def _asked_here(question: Json, door_kind: str) -> bool:
    kinds = question.get("door_kinds")
    return not kinds or door_kind in kinds


def _raising(question: Json, flag: str) -> Answer | None:
    """An answer of this question that raises the flag; None when none does."""
    for raises in question.get("raises", ()):
        if raises["flag"] != flag:
            continue
        if raises.get("values"):
            value: Answer = raises["values"][0]
            return [str(value)] if question["type"] == "many" else value
        if raises.get("above") is not None:
            above = float(raises["above"]) + (1 if question["type"] == "integer" else 0.6)
            return int(above) if question["type"] == "integer" else round(min(above, question.get("maximum", above)), 1)
    return None


def _quiet(question: Json, *, today: date, dice: Random) -> Answer | None:
    """A fitting answer that raises nothing; None for text, and where every choice raises something."""
    match question["type"]:
        case "yes_no":
            return next((value for value in (False, True) if not _loud(question, value)), None)
        case "one":
            return next((c["value"] for c in question["choices"] if not _loud(question, c["value"])), None)
        case "many":
            return [c["value"] for c in question["choices"] if not _loud(question, c["value"])][:1]
        case "number" | "integer":
            return _quiet_number(question, dice)
        case "date":
            return today.isoformat()
    return None


def _loud(question: Json, value: Answer) -> bool:
    return any(value in raises.get("values", ()) for raises in question.get("raises", ()))


def _quiet_number(question: Json, dice: Random) -> Answer:
    """A little below what raises a flag (a temperature), else the least that is allowed (a count)."""
    limits = [float(raises["above"]) for raises in question.get("raises", ()) if raises.get("above") is not None]
    least = float(question.get("minimum") or 0)
    value = max(least, min(limits) - dice.uniform(0.3, 1.2)) if limits else least
    return int(value) if question["type"] == "integer" else round(value, 1)
