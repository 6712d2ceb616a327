"""An edition of the policy in words: what it asks of whom, rule by rule, in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qiaomen.policy.language import Document, Phase, Words

TONES = {"red": "red", "yellow": "yellow", "green": "green", "grey": "outline", "": ""}


@dataclass(frozen=True, slots=True)
class Step:
    """One phase of a rule: the measure, how long, tests, and the colour's word and tone."""

    measure: str
    length: str
    tests: str
    colour: str
    tone: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: why, for whom, and the phases that follow each other."""

    id: str
    reason: str
    category: str
    steps: Sequence[Step]


def said(words: Words) -> str:
    """A text of the policy in the reader's language."""
    return words.en if (get_language() or "").startswith("en") else words.zh


def colour_word(colour: str) -> str:
    """A colour as people say it."""
    return {
        "green": _("green"), "yellow": _("yellow"), "red": _("red"), "grey": _("grey: nothing reported"),
    }.get(colour, colour)  # fmt: skip


def rules(document: Document) -> list[RuleLine]:
    """The rules as they stand in the text."""
    return [
        RuleLine(
            id=rule.id,
            reason=said(rule.reason),
            category=said(document.categories[rule.category].name) if rule.category else "",
            steps=[_step(document, phase) for phase in rule.phases],
        )
        for rule in document.rules
    ]


def measure_word(documents: Sequence[Document], measure: str) -> str:
    """What a measure is called, in the newest of these editions that knows it; nothing for no measure."""
    if not measure:
        return _("no measure")
    named = next((one.measures[measure].name for one in documents if measure in one.measures), None)
    return said(named) if named else measure


def _step(document: Document, phase: Phase) -> Step:
    measure = document.measures[phase.measure]
    colour = phase.colour or measure.colour
    return Step(
        measure=said(measure.name),
        length=_length(phase),
        tests=_("tests on day %(days)s") % {"days": _(", ").join(map(str, phase.tests))} if phase.tests else "",
        colour=colour_word(colour),
        tone=TONES[colour],
    )


def _length(phase: Phase) -> str:
    if phase.days is not None:
        text = ngettext("%(n)s day", "%(n)s days", phase.days) % {"n": phase.days}
        if phase.ends_early is not None:
            text += _(", or day %(day)s if its conditions hold") % {"day": phase.ends_early.day}
        return text
    return _("while its ground lasts") if phase.while_ground else _("until its conditions hold")
