"""Forms of the door's page. Reasons are free text, which the ledger seals."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _


class _Reasoned(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ResolveForm(_Reasoned):
    """Which account is right."""

    chosen = forms.UUIDField(label=_("Which account is right?"))

    def __init__(self, *arguments: Any, between: Iterable[UUID], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.between = set(between)

    def clean_chosen(self) -> UUID:
        chosen: UUID = self.cleaned_data["chosen"]
        if chosen not in self.between:
            raise forms.ValidationError(_("Choose one of the accounts."))
        return chosen


class ReviewForm(_Reasoned):
    """Whether a claim stands."""

    accepted = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    reason = forms.CharField(label=_("Why"), max_length=2000, required=False)


class TakeBackForm(_Reasoned):
    """Which record is taken back, and why."""

    record = forms.UUIDField()

    def __init__(self, *arguments: Any, of: Iterable[UUID], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.of = set(of)

    def clean_record(self) -> UUID:
        record: UUID = self.cleaned_data["record"]
        if record not in self.of:
            raise forms.ValidationError(_("This record does not count any more."))
        return record
