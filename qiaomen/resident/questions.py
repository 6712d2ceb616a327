"""What the sweep asks of a household, for the self-report: the questions at the door of the newest sweep under way.

They are the same for every code, so that the page does not tell which sweep a door is part of.
"""

from datetime import datetime
from typing import Any

import msgspec
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qiaomen.campaigns import questionnaires
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.questionnaires import Question

PREFIX = "asked_"


class Asked(msgspec.Struct):
    """The questions of one edition."""

    edition: str
    questions: list[Question]

    def fields(self) -> dict[str, forms.Field]:
        """A field for each."""
        return {PREFIX + question.name: _field(question) for question in self.questions}

    def without(self, said: dict[str, Any]) -> dict[str, Any]:
        """What was said beside the questions."""
        return {name: value for name, value in said.items() if not name.startswith(PREFIX)}

    def answers(self, said: dict[str, Any]) -> dict[str, Any]:
        """The answers as records have them, free text apart; and of which edition."""
        given = {q.name: _plain(q, said[PREFIX + q.name]) for q in self.questions if said.get(PREFIX + q.name)}
        texts = {q.name for q in self.questions if q.type == "text"}
        return {
            "edition": self.edition,
            "answers": {name: value for name, value in given.items() if name not in texts},
            "texts": {name: value for name, value in given.items() if name in texts},
        }


def asked_now(now: datetime) -> Asked | None:
    """The questions of the newest sweep under way; None where there is none, or it asks households nothing."""
    sweep = (
        Campaign.objects.filter(launched_at__isnull=False, closed_at=None, opens_at__lte=now)
        .order_by("-opens_at", "id")
        .first()
    )
    if sweep is None:
        return None
    questions = list(questionnaires.sheet(sweep.edition_id).door.values())
    return Asked(str(sweep.edition_id), questions) if questions else None


def _field(question: Question) -> forms.Field:
    english = (get_language() or "").startswith("en")
    said: dict[str, Any] = {
        "label": question.en if english else question.zh,
        "help_text": question.hint_en if english else question.hint_zh,
        "required": question.required and question.relevant is None and not question.door_kinds,
    }
    choices = [(choice.value, choice.en if english else choice.zh) for choice in question.choices]
    match question.type:
        case "yes_no":
            both = [("yes", _("yes")), ("no", _("no"))]
            return forms.ChoiceField(choices=both, widget=forms.RadioSelect, **said)
        case "one":
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)
        case "many":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        case "number" | "integer":
            kind: type[forms.Field] = forms.IntegerField if question.type == "integer" else forms.FloatField
            return kind(**said, **_bounds(question))
        case "date":
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **said)
        case _:
            return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **said)


def _bounds(question: Question) -> dict[str, Any]:
    return {"min_value": question.minimum, "max_value": question.maximum}


def _plain(question: Question, value: Any) -> Any:
    if question.type == "yes_no":
        return value == "yes"
    return value.isoformat() if question.type == "date" else value
