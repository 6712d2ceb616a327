"""Forms of seals: putting one on, and what happens to it."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.console.photos import PhotosForm
from qiaomen.places.models import Door
from qiaomen.seals.grounds import isolated
from qiaomen.seals.models import Form, Why

LOCAL = "%Y-%m-%dT%H:%M"
EVENTS = ("opened", "broken", "intact", "resealed", "explained", "asked", "removed")


class SealForm(forms.Form):
    """What is sealed on which ground, until when at the latest, and which number stands on it."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        help_text=_("A seal on a home ends by itself with the measure of whoever isolates behind it."),
    )
    document = forms.CharField(label=_("Order (its number)"), max_length=120, required=False)
    until = forms.DateTimeField(
        label=_("Ends at the latest"), required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL),
    )  # fmt: skip
    form = forms.ChoiceField(label=_("Kind"), choices=Form.choices)
    emergency = forms.RegexField(
        r"^[0-9][0-9 -]{2,19}$", label=_("Emergency number"), initial="120",
        help_text=_("It is printed on the seal. Whoever is ill, in labour or sees fire opens the door first."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any = None, *, door: Door | None) -> None:
        super().__init__(data)
        self.door = door
        held = isolated([door.place.path], door=door.id) if door else ()
        self.episodes = {one.episode: one.person for one in held}
        choices = [("episode", _("isolation at home"))] if self.episodes else []
        cast(forms.ChoiceField, self.fields["ground"]).choices = [
            *choices,
            ("order", pgettext_lazy("seal", "an order")),
        ]

    def body(self) -> dict[str, Any]:
        """What the record holds."""
        given = self.cleaned_data
        kept = {name: given[name] for name in ("emergency", "form", "until", "note") if given[name]}
        if given["ground"] == "episode":
            kept["people"] = [{"episode": one, "person": person} for one, person in self.episodes.items()]
        else:
            kept["document"] = given["document"]
        return kept


class EventForm(PhotosForm):
    """What happened to a seal."""

    event = forms.ChoiceField(choices=[(one, one) for one in EVENTS])
    why = forms.ChoiceField(choices=[("", "—"), *Why.choices], required=False)
    opening = forms.UUIDField(required=False)
    finds = forms.ChoiceField(choices=[("", ""), ("well", ""), ("needs", ""), ("nobody", "")], required=False)
    note = forms.CharField(max_length=2000, required=False)

    def body(self, seal: UUID) -> dict[str, Any]:
        """What the record holds."""
        given = {name: value for name, value in self.cleaned_data.items() if value and name != "pictures"}
        return {"seal": seal, **given}
