"""What a director writes down about a family: calls, answers, checks, needs. `family_care_forms` has the rest.

Each form makes the body of one kind of record; which of the household it is about is asked first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import new_id
from qiaomen.console import people_care as care
from qiaomen.console.people_words import SYMPTOMS, Words

LOCAL = "%Y-%m-%dT%H:%M"
QUESTIONS = 3
EMPTY: tuple[object, ...] = ("", None, [], False)


def choices(known: Words, *, first: bool = False) -> list[tuple[str, Any]]:
    """A table of words as choices; `first`: with an empty one on top."""
    return [*([("", "–")] if first else []), *known.items()]


def when_field(label: Any, *, required: bool = False) -> forms.DateTimeField:
    """A moment, to the minute."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)
    return forms.DateTimeField(label=label, required=required, widget=widget)


def text_field(label: Any, help_text: Any = "", rows: int = 2) -> forms.CharField:
    """Words, kept sealed."""
    return forms.CharField(
        label=label, required=False, max_length=2000, help_text=help_text, widget=forms.Textarea({"rows": rows})
    )


class TellForm(forms.Form):
    """The base of these forms: whom it is about. `kind` is the record's; `verb` what it is called on its button."""

    kind: ClassVar[str]
    people = forms.MultipleChoiceField(label=_("About"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, family: "Family", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family = family
        if "people" in self.fields:
            field = cast(forms.MultipleChoiceField, self.fields["people"])
            field.choices = [(str(id), name) for id, name in family.people]
            field.initial = [str(id) for id in family.under_measure] or [str(id) for id, _name in family.people[:1]]

    def about(self) -> list[UUID]:
        """Whom the record is about."""
        return [UUID(one) for one in self.cleaned_data["people"]]

    def body(self) -> dict[str, Any]:
        """The record's body: what was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if name != "people" and value not in EMPTY}

    def bodies(self) -> list[tuple[UUID, dict[str, Any]]]:
        """A body for each whom it is about: the same one, so that a question of a family is one question."""
        body = self.body()
        return [(person, body) for person in self.about()]


@dataclass(frozen=True, slots=True)
class Open:
    """Something that is open for one or several of the family: `ids` by person, in words."""

    ids: dict[UUID, UUID]
    text: str
    what: str = ""

    @property
    def key(self) -> str:
        """What a choice goes by: the first of its ids."""
        return str(next(iter(self.ids.values())))


@dataclass(frozen=True, slots=True)
class Family:
    """What forms need to know of a household: who is in it, who is under a measure, what is open.

    `transfers`: by person, the transfer and where to; `referrals`: by person.
    """

    people: Sequence[tuple[UUID, str]]
    under_measure: Sequence[UUID]
    questions: Sequence[Open] = ()
    needs: Sequence[Open] = ()
    transfers: Mapping[UUID, tuple[UUID, str]] = field(default_factory=dict)
    referrals: Mapping[UUID, UUID] = field(default_factory=dict)

    def named(self, people: Iterable[UUID]) -> list[tuple[str, str]]:
        """Some of them as choices."""
        names = dict(self.people)
        return [(str(person), names.get(person, "")) for person in people]


class CallForm(TellForm):
    """A call, what came of it, what was promised and asked."""

    kind = "call"
    way = forms.ChoiceField(label=_("How"), choices=choices(care.WAYS), initial="phone")
    incoming = forms.BooleanField(label=_("They called us"), required=False)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=choices(care.OUTCOMES))
    note = text_field(_("What was said"))
    promise = text_field(_("What we promised"), rows=1)
    promise_due = when_field(_("Promised by"))
    settles = forms.MultipleChoiceField(
        label=_("Questions that this settles"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, family: Family, *args: Any, **kwargs: Any) -> None:
        super().__init__(family, *args, **kwargs)
        settles = cast(forms.MultipleChoiceField, self.fields["settles"])
        settles.choices = [(one.key, one.text) for one in family.questions]
        if not family.questions:
            del self.fields["settles"]
        for number in range(1, QUESTIONS + 1):
            self.fields[f"topic{number}"] = forms.ChoiceField(
                label=_("Question about"), required=False, choices=choices(care.TOPICS, first=True)
            )
            self.fields[f"text{number}"] = text_field(_("In their words"), rows=1)
            self.fields[f"to{number}"] = forms.MultipleChoiceField(
                label=_("Who answers"), required=False, choices=choices(care.BODIES),
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
            self.fields[f"due{number}"] = when_field(_("Answer by"))

    def clean(self) -> dict[str, Any]:
        """A question says who answers it."""
        cleaned = super().clean() or {}
        for number in range(1, QUESTIONS + 1):
            if cleaned.get(f"topic{number}") and not cleaned.get(f"to{number}"):
                self.add_error(f"to{number}", _("Say who is to answer."))
        return cleaned

    def body(self) -> dict[str, Any]:
        """With the questions as the record holds them."""
        given = self.cleaned_data
        names = ("way", "incoming", "outcome", "note", "promise", "promise_due", "settles")
        body = {name: given[name] for name in names if given.get(name) not in EMPTY}
        asked = [number for number in range(1, QUESTIONS + 1) if given[f"topic{number}"]]
        questions = [
            {"id": new_id(), "topic": given[f"topic{n}"], "to": given[f"to{n}"], "text": given[f"text{n}"]}
            | ({"due": given[f"due{n}"]} if given[f"due{n}"] else {})
            for n in asked
        ]
        return body | ({"questions": questions} if questions else {})

    def questions(self) -> list[list[forms.BoundField]]:
        """The fields of each question, for the page to fold."""
        return [[self[f"{name}{n}"] for name in ("topic", "text", "to", "due")] for n in range(1, QUESTIONS + 1)]

    def plain(self) -> list[forms.BoundField]:
        """The fields before the questions."""
        folded = {field.name for several in self.questions() for field in several}
        return [field for field in self if field.name not in folded]


class AnswerForm(TellForm):
    """What a body answered to a question; the last one settles it."""

    kind = "answer"
    question = forms.ChoiceField(label=_("Question"))
    body_asked = forms.ChoiceField(label=_("Who answers"), choices=choices(care.BODIES))
    says = forms.ChoiceField(label=_("Answer"), choices=choices(care.ANSWERS))
    text = text_field(_("In words"))
    final = forms.BooleanField(label=_("That settles it"), required=False)

    def __init__(self, family: Family, *args: Any, **kwargs: Any) -> None:
        super().__init__(family, *args, **kwargs)
        del self.fields["people"]
        question = cast(forms.ChoiceField, self.fields["question"])
        question.choices = [(one.key, one.text) for one in family.questions]

    def about(self) -> list[UUID]:
        """Whoever asked."""
        return [
            person for one in self.family.questions if one.key == self.cleaned_data["question"] for person in one.ids
        ]

    def body(self) -> dict[str, Any]:
        """The field is called `body` in the record, too."""
        found = super().body()
        return {"body": found.pop("body_asked"), **found}


class CheckForm(TellForm):
    """A check: how they are."""

    kind = "check"
    how = forms.ChoiceField(label=_("How"), choices=choices(care.HOW_CHECKED), initial="phone")
    temperature = forms.FloatField(
        label=_("Temperature ℃"), required=False, min_value=30, max_value=45,
        widget=forms.NumberInput({"step": "0.1", "inputmode": "decimal"}),
    )  # fmt: skip
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"), required=False, choices=choices(SYMPTOMS), widget=forms.CheckboxSelectMultiple
    )
    note = text_field(_("Note"))


class NeedForm(TellForm):
    """What somebody who may not go out needs."""

    kind = "episode_need"
    what = forms.ChoiceField(label=_("What"), choices=choices(care.NEEDS))
    text = text_field(_("In words"), rows=1)
    due = when_field(_("By when"))


class MetForm(TellForm):
    """A need is met, or cannot be, for everybody who has it."""

    kind = "episode_need"
    need = forms.ChoiceField(label=_("Need"))
    met = forms.ChoiceField(
        label=_("What came of it"), choices=[("yes", _("it is met")), ("no", _("it cannot be met"))]
    )
    text = text_field(_("In words"), rows=1)

    def __init__(self, family: Family, *args: Any, **kwargs: Any) -> None:
        super().__init__(family, *args, **kwargs)
        del self.fields["people"]
        cast(forms.ChoiceField, self.fields["need"]).choices = [(one.key, one.text) for one in family.needs]

    def bodies(self) -> list[tuple[UUID, dict[str, Any]]]:
        """It says once more what is needed; each has a need of their own."""
        given = self.cleaned_data
        need = next(one for one in self.family.needs if one.key == given["need"])
        said = {"what": need.what, "met": given["met"] == "yes", "text": given["text"]}
        return [(person, {**said, "need": id}) for person, id in need.ids.items()]


class TakeBackForm(forms.Form):
    """Which record, and why."""

    record = forms.UUIDField()
    reason = forms.CharField(max_length=2000)
