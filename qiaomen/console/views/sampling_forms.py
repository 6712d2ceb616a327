"""Forms of testing: a cohort by its rule, a site, a laboratory's file."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.places.models import PlaceKind
from qiaomen.sampling import rules, tubes
from qiaomen.sampling.models import What

AREAS = [
    PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ENCLOSURE, PlaceKind.COMPOUND,
    PlaceKind.URBAN_VILLAGE, PlaceKind.STATION, PlaceKind.SCHOOL,
]  # fmt: skip
MOST_BYTES = 20_000_000


class CohortForm(forms.Form):
    """Whom it holds, how often they are tested and how: a rule as text, begun from an example."""

    name = forms.CharField(label=pgettext_lazy("cohort", "Name"), max_length=60)
    place = PlaceField(label=_("Where"), kinds=AREAS, verb=Verb.DECIDE)
    since = forms.DateTimeField(
        label=_("First round opens"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    document = forms.CharField(
        label=_("Rule"), widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false"}),
        help_text=_("Who, how often, in which tubes, and whether all or a draw."),
    )  # fmt: skip

    def __init__(self, worker: Worker, data: Any = None, *, example: str = "") -> None:
        initial = {"document": rules.example(example) if example in rules.examples() else "", "since": _eight()}
        super().__init__(data, initial=initial)
        offer(self, "place", worker)

    def clean_since(self) -> datetime:
        """Not long ago: every round since then would open at once, and be over."""
        since: datetime = self.cleaned_data["since"]
        if since < timezone.now() - timedelta(days=1):
            raise forms.ValidationError(_("This day is over."))
        return since

    def clean_document(self) -> rules.Document:
        """The rule as it is understood."""
        try:
            return rules.read(self.cleaned_data["document"])
        except Problem as problem:
            raise forms.ValidationError(problem.message) from None


class SiteForm(forms.Form):
    """Where samples are taken, by how many teams, from when to when."""

    name = forms.CharField(label=pgettext_lazy("site", "Name"), max_length=60)
    place = PlaceField(label=_("Where"), kinds=AREAS, verb=Verb.DECIDE)
    teams = forms.IntegerField(label=_("Teams side by side"), min_value=1, max_value=50, initial=1)
    opens = forms.TimeField(label=_("Opens"), initial="08:00", widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=_("Closes"), initial="18:00", widget=forms.TimeInput(attrs={"type": "time"}))

    def __init__(self, worker: Worker, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "place", worker)

    def clean(self) -> dict[str, Any]:
        """It closes after it opens."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("opens") and said.get("closes") and said["closes"] <= said["opens"]:
            self.add_error("closes", _("It has to close after it opens."))
        return said


class PlaceSampleForm(forms.Form):
    """A sample of a place, of water or goods, taken today."""

    where = PlaceField(label=_("Where"), kinds=AREAS, verb=Verb.RECORD)
    what = forms.ChoiceField(label=_("Of what"), choices=What.choices)
    tube = forms.CharField(label=_("Code on the tube"), max_length=40)
    spot = forms.CharField(
        label=_("Exactly where"), max_length=200, required=False, help_text=_("Door handle, counter 3, cold store …")
    )

    def __init__(self, worker: Worker, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "where", worker)

    def body(self) -> dict[str, Any]:
        """What the record says."""
        said = self.cleaned_data
        body = {"taken": timezone.now(), "tube": tubes.normal(said["tube"]), "what": said["what"]}
        return {**body, "spot": said["spot"]} if said["spot"] else body


class ResultsForm(forms.Form):
    """A laboratory's file."""

    file = forms.FileField(
        label=_("File"), help_text=_("Excel or CSV: the tube's code or an id number, and the result.")
    )

    def clean_file(self) -> Any:
        """Not too large to read at once."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large. Split it."))
        return file


def _eight() -> datetime:
    return timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
