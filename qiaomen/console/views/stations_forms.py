"""Forms of stations: what happens to who stays, and the rooms."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qiaomen.base.numbers import number_of
from qiaomen.stations.queries import Station

EVENTS = (
    ("arrived", _("arrived")),
    ("moved", _("moves to another bed")),
    ("test_due", _("a test is due")),
    ("tested", _("was tested")),
    ("home", _("goes home")),
    ("hospital", _("goes to hospital")),
    ("left", pgettext_lazy("station", "leaves for elsewhere")),
)


class EventForm(forms.Form):
    """Something that happens to somebody at a station; a bed is written as room and number."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    event = forms.ChoiceField(choices=EVENTS)
    bed = forms.ChoiceField(label=_("Bed"), required=False)
    due = forms.DateField(label=_("Test due on"), required=False, widget=forms.DateInput({"type": "date"}))
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)

    def __init__(self, station: Station, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["bed"]).choices = [("", "—"), *free_beds(station)]

    def body(self) -> dict[str, Any]:
        """What a `station_event` record holds."""
        given = self.cleaned_data
        found: dict[str, Any] = {"event": given["event"], "note": given["note"]}
        if given["bed"] and given["event"] in ("arrived", "moved"):
            room, _sep, bed = given["bed"].partition("/")
            found |= {"room": UUID(room), "bed": int(bed)}
        if given["event"] == "test_due":
            found["due"] = given["due"]
        return {key: value for key, value in found.items() if value}

    def clean(self) -> dict[str, Any]:
        """A test is due on a day."""
        cleaned = super().clean() or {}
        if cleaned.get("event") == "test_due" and not cleaned.get("due"):
            self.add_error("due", gettext("Say on which day."))
        return cleaned


class RoomsForm(forms.Form):
    """The station's rooms, one a line: name and beds."""

    rooms = forms.CharField(
        label=pgettext_lazy("station", "Rooms"),
        help_text=_("One a line, its name and how many beds: 101 2"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
    )

    def clean_rooms(self) -> dict[str, int]:
        """Beds by a room's name."""
        found: dict[str, int] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["rooms"].splitlines())):
            name, _sep, beds = line.rpartition(" ")
            count = number_of(beds)
            if not name or count is None or count > 200 or len(name) > 20 or name.strip() in found:
                raise forms.ValidationError(gettext("“%(line)s” is no room with its beds.") % {"line": line[:40]})
            found[name.strip()] = count
        return found


class FindForm(forms.Form):
    """Who arrives, by name, phone or id number; never part of an address."""

    text = forms.CharField(label=_("Name, phone or id number"), max_length=60)


def free_beds(station: Station) -> Sequence[tuple[str, str]]:
    """Beds in which nobody lies, as choices."""
    return [
        (f"{room.id}/{number}", gettext("room %(room)s, bed %(bed)s") % {"room": room.name, "bed": number})
        for room in station.rooms
        for number, guest in enumerate(room.beds, 1)
        if guest is None
    ]
