"""Taking one of several records back; `components/take_back.html` asks for it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _


class TakeBackForm(forms.Form):
    """Which of these records is taken back, and why. The reason is free text, which the ledger seals."""

    record = forms.UUIDField()
    reason = forms.CharField(label=_("Why"), max_length=2000)

    def __init__(self, *arguments: Any, of: Iterable[UUID], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.of = set(of)

    def clean_record(self) -> UUID:
        record: UUID = self.cleaned_data["record"]
        if record not in self.of:
            raise forms.ValidationError(_("This record does not count any more."))
        return record
