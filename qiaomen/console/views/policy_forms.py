"""The form in which a policy is written."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TextForm(forms.Form):
    """The text of an edition."""

    text = forms.CharField(
        label=_("Policy"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea({"spellcheck": "false", "autocomplete": "off", "data-lines": "policy-lines"}),
    )
