"""The form that a sweep is written down in."""

from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.campaigns.models import Edition
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.places.models import DoorKind, PlaceKind

AREAS = [PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY]
HOURS = 72


class CampaignForm(forms.Form):
    """Where, what, when, by whom. Raises nothing: what is wrong stands at its field."""

    name = forms.CharField(label=_("Name"), max_length=80)
    place = PlaceField(label=_("Where"), kinds=AREAS, verb=Verb.ASSIGN, empty_label=None)
    door_kinds = forms.MultipleChoiceField(
        label=_("Which doors"),
        choices=DoorKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All of them when none is ticked."),
    )
    edition = forms.ChoiceField(label=_("Questions"), required=False)
    opens_at = forms.DateTimeField(
        label=_("Opens"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    deadline = forms.DateTimeField(
        label=_("Deadline"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    day_from = forms.TimeField(
        label=_("Knocking from"), initial=time(8), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    day_until = forms.TimeField(
        label=_("Knocking until"), initial=time(21), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    pace = forms.FloatField(
        label=_("Doors a team and day"),
        initial=11,
        min_value=0.5,
        max_value=500,
        widget=forms.NumberInput({"step": "0.5", "inputmode": "decimal"}),
        help_text=_("On average, second tries included. Eleven is what a big city managed."),
    )
    team_size = forms.TypedChoiceField(
        label=_("People a team"), choices=[(n, n) for n in (1, 2, 3)], coerce=int, initial=3
    )

    def __init__(self, *args: Any, worker: Worker, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "place", worker)
        cast(forms.ChoiceField, self.fields["edition"]).choices = _editions()
        opens = timezone.localtime(timezone.now() + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        self.fields["opens_at"].initial = opens
        self.fields["deadline"].initial = opens + timedelta(hours=HOURS)

    def clean(self) -> dict[str, Any]:
        """The deadline after the opening, the evening after the morning."""
        given = super().clean() or {}
        opens, deadline = given.get("opens_at"), given.get("deadline")
        if isinstance(opens, datetime) and isinstance(deadline, datetime) and deadline <= opens:
            self.add_error("deadline", _("The deadline must lie after the opening."))
        start, end = given.get("day_from"), given.get("day_until")
        if isinstance(start, time) and isinstance(end, time) and end <= start:
            self.add_error("day_until", _("Knocking must end later in the day than it begins."))
        return given

    def settings(self) -> dict[str, Any]:
        """What `sweeps.create` takes, outbreak and worker apart."""
        given = dict(self.cleaned_data)
        given["edition"] = Edition.objects.get(pk=given["edition"]) if given["edition"] else None
        return given


def _editions() -> list[tuple[str, str]]:
    editions = Edition.objects.select_related("questionnaire").order_by("questionnaire__name", "-number")
    found = [
        (
            str(edition.id),
            gettext("%(name)s, edition %(number)s (%(questions)s questions)")
            % {"name": edition.questionnaire.name, "number": edition.number, "questions": len(edition.questions)},
        )
        for edition in editions
    ]
    return [("", gettext("Standard questions")), *found]
