"""Writing a message to those who knock."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.duty.bulletins import LONGEST
from qiaomen.duty.models import Zone, ZonePlace
from qiaomen.duty.roster import zones_of
from qiaomen.places.models import PlaceKind

KINDS = [PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY]
HOURS = [
    (12, gettext_lazy("12 hours")),
    (24, gettext_lazy("1 day")),
    (72, gettext_lazy("3 days")),
]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a message is for: a place or a zone, by name."""

    name: str
    places: list[UUID]


class BulletinForm(forms.Form):
    """Text, for whom, how long."""

    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What all of them must know. No names and no illnesses: phones get lost."),
    )
    reach = forms.ChoiceField(label=gettext_lazy("For"))
    hours = forms.TypedChoiceField(label=gettext_lazy("Shown for"), choices=HOURS, coerce=int, initial=24)

    def __init__(self, reader: Worker, data: Any = None) -> None:
        super().__init__(data=data)
        self.places = {str(place.id): place.name for place in _places(reader)}
        self.zones = {str(zone.id): zone.name for zone in Zone.objects.filter(id__in=zones_of(reader, Verb.ASSIGN))}
        groups = [(_("Places"), list(self.places.items())), (_("Zones"), list(self.zones.items()))]
        self.fields["reach"].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]

    def reached(self) -> Reach:
        """The places that were chosen; a zone is all of its places."""
        chosen = self.cleaned_data["reach"]
        if chosen in self.places:
            return Reach(self.places[chosen], [UUID(chosen)])
        inside = ZonePlace.objects.filter(zone=chosen).values_list("place", flat=True)
        return Reach(self.zones[chosen], list(inside))


def _places(reader: Worker) -> list[Any]:
    """Large places of the reader's, else what they have a grant for."""
    mine = visible_places(reader, Verb.ASSIGN)
    large = list(mine.filter(kind__in=KINDS).order_by("path"))
    return large or list(mine.filter(id__in=reader.grants.in_force().values("place")))
