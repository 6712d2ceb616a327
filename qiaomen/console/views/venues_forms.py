"""Forms about suspended venues: the order, and what is done about it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.monitoring.notice_words import BODIES, REMEDIES
from qiaomen.venues.models import Ground
from qiaomen.venues.words import FINDS, SERVED

LOCAL = "%Y-%m-%dT%H:%M"
BODIES_THAT_ORDER = ("headquarters", "street", "community", "cdc", "police", "other")
REMEDY_WORDS = {"objection": _("objection"), "reconsideration": _("reconsideration"), "court": _("court")}
assert REMEDY_WORDS.keys() == REMEDIES.keys()


def _moment(**more: Any) -> forms.DateTimeField:
    return forms.DateTimeField(widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL), **more)


def next_midnight(days: int) -> datetime:
    """The beginning of a day, so many days from today."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)


class SuspendForm(forms.Form):
    """The order: ground, period, paper. It is served afterwards."""

    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices)
    since = _moment(label=_("From"))
    until = _moment(label=_("Until"), required=False, help_text=_("Empty: until somebody reopens it."))
    ordered_by = forms.ChoiceField(label=_("Ordered by"), choices=[(key, BODIES[key]) for key in BODIES_THAT_ORDER])
    document = forms.CharField(label=_("Number of the paper"), max_length=120, required=False)
    remedy = forms.ChoiceField(label=_("Remedy"), choices=list(REMEDY_WORDS.items()))
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["until"].initial = next_midnight(15)

    def body(self) -> dict[str, Any]:
        """What a `suspension` record holds."""
        return {key: value for key, value in self.cleaned_data.items() if value}


class StepForm(forms.Form):
    """Something done about an order; which fields count follows from the step."""

    order = forms.UUIDField(widget=forms.HiddenInput)
    step = forms.ChoiceField(choices=[(step, step) for step in ("served", "looked", "extended", "reopened")])
    how = forms.ChoiceField(label=_("How"), choices=list(SERVED.items()), required=False)
    to = forms.CharField(label=_("To whom"), max_length=120, required=False)
    finds = forms.ChoiceField(
        label=pgettext_lazy("second look", "It is"), choices=[("", "—"), *FINDS.items()], required=False
    )
    until = _moment(label=_("Until"), required=False)
    document = forms.CharField(label=_("Number of the paper"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))

    USED = {
        "served": ("how", "to", "note"),
        "looked": ("finds", "note"),
        "extended": ("until", "document", "note"),
        "reopened": ("document", "note"),
    }

    def body(self) -> dict[str, Any]:
        """What a `suspension_step` record holds."""
        given = self.cleaned_data
        used = {name: given[name] for name in self.USED[given["step"]] if given[name]}
        return {"suspension": given["order"], "step": given["step"], **used}
