"""Forms of passes: issuing, stopping, deciding what was asked for, a neighbour's key."""

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qiaomen.console.passes_words import REASONS, REFUSALS
from qiaomen.passes.models import Form
from qiaomen.people.models import Person
from qiaomen.places.models import Place

LARGEST = 20_000  # bytes of a key's file


class IssueForm(forms.Form):
    """A new pass for somebody."""

    form = forms.ChoiceField(label=_("Carried on"), choices=Form.choices, initial=Form.PHONE)
    everywhere = forms.BooleanField(label=_("For the whole district"), required=False)
    ends = forms.DateField(
        label=_("Last day"), help_text=_("Empty: it does not end by itself."), required=False,
        widget=forms.DateInput({"type": "date"}),
    )  # fmt: skip

    def clean_ends(self) -> Any:
        """A pass ends in the future."""
        ends = self.cleaned_data["ends"]
        if ends is not None and ends < timezone.localdate():
            raise forms.ValidationError(gettext("This day is over."))
        return ends


class StopForm(forms.Form):
    """Why a pass is suspended, revoked or issued anew."""

    reason = forms.ChoiceField(label=_("Why"), choices=list(REASONS.items()), required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)


class GrantForm(forms.Form):
    """Whose pass it is that was asked for."""

    person = forms.ChoiceField(label=_("For whom"))
    form = forms.ChoiceField(label=_("Carried on"), choices=Form.choices)

    def __init__(self, people: Collection[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in people]
        cast(forms.ChoiceField, self.fields["person"]).choices = choices

    def clean_person(self) -> UUID:
        """One of those behind the door."""
        return UUID(self.cleaned_data["person"])


class RefuseForm(forms.Form):
    """Why there is no pass for who asked."""

    reason = forms.ChoiceField(label=_("Why not"), choices=list(REFUSALS.items()))
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)


class ReopenForm(forms.Form):
    """Why a refusal is taken back."""

    note = forms.CharField(label=_("Note"), max_length=2000, required=False)


class CardsForm(forms.Form):
    """For whom cards are printed, and how many on a sheet."""

    place = forms.ModelChoiceField(Place.objects.none(), label=_("Where"), empty_label=None)
    who = forms.ChoiceField(
        label=_("For whom"), initial="without_phone",
        choices=[
            ("without_phone", _("whoever has no phone on file gets a card, and those who have one already")),
            ("have", _("only those who have a card already, anew")),
        ],
    )  # fmt: skip
    paper = forms.ChoiceField(
        label=_("Paper"), choices=[("a4", _("A4, four cards to cut")), ("a6", _("A6, a card each"))], initial="a4"
    )

    def __init__(self, *args: Any, places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Place]", self.fields["place"]).queryset = places


class PinForm(forms.Form):
    """The file of a neighbouring district's key."""

    file = forms.FileField(label=_("Key file"), help_text=_("As the other district's command or page gives it out."))

    def clean_file(self) -> bytes:
        """Its bytes; a key's file is small."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(gettext("This is too large to be a key."))
        return bytes(given.read())
