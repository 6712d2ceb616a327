"""Forms of the gates' pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.places.models import PlaceKind

# What has an entrance of its own.
ENCLOSED = (
    PlaceKind.ENCLOSURE, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP, PlaceKind.COMMUNITY,
    PlaceKind.ALLEY, PlaceKind.BUILDING, PlaceKind.STATION, PlaceKind.SCHOOL,
)  # fmt: skip


class GateForm(forms.Form):
    """A gate to be set up: of which place, and what it is called there."""

    place = PlaceField(label=_("Gate of"), kinds=ENCLOSED, verb=Verb.ASSIGN)
    name = forms.CharField(label=_("Name"), max_length=80, strip=True)

    def __init__(self, data: object = None, *, reader: Worker) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        offer(self, "place", reader)


class StepForm(forms.Form):
    """What is done about an alarm, and a word about it."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("acknowledged", "handed_on", "settled", "explained")])
    note = forms.CharField(
        label=_("In a word"), required=False, max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 3})
    )
