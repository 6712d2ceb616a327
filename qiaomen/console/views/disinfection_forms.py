"""Forms of disinfection: a round, a request, regular rounds, a product."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.console.photos import PhotosForm
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.disinfection.models import Product
from qiaomen.places.models import PlaceKind

GRAINS = (PlaceKind.BUILDING, PlaceKind.STAIRWELL, PlaceKind.GATE, PlaceKind.COMPOUND, PlaceKind.ALLEY)
LOCAL = "%Y-%m-%dT%H:%M"


def _note() -> forms.CharField:
    return forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))


class RoundForm(PhotosForm):
    """With what a place was disinfected, how strong, how much."""

    product = forms.ChoiceField(label=_("Product"), required=False)
    concentration = forms.IntegerField(label=_("mg per litre"), min_value=1, max_value=100_000, required=False)
    area = forms.IntegerField(label=_("Square metres"), min_value=1, max_value=1_000_000, required=False)
    note = _note()

    field_order = ("product", "concentration", "area", "note", "pictures")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        found = Product.objects.filter(is_active=True).order_by("name")
        listed = [(str(one.id), f"{one.name} · {one.concentration} mg/l · {one.minutes} min") for one in found]
        cast(forms.ChoiceField, self.fields["product"]).choices = [("", "—"), *listed]

    def body(self) -> dict[str, Any]:
        """What the record holds."""
        return {key: value for key, value in self.cleaned_data.items() if value and key != "pictures"}


class AskForm(forms.Form):
    """By when a place is to be disinfected beside its regular rounds."""

    due = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL),
        help_text=_("Left empty: within a day."),
    )  # fmt: skip
    note = _note()

    def body(self) -> dict[str, Any]:
        """What the record holds."""
        return {key: value for key, value in self.cleaned_data.items() if value}


class CadenceForm(forms.Form):
    """Where is disinfected how often."""

    where = PlaceField(label=_("Where"), verb=Verb.DECIDE)
    grain = forms.ChoiceField(
        label=pgettext_lazy("disinfection", "Which parts of it"), required=False,
        choices=[("", _("the place itself")), *((one.value, one.label) for one in GRAINS)],
    )  # fmt: skip
    every = forms.IntegerField(
        label=_("Every so many hours"), min_value=1, max_value=720, initial=24, help_text=_("24 is daily, 168 weekly.")
    )

    def __init__(self, worker: Worker, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "where", worker)


class ProductForm(forms.Form):
    """A product of the district's list, and how it is mixed."""

    name = forms.CharField(label=_("Product"), max_length=80)
    concentration = forms.IntegerField(label=_("mg per litre"), min_value=1, max_value=100_000, initial=500)
    minutes = forms.IntegerField(label=_("Minutes that it stays on"), min_value=1, max_value=1440, initial=30)
