"""Forms of what is handed out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.outreach.models import Material, MaterialForm, Way
from qiaomen.places.models import PlaceKind

KINDS = [
    PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ENCLOSURE, PlaceKind.COMPOUND,
    PlaceKind.URBAN_VILLAGE, PlaceKind.GATE, PlaceKind.CHECKPOINT, PlaceKind.STATION, PlaceKind.SCHOOL,
]  # fmt: skip


class TitleForm(forms.Form):
    """A title of the district's list; of which kind it is does not change any more."""

    title = forms.CharField(label=pgettext_lazy("material", "Title"), max_length=80)
    form = forms.ChoiceField(label=pgettext_lazy("material", "Kind"), choices=MaterialForm.choices)
    stock = forms.IntegerField(
        label=pgettext_lazy("material", "Printed"), min_value=0, max_value=100_000_000, required=False,
        help_text=gettext_lazy("Leave it empty where nobody counts."),
    )  # fmt: skip
    is_offered = forms.BooleanField(label=gettext_lazy("Given out now: phones offer it"), required=False)

    def __init__(self, data: Any = None, held: Material | None = None) -> None:
        names = ("title", "form", "stock", "is_offered")
        super().__init__(data, initial={name: getattr(held, name) for name in names} if held else None)
        del self.fields["form" if held else "is_offered"]


class HandoutForm(forms.Form):
    """What, how many, where, in which way."""

    material = forms.ModelChoiceField(queryset=Material.objects.none(), label=pgettext_lazy("material", "Title"))
    count = forms.IntegerField(label=gettext_lazy("Copies"), min_value=1, max_value=1_000_000)
    where = PlaceField(label=gettext_lazy("Where"), kinds=KINDS, verb=Verb.RECORD)
    way = forms.ChoiceField(label=pgettext_lazy("handout", "How"), choices=Way.choices, initial=Way.DROP)

    def __init__(self, worker: Worker, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "where", worker)
        offered = Material.objects.filter(is_offered=True).order_by("title")
        self.fields["material"].queryset = offered  # type: ignore[attr-defined]

    @property
    def body(self) -> dict[str, object]:
        """What the record says."""
        said = self.cleaned_data
        return {"material": said["material"].id, "count": said["count"], "way": said["way"]}
