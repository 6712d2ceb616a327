"""Forms of the room of data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaomen.access.glass import SHORTEST
from qiaomen.access.models import Glass
from qiaomen.console.place_field import PlaceField
from qiaomen.places.models import Place, PlaceKind

KINDS = (PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP)


class GlassForm(forms.Form):
    """Where the glass is broken, and why."""

    place = PlaceField(label=_("Place"), kinds=KINDS)
    reason = forms.CharField(
        label=_("Why"), min_length=SHORTEST, max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("The data officer reads it, and whose numbers, words and photos you open meanwhile."),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["place"]
        assert isinstance(field, PlaceField)
        field.queryset = Place.objects.filter(kind__in=KINDS).order_by("path")
        field.widget.field = field


class ReviewForm(forms.Form):
    """What was found about a broken glass."""

    found = forms.ChoiceField(label=_("What you found"), choices=Glass.Found.choices)


class ConfirmForm(forms.Form):
    """The outbreak's name, typed by whoever confirms its end."""

    name = forms.CharField(
        label=_("The outbreak's name"), max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )


class WhomForm(forms.Form):
    """Whose file the log is read for; it is posted, because addresses are written down on the way."""

    text = forms.CharField(label=_("Name, id number or phone"), max_length=60)
