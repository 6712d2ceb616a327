"""Forms of lists: handing one in, and what is done about a row. Notes are free text, which the ledger seals."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Verb
from qiaomen.console.views.imports_forms import FilesField, _Files
from qiaomen.lists.bringing import About
from qiaomen.lists.models import Category, Source, State
from qiaomen.places.models import Place, PlaceKind
from qiaomen.places.walking import Walked

OUTCOMES = [State.VERIFIED, State.ELSEWHERE, State.WRONG, State.NOT_FOUND]
AGAIN = [(2, _("in 2 hours")), (6, _("in 6 hours")), (24, _("tomorrow at this time")), (72, _("in 3 days"))]


class ListForm(forms.Form):
    """A list from outside: the file, and what is said of it as a whole."""

    tables = FilesField(
        label=_("File"),
        help_text=_("Excel or CSV, as it was sent. Names, id numbers, phones, where from, when, address."),
        widget=_Files(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
    )
    title = forms.CharField(
        label=pgettext_lazy("list", "Title"),
        max_length=80,
        help_text=_("What everybody calls it: Railway arrivals, 20 March. No names of people."),
    )
    source = forms.ChoiceField(label=_("Sent by"), choices=Source.choices, initial=Source.POLICE)
    category = forms.ChoiceField(label=_("They are on it because they"), choices=Category.choices)
    dated = forms.DateField(
        label=_("Date of the list"),
        help_text=_("Dates without a year take theirs from it."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def about(self) -> About:
        """What was said of the list."""
        said = self.cleaned_data
        return About(said["title"], said["source"], said["category"], said["dated"])


class NoteForm(forms.Form):
    """A word about it."""

    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DecideForm(NoteForm):
    """Who it is; nobody of those offered, where no person is given."""

    person = forms.UUIDField(required=False)


class OutcomeForm(NoteForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(state.value, state.label) for state in OUTCOMES],
        widget=forms.RadioSelect,
    )


class TriedForm(NoteForm):
    """Nobody was reached, and when somebody tries again."""

    again = forms.TypedChoiceField(label=_("Next try"), choices=AGAIN, coerce=int, initial=24)

    def next(self) -> Any:
        """When the next try is due."""
        return timezone.now() + timedelta(hours=self.cleaned_data["again"])


class TakeForm(forms.Form):
    """Who follows it up."""

    worker = forms.ChoiceField(label=_("Who follows it up"))

    def __init__(self, *arguments: Any, by: Worker, path: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        steps = [path[: end + 1] for end, char in enumerate(path) if char == "."]
        grants = Grant.objects.in_force().allowing(Verb.RECORD).filter(place__path__in=steps)
        near = Worker.objects.filter(is_active=True, pk__in=grants.values("worker")).exclude(pk=by.pk)
        listed = [(str(each.id), each.name) for each in near.order_by("name")[:200]]
        self.fields["worker"].choices = [(str(by.id), _("I do")), *listed]  # type: ignore[attr-defined]


class HandOnForm(NoteForm):
    """Whose task it is."""

    to = forms.ChoiceField(label=_("Task of"))

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        # Any community: who lives elsewhere is handed on to there. The district's rows are headquarters'.
        kinds = [PlaceKind.DISTRICT, PlaceKind.COMMUNITY]
        found = Place.objects.filter(kind__in=kinds).order_by(Walked()).values_list("id", "name")
        self.fields["to"].choices = [(str(id), name) for id, name in found]  # type: ignore[attr-defined]

    def clean_to(self) -> UUID:
        return UUID(self.cleaned_data["to"])


class SearchForm(forms.Form):
    """Whom to look for. It is sent in a form's body: names stay out of addresses."""

    text = forms.CharField(label=_("Name, id number or phone"), max_length=80)
