"""Forms of findings: reporting one, and what is done about it."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Organisation
from qiaomen.supervision.models import What

LOCAL = "%Y-%m-%dT%H:%M"


class HandForm(forms.Form):
    """Who puts it right, and until when."""

    organisation = forms.ChoiceField(label=_("Who puts it right"), required=False)
    due = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organisation.objects.order_by("name").values_list("id", "name")
        choices = [("", "—"), *((str(id), name) for id, name in known)]
        cast(forms.ChoiceField, self.fields["organisation"]).choices = choices

    def body(self) -> dict[str, Any]:
        """What the record holds."""
        return {key: value for key, value in self.cleaned_data.items() if value}


class FindingForm(HandForm):
    """What is not as it has to be."""

    what = forms.ChoiceField(label=_("What is not right"), choices=What.choices)
    door = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("what", "organisation", "due", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tomorrow = timezone.localtime() + timedelta(days=1)
        self.fields["due"].initial = tomorrow.replace(minute=0, second=0, microsecond=0)

    def body(self) -> dict[str, Any]:
        """What the record holds; the door stands beside it."""
        return {key: value for key, value in super().body().items() if key != "door"}

    @property
    def at_door(self) -> UUID | None:
        return cast(UUID | None, self.cleaned_data.get("door"))


class StepForm(HandForm):
    """A step of a finding."""

    step = forms.ChoiceField(
        choices=[(one, one) for one in ("handed", "rectified", "looked_again", "closed", "reopened")]
    )
    is_right = forms.BooleanField(required=False)
