"""The forms of paper: what is printed for whom, and the lines of a page as somebody types them in."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiaomen.base.ids import new_id
from qiaomen.duty.models import Team
from qiaomen.paper.entry import Row, Typed
from qiaomen.paper.households import Member
from qiaomen.paper.outcomes import OUTCOMES, PRESENCES
from qiaomen.paper.walklist import MOST_COPIES

CLOCK = re.compile(r"(\d{1,2})[:：.]?(\d{2})")
NAMES = re.compile(r"[,，、;；\s]+")


class _TeamField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(_("%(zone)s, team %(number)s") % {"zone": obj.zone.name, "number": obj.number})


class PrintForm(forms.Form):
    """A walk list to print: for which team, how many copies."""

    team = _TeamField(Team.objects.none(), label=_("For which team"), required=False)
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=MOST_COPIES, initial=1)

    def __init__(self, *arguments: Any, teams: Sequence[Team], **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Team.objects.filter(id__in=[team.id for team in teams]).select_related("zone")
        field.empty_label = str(_("nobody's in particular: no names on it"))


class CodeForm(forms.Form):
    """A page's code, typed or scanned."""

    code = forms.CharField(
        label=_("The page's code"),
        max_length=200,
        widget=forms.TextInput(attrs={"data-autofocus": "", "autocomplete": "off", "autocapitalize": "characters"}),
    )


class DayForm(forms.Form):
    """On which day the page was knocked."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class LineForm(forms.Form):
    """One line. Empty as a whole, it is left for later."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    outcome = forms.ChoiceField(
        choices=[(outcome, word) for outcome, word in OUTCOMES.values()], required=False, widget=forms.RadioSelect
    )
    clock = forms.CharField(max_length=5, required=False)
    others = forms.CharField(max_length=200, required=False)
    note = forms.CharField(max_length=500, required=False)

    def __init__(self, data: QueryDict | None = None, *, row: Row, day: date) -> None:
        super().__init__(data, prefix=f"line{row.line.number}")
        self.row, self.day = row, day
        for member in row.members:
            self.fields[str(member.id)] = forms.ChoiceField(
                choices=[(presence, word) for presence, word in PRESENCES.values()],
                required=False,
                label=member.name,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = given.get("outcome")
        spoken_of = self.people() or given.get("others")
        if spoken_of and outcome != "answered":
            self.add_error("outcome", _("People are ticked: was the door opened?"))
        if outcome and not self.errors:
            given["at"] = self._at(given.get("clock", ""))
        return given

    def members(self) -> list[tuple[Member, forms.BoundField]]:
        """The people of the door, each with the field that ticks them."""
        return [(member, self[str(member.id)]) for member in self.row.members]

    def people(self) -> dict[UUID, str]:
        """Who was ticked, and how."""
        ticked = {member.id: self.cleaned_data.get(str(member.id), "") for member in self.row.members}
        return {person: presence for person, presence in ticked.items() if presence}

    def typed(self) -> Typed | None:
        """The line as typed; None for one that was left empty."""
        given = self.cleaned_data
        if not given.get("outcome"):
            return None
        others = [name for name in NAMES.split(given["others"]) if name]
        return Typed(
            self.row.line.number, given["id"], given["outcome"], given["at"], self.people(), others, given["note"]
        )

    def _at(self, text: str) -> datetime | None:
        """When it was knocked, in the district's time zone: 1830, 18:30 and 9.05 are times."""
        found = CLOCK.fullmatch(text.strip())
        try:
            at = timezone.make_aware(datetime.combine(self.day, time(int(found[1]), int(found[2])))) if found else None
        except ValueError:
            at = None
        if at is None:
            self.add_error("clock", _("When was it? Type the time, such as 1830."))
        elif at > timezone.now() + timedelta(minutes=1):
            self.add_error("clock", _("This time has not come yet. Is the day right?"))
        return at


def line_forms(rows: Sequence[Row], day: date, data: QueryDict | None = None) -> list[LineForm]:
    """A form for each line that was not entered yet."""
    return [LineForm(data, row=row, day=day) for row in rows if row.line.record is None]
