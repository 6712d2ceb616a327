"""The form of a round."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console import telling_page
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.outreach import naming
from qiaomen.outreach.models import Material, RoundWhat
from qiaomen.places.models import PlaceKind

LOCAL = "%Y-%m-%dT%H:%M"
MOST = 2000


class RoundForm(forms.Form):
    """What is done at each place of a kind below a place, and at single ones, until when."""

    title = forms.CharField(label=pgettext_lazy("round", "Name"), max_length=60)
    what = forms.ChoiceField(label=pgettext_lazy("round", "What is done"), choices=RoundWhat.choices)
    place = PlaceField(label=pgettext_lazy("round", "Within"), verb=Verb.ASSIGN)
    kind = forms.ChoiceField(
        label=pgettext_lazy("round", "At each"), required=False, initial=telling_page.LINKS[0].value,
        choices=[
            *((kind.value, kind.label) for kind in telling_page.LINKS),
            ("", pgettext_lazy("round", "only at the single places below")),
        ],
    )  # fmt: skip
    singles = forms.CharField(
        label=pgettext_lazy("round", "Single places"), max_length=100_000, required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One on each line, as it is called within the place above: 3栋2单元. They come beside the others."),
    )  # fmt: skip
    due = forms.DateTimeField(
        label=pgettext_lazy("round", "Until"), widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)
    )
    material = forms.ModelChoiceField(
        queryset=Material.objects.none(), label=pgettext_lazy("round", "What hangs"), required=False,
        help_text=_("Each place done counts so many copies of it as handed out."),
    )  # fmt: skip
    copies = forms.IntegerField(label=_("Copies at each place"), min_value=1, max_value=1000, initial=1)
    photo = forms.BooleanField(label=_("Each place needs a photo"), required=False, initial=True)
    words = forms.CharField(
        label=_("What the loudspeaker says"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, worker: Worker, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "place", worker)
        offered = Material.objects.filter(is_offered=True).order_by("title")
        self.fields["material"].queryset = offered  # type: ignore[attr-defined]

    def clean_due(self) -> Any:
        """A round has time."""
        due = self.cleaned_data["due"]
        if due <= timezone.now():
            raise forms.ValidationError(gettext("This hour is over. Choose a later one."))
        return due

    def clean(self) -> dict[str, Any]:
        """There are such places, and not more than anybody goes to."""
        said = super().clean() or {}
        place, kind = said.get("place"), said.get("kind")
        if not place or "kind" in self.errors:
            return said
        try:
            singles = naming.singles(said.get("singles", ""), place)
        except Problem as problem:
            self.add_error("singles", str(problem.message))
            return said
        each = self._places(place.path, PlaceKind(kind)) if kind else []
        said["places"] = list(dict.fromkeys([*each, *(one.id for one in singles)]))
        if not said["places"]:
            wrong = gettext("There is no such place within it.") if kind else gettext("Choose at least one place.")
            self.add_error("kind", wrong)
        elif len(said["places"]) > MOST:
            self.add_error("place", gettext("These are too many places for one round. Choose a smaller area."))
        return said

    def _places(self, path: str, kind: PlaceKind) -> list[UUID]:
        inside = self.fields["place"].queryset.model.objects  # type: ignore[attr-defined]
        found = inside.filter(path__startswith=path, kind=kind).order_by("path").values_list("id", flat=True)
        return list(found[: MOST + 1])
