"""Forms of questionnaires: a workbook to look at, and what was looked at to be kept."""

from typing import Any

import msgspec
from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from qiaomen.campaigns.questionnaires import Question

SALT = "questionnaire"
DAY_S = 86_400


class WorkbookForm(forms.Form):
    """An XLSForm workbook."""

    workbook = forms.FileField(
        label=_("XLSForm workbook"),
        widget=forms.FileInput({"accept": ".xlsx,.xls"}),
        help_text=_("As KoBoToolbox, ODK or SurveyCTO keep it. You see what is asked before anything counts."),
    )

    @property
    def content(self) -> bytes:
        """The file's bytes, when the form is valid."""
        file: UploadedFile[bytes] = self.cleaned_data["workbook"]
        content: bytes = file.read()
        return content


class EditionForm(forms.Form):
    """A name for what the preview showed. The questions come back signed: nobody alters them on the way."""

    name = forms.CharField(
        label=_("Name of the questionnaire"),
        max_length=80,
        help_text=_("The name of one that is there already makes a new edition of it."),
    )
    questions = forms.CharField(widget=forms.HiddenInput)

    def clean_questions(self) -> list[Question]:
        """What was looked at within the last day."""
        try:
            plain: Any = signing.loads(self.cleaned_data["questions"], salt=SALT, max_age=DAY_S)
        except signing.BadSignature:
            raise forms.ValidationError(_("This preview is too old. Choose the workbook again.")) from None
        return msgspec.convert(plain, list[Question])


def signed(questions: list[Question]) -> str:
    """Questions for the hidden field."""
    return signing.dumps(msgspec.to_builtins(questions), salt=SALT, compress=True)
