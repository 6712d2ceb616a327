"""Forms of clues: what the hotline takes down, what is done about it, whose file it touches, the district's rules."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Organisation, Worker
from qiaomen.access.roles import Verb
from qiaomen.clues.models import Rules, Source, What
from qiaomen.clues.places import LARGE
from qiaomen.console.photos import PhotosForm
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.exchange.regions import region_code
from qiaomen.places.models import Place

LOCAL = "%Y-%m-%dT%H:%M"
STEPS = (
    "seen", "verified", "unfounded", "elsewhere", "reopened", "joined", "parted", "distinct", "collected", "book",
    "dispatched",
)  # fmt: skip
MOST_BYTES = 2_000_000


def _words(label: Any, *, rows: int = 3, most: int = 2000, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=hint, widget=forms.Textarea({"rows": rows})
    )


def _organisations(form: forms.Form, name: str) -> None:
    known = Organisation.objects.order_by("name").values_list("id", "name")
    cast(forms.ChoiceField, form.fields[name]).choices = [("", "—"), *((str(id), called) for id, called in known)]


class ClueForm(forms.Form):
    """What somebody tells by telephone, or another agency sends."""

    place = PlaceField(label=pgettext_lazy("clue", "Where"), kinds=LARGE, verb=Verb.RECORD)
    what = forms.ChoiceField(label=pgettext_lazy("clue", "What it is about"), choices=What.choices)
    source = forms.ChoiceField(
        label=pgettext_lazy("clue", "Came by"),
        choices=[(one.value, one.label) for one in (Source.HOTLINE, Source.AGENCY)],
    )  # fmt: skip
    organisation = forms.ChoiceField(label=pgettext_lazy("clue", "Agency"), required=False)
    agency = forms.CharField(label=pgettext_lazy("clue", "Agency that is not listed"), max_length=120, required=False)
    words = _words(
        pgettext_lazy("letter", "In their words"),
        hint=_("Whoever goes there reads this. Who told it has a field of its own and is not shown to them."),
    )
    where = forms.CharField(label=pgettext_lazy("clue", "Where exactly"), max_length=120, required=False)
    plate = forms.CharField(
        label=pgettext_lazy("clue", "Plate"), max_length=12, required=False,
        help_text=_("A plate, or where somebody comes from, is no fact about anybody."),
    )  # fmt: skip
    reporter = forms.CharField(label=pgettext_lazy("clue", "Told by"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def __init__(self, *args: Any, reader: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place", reader)
        _organisations(self, "organisation")

    def clean(self) -> dict[str, Any]:
        """Another agency is named."""
        cleaned = super().clean() or {}
        named = cleaned.get("organisation") or cleaned.get("agency")
        if cleaned.get("source") == Source.AGENCY and not named:
            self.add_error("agency", gettext("Say which agency told it."))
        return cleaned

    def body(self) -> dict[str, Any]:
        """What the record holds; the place stands beside it."""
        return {key: value for key, value in self.cleaned_data.items() if value and key != "place"}


class StepForm(PhotosForm):
    """A step of a clue: with a note, to whom it is handed on, or which other clue it is about."""

    step = forms.ChoiceField(choices=[(one, one) for one in STEPS])
    worker = forms.UUIDField(required=False)
    hours = forms.IntegerField(min_value=1, max_value=240, required=False)
    other = forms.UUIDField(required=False)
    organisation = forms.UUIDField(required=False)
    to = forms.CharField(max_length=120, required=False)
    signed = forms.CharField(max_length=120, required=False)
    note = forms.CharField(max_length=2000, required=False)


class DispatchForm(forms.Form):
    """Who goes there, and how many hours they have."""

    worker = forms.ChoiceField(label=pgettext_lazy("clue", "Who goes"))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=240)


class ElsewhereForm(forms.Form):
    """To whom it is handed on."""

    organisation = forms.ChoiceField(label=pgettext_lazy("clue", "Handed on to"), required=False)
    to = forms.CharField(label=pgettext_lazy("clue", "Somebody who is not listed"), max_length=120, required=False)
    note = _words(_("Note"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _organisations(self, "organisation")


class FindForm(forms.Form):
    """What is typed to find who a clue is about."""

    q = forms.CharField(label=_("Name, door or last digits"), max_length=80, min_length=2)


class PersonForm(forms.Form):
    """Whose file a verified clue touches, and what it says of them: that they were somewhere else, or nothing more."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    region = forms.CharField(
        label=_("Where they were"), max_length=60, required=False,
        help_text=_("Begin with the province, or give the code. Empty: the clue stands in the file and says no more."),
    )  # fmt: skip
    first = forms.DateTimeField(
        label=_("Since"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)
    )
    last = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL)
    )
    note = _words(_("Note"), rows=2)

    def clean_region(self) -> str:
        """Its code."""
        given: str = self.cleaned_data["region"].strip()
        code = given if given.isdecimal() else region_code(given) if given else ""
        if given and (not code or len(code) > 12):
            raise forms.ValidationError(
                gettext("No such region is known. Begin with the province, or give the code.")
            )  # fmt: skip
        return code or ""

    def body(self) -> dict[str, Any]:
        """What the record holds."""
        kept = {key: self.cleaned_data[key] for key in ("region", "first", "last", "note") if self.cleaned_data[key]}
        return {**kept, "fact": "stay" if "region" in kept else ""}

    @property
    def whom(self) -> UUID:
        return cast(UUID, self.cleaned_data["person"])


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]
    """How clues are handled in this outbreak."""

    class Meta:
        model = Rules
        fields = ("hours", "step_minutes", "sends", "rewards", "reward_what", "reward_count")
        labels = {
            "hours": _("Hours until somebody has looked"),
            "step_minutes": _("Minutes from one of those told to the next, when it is late"),
            "sends": _("A new clue goes to the grid worker by itself"),
            "rewards": _("A verified clue earns something"),
            "reward_what": _("What it earns"),
            "reward_count": _("How many"),
        }
        help_texts = dict.fromkeys(labels, "")

    def clean(self) -> dict[str, Any]:
        """What is earned has a name, and no clock runs for no time at all."""
        cleaned = super().clean() or {}
        if cleaned.get("rewards") and not (cleaned.get("reward_what") and cleaned.get("reward_count")):
            self.add_error("reward_what", gettext("Say what a verified clue earns, and how many."))
        if not 1 <= (cleaned.get("hours") or 0) <= 240:
            self.add_error("hours", gettext("Between 1 and 240."))
        if not 5 <= (cleaned.get("step_minutes") or 0) <= 1440:
            self.add_error("step_minutes", gettext("Between 5 and 1440."))
        return cleaned


class SheetForm(forms.Form):
    """Another agency's list of clues."""

    place = PlaceField(label=_("Where no place is named, or none that is known"), kinds=LARGE, verb=Verb.RECORD)
    organisation = forms.ChoiceField(label=pgettext_lazy("clue", "Agency"), required=False)
    agency = forms.CharField(label=pgettext_lazy("clue", "Agency that is not listed"), max_length=120, required=False)
    sheet = forms.FileField(
        label=_("List"), help_text=_("Excel or CSV with a column 线索 (clue), perhaps 地点 (where) and 车牌 (plate)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "place", reader)
        _organisations(self, "organisation")

    @property
    def where(self) -> UUID:
        """Where clues stand whose own place is not known."""
        return cast(Place, self.cleaned_data["place"]).id

    @property
    def whose(self) -> str:
        """The agency by which its list is known again: the one of the register, else its name as it was typed."""
        organisation, agency = (str(self.cleaned_data[name]) for name in ("organisation", "agency"))
        return organisation or "".join(agency.casefold().split())

    def clean_sheet(self) -> Any:
        """Not a file that nobody reads."""
        sheet = self.cleaned_data["sheet"]
        if sheet and sheet.size > MOST_BYTES:
            raise forms.ValidationError(gettext("This file is too large for a list of clues."))
        return sheet

    def clean(self) -> dict[str, Any]:
        """The agency is named."""
        cleaned = super().clean() or {}
        if not (cleaned.get("organisation") or cleaned.get("agency")):
            self.add_error("agency", gettext("Say which agency told it."))
        return cleaned
