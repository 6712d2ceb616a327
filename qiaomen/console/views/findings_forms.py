"""Forms of findings: reporting one, and what is done about it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Organisation
from qiaomen.console.photos import PhotosForm
from qiaomen.duty.chain import chain
from qiaomen.places.models import Place
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
        return {key: value for key, value in self.cleaned_data.items() if value and key != "pictures"}


class FindingForm(PhotosForm, HandForm):
    """What is not as it has to be, and whose duty it was where it is about that."""

    what = forms.ChoiceField(label=_("What is not right"), choices=What.choices)
    duty = forms.ChoiceField(
        label=_("Whose duty"), required=False,
        help_text=_("Leave it empty where it is about the place itself: who answers for it is named by the chain."),
    )  # fmt: skip
    door = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("what", "duty", "organisation", "due", "note", "pictures")

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].help_text = _("Left empty, as long as such a thing may take: a gate 2 hours, papers 2 days.")
        links = [(str(one.duty), f"{one.role.label} · {one.worker.name} · {one.place.name}") for one in chain(place)]
        cast(forms.ChoiceField, self.fields["duty"]).choices = [("", "—"), *links[::-1]]

    def body(self) -> dict[str, Any]:
        """What the record holds; the door stands beside it."""
        return {key: value for key, value in super().body().items() if key != "door"}

    @property
    def at_door(self) -> UUID | None:
        return cast(UUID | None, self.cleaned_data.get("door"))


class StepForm(PhotosForm, HandForm):
    """A step of a finding."""

    step = forms.ChoiceField(
        choices=[(one, one) for one in ("handed", "rectified", "looked_again", "closed", "reopened")]
    )
    is_right = forms.BooleanField(required=False)
