"""The forms about risk areas."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.console.policy_page import said
from qiaomen.places.models import Place, PlaceKind
from qiaomen.policy.language import Document

# A stairwell is found through its building: a district has too many to choose from in one list.
GRAINS = [
    PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ENCLOSURE, PlaceKind.COMPOUND, PlaceKind.URBAN_VILLAGE,
    PlaceKind.RESIDENT_GROUP, PlaceKind.BUILDING, PlaceKind.STAIRWELL, PlaceKind.ALLEY, PlaceKind.SCHOOL,
]  # fmt: skip
LOCAL = "%Y-%m-%dT%H:%M"


class AreaForm(forms.Form):
    """A place of the district, or a region outside, with its level."""

    where = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=120,
        help_text=_("As people name it, from the outside in: Cuihu compound 3 1. Empty for a region outside."),
    )
    region = forms.RegexField(
        r"^\d{2,12}$", label=_("Division code"), required=False, help_text=_("Of a region outside: 1101, 110106 …")
    )
    name = forms.CharField(label=_("What the region is called"), required=False, max_length=80)
    level = forms.ChoiceField(label=_("Level"))
    since = forms.DateTimeField(label=_("Since"), widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL))
    last_case_on = forms.DateField(label=_("Last case"), required=False, widget=forms.DateInput({"type": "date"}))
    ground = forms.CharField(label=_("Ground"), max_length=200)

    def __init__(self, worker: Worker, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker = worker
        levels = [(key, said(level.name)) for key, level in document.levels.items()]
        cast(forms.ChoiceField, self.fields["level"]).choices = levels
        self.fields["since"].initial = timezone.localtime().replace(minute=0, second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        """One of the two, and a place that is found once."""
        cleaned = super().clean() or {}
        where, region = cleaned.get("where", "").split(), cleaned.get("region", "")
        if bool(where) == bool(region):
            self.add_error(
                "where", gettext("Say a place of the district, or the code of a region outside: one of the two.")
            )
        elif where:
            cleaned["place"] = self._place(where)
        return cleaned

    def declared(self) -> dict[str, Any]:
        """What `areas.declare` takes."""
        given = self.cleaned_data
        return {
            "place": given.get("place"),
            **{name: given[name] for name in ("region", "name", "level", "since", "last_case_on", "ground")},
        }

    def _place(self, words: list[str]) -> Place | None:
        """The place that these words name, each inside the one before."""
        found = visible_places(self.worker, Verb.DECIDE).filter(kind__in=GRAINS)
        around: list[Place] = []
        for index, word in enumerate(words):
            named = found.filter(name=word)
            if index:
                named = named.filter(path__startswith=around[0].path).exclude(pk=around[0].pk)
            around = list(named.order_by("path")[:2])
            if len(around) != 1:
                break
        if len(around) == 1:
            return around[0]
        said_ = (
            gettext("“%(word)s” is not found here.")
            if not around
            else gettext("There are several “%(word)s”: say first where.")
        )
        self.add_error("where", said_ % {"word": word})
        return None


class CaseForm(forms.Form):
    """A further case in an area."""

    on = forms.DateField(widget=forms.DateInput({"type": "date"}))
