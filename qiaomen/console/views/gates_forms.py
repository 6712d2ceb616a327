"""Forms of the gates' pages."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qiaomen.places.models import Place, PlaceKind

# What has an entrance of its own.
ENCLOSED = (
    PlaceKind.ENCLOSURE, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP, PlaceKind.COMMUNITY,
    PlaceKind.ALLEY, PlaceKind.BUILDING, PlaceKind.STATION, PlaceKind.SCHOOL,
)  # fmt: skip


class GateForm(forms.Form):
    """A gate to be set up: of which place, and what it is called there."""

    place = forms.ModelChoiceField(label=_("Gate of"), queryset=Place.objects.none())
    name = forms.CharField(label=_("Name"), max_length=80, strip=True)

    def __init__(self, data: object = None, *, places: QuerySet[Place]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        offered = places.filter(kind__in=ENCLOSED).order_by("path")
        self.fields["place"].queryset = offered  # type: ignore[attr-defined]


class StepForm(forms.Form):
    """What is done about an alarm, and a word about it."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("acknowledged", "handed_on", "settled", "explained")])
    note = forms.CharField(
        label=_("In a word"), required=False, max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 3})
    )
