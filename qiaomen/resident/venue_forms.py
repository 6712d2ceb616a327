"""What a household fills in by a worker's code: how its door is called, and a few lines for each member."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.venues.records import Stated
from qiaomen.venues.statements import Slip

MEMBERS = 6
HEALTH = (
    ("", "—"), ("green", _("green")), ("yellow", _("yellow")), ("red", _("red")),
    ("none", pgettext_lazy("code", "none")),
)  # fmt: skip
TRAVEL = (
    ("", "—"), ("clear", pgettext_lazy("travel code", "clear")), ("risk", _("risk area")),
    ("none", pgettext_lazy("code", "none")),
)  # fmt: skip
RESULTS = (
    ("", "—"), ("negative", pgettext_lazy("test", "negative")), ("positive", pgettext_lazy("test", "positive")),
    ("waiting", _("no result yet")),
)  # fmt: skip


class DoorForm(forms.Form):
    """Which door."""

    room = forms.CharField(
        label=pgettext_lazy("resident", "Your door"), max_length=30, help_text=_("As people say it: 1-2-301, or 301.")
    )


class MemberForm(forms.Form):
    """One member; one without a name is nobody."""

    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    health_code = forms.ChoiceField(label=_("Health code"), choices=HEALTH, required=False)
    travel_code = forms.ChoiceField(label=_("Travel code"), choices=TRAVEL, required=False)
    doses = forms.IntegerField(label=_("Vaccine doses"), min_value=0, max_value=9, required=False)
    tested = forms.DateField(label=_("Last test"), required=False, widget=forms.DateInput({"type": "date"}))
    result = forms.ChoiceField(label=_("Its result"), choices=RESULTS, required=False)

    def stated(self) -> Stated | None:
        """What is said of them."""
        given = self.cleaned_data
        return (
            Stated(**{key: value for key, value in given.items() if value not in ("", None)}) if given["name"] else None
        )


def forms_of(data: Any = None) -> tuple[DoorForm, list[MemberForm]]:
    """The page's forms."""
    members = [MemberForm(data, prefix=f"m{number}") for number in range(1, MEMBERS + 1)]
    members[0].fields["name"].required = True
    return DoorForm(data), members


def slip_of(door: DoorForm, members: list[MemberForm]) -> Slip:
    """What was filled in."""
    people = [one for one in (member.stated() for member in members) if one is not None]
    return Slip(door.cleaned_data["room"], people)
