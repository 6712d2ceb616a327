"""Forms of shifts: a post, a slot, somebody who stands, rules, a roster asked for, a replacement."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.console import care_workers
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.shifts.models import Post, PostKind, Rostered, Skill, Slot
from qiaomen.shifts.problem import Rules

MOST_DAYS = 31
ENDS = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PostForm(forms.Form):
    """Where people stand, what for; how many at each slot, and what how many of them must be able to do."""

    place = PlaceField(label=_("Where"), verb=Verb.ASSIGN)
    name = forms.CharField(label=pgettext_lazy("post", "Name"), max_length=40, help_text=_("As people there call it."))
    kind = forms.ChoiceField(label=pgettext_lazy("post", "What for"), choices=PostKind.choices)
    is_active = forms.BooleanField(label=_("in use"), required=False, initial=True)

    def __init__(self, worker: Worker, data: Any = None, *, post: Post | None = None) -> None:
        self.slots = list(Slot.objects.filter(is_active=True))
        heads = {each.slot_id: each.heads for each in post.heads.all()} if post else {}
        names = ("place_id", "name", "kind", "is_active")
        said = {name.removesuffix("_id"): getattr(post, name) for name in names} if post else {}
        super().__init__(data, initial=said)
        offer(self, "place", worker)
        for slot in self.slots:
            self.fields[f"heads_{slot.id}"] = forms.IntegerField(
                label=f"{slot.name} {slot.begins:%H:%M}", min_value=0, max_value=60, required=False,
                initial=heads.get(slot.id, 0),
            )  # fmt: skip
        for skill, label in Skill.choices:
            self.fields[f"skill_{skill}"] = forms.IntegerField(
                label=_("of them: %(skill)s") % {"skill": label}, min_value=0, max_value=20, required=False,
                initial=post.skills.get(skill, 0) if post else 0,
            )  # fmt: skip

    def heads(self) -> dict[UUID, int]:
        """How many at each slot."""
        return {slot.id: self.cleaned_data.get(f"heads_{slot.id}") or 0 for slot in self.slots}

    def skills(self) -> dict[str, int]:
        """How many of each skill."""
        return {skill: self.cleaned_data.get(f"skill_{skill}") or 0 for skill in Skill.values}


class SlotForm(forms.Form):
    """A stretch of each day."""

    name = forms.CharField(label=pgettext_lazy("slot", "Name"), max_length=20)
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=24, initial=8)


class PersonForm(forms.Form):
    """Who stands shifts, at home where, with what skills, and when or where not."""

    worker = forms.ChoiceField(label=pgettext_lazy("shift", "Who"))
    place = PlaceField(label=_("At home in"), verb=Verb.ASSIGN)
    skills = forms.MultipleChoiceField(
        label=_("Can"), choices=Skill.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_woman = forms.BooleanField(label=_("is a woman"), required=False)
    no_nights = forms.BooleanField(label=_("stands no nights"), required=False)
    not_slots = forms.MultipleChoiceField(label=_("Not at"), required=False, widget=forms.CheckboxSelectMultiple)
    not_kinds = forms.MultipleChoiceField(
        label=_("Not at posts of the kind"), choices=PostKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("stands shifts"), required=False, initial=True)

    def __init__(self, reader: Worker, data: Any = None, *, person: Rostered | None = None) -> None:
        fields = ("skills", "is_woman", "no_nights", "not_slots", "not_kinds", "is_active")
        said = {name: getattr(person, name) for name in fields} if person else {}
        super().__init__(data, initial={**said, **({"place": person.place_id} if person else {})})
        offer(self, "place", reader)
        slots = Slot.objects.filter(is_active=True)
        cast(Any, self.fields["not_slots"]).choices = [(str(one.id), one.name) for one in slots]
        if person:
            del self.fields["worker"]
        else:
            care_workers.offer(self.fields["worker"], reader)


class AwayForm(forms.Form):
    """From when to when somebody is not there."""

    since = forms.DateTimeField(label=_("Away from"), widget=ENDS)
    until = forms.DateTimeField(label=pgettext_lazy("away", "until"), widget=ENDS)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] <= said["since"]:
            self.add_error("until", _("It has to end after it begins."))
        return said


class EndForm(forms.Form):
    """What is to end: one line of a list."""

    one = forms.UUIDField()


class RulesForm(forms.Form):
    """The rules of a place."""

    rest_hours = forms.IntegerField(label=_("Hours of rest between two shifts"), min_value=8, max_value=48)
    week_hours = forms.IntegerField(label=_("Most hours in seven days"), min_value=8, max_value=84)
    nights_in_row = forms.IntegerField(label=_("Most nights in a row"), min_value=1, max_value=7)
    women_at_night = forms.BooleanField(label=_("Women stand at night"), required=False)
    local = forms.BooleanField(label=_("Somebody from there at each post"), required=False)
    mixed = forms.BooleanField(label=_("More than one organisation where two or more stand"), required=False)
    same_post = forms.BooleanField(label=_("People keep their post"), required=False)
    late_minutes = forms.IntegerField(label=_("Minutes until somebody is missing"), min_value=5, max_value=120)

    def rules(self) -> Rules:
        """As data."""
        return Rules(**self.cleaned_data)


class RosterForm(forms.Form):
    """A roster: where, from which day on, for how many days, how long it may be worked out."""

    place = PlaceField(label=_("Where"), verb=Verb.ASSIGN)
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=MOST_DAYS, initial=14)
    seconds = forms.IntegerField(label=_("Seconds it may take"), min_value=5, max_value=600, initial=60)

    def __init__(self, worker: Worker, data: Any = None) -> None:
        super().__init__(data, initial={"first": timezone.localdate() + timedelta(days=1)})
        offer(self, "place", worker)

    def clean_first(self) -> date:
        """What has begun is not rostered."""
        first: date = self.cleaned_data["first"]
        if first <= timezone.localdate():
            raise forms.ValidationError(_("A roster begins tomorrow or later."))
        return first


class ChangeForm(forms.Form):
    """Somebody else is sent, or it is cancelled, or in hand."""

    change = forms.ChoiceField(choices=[(one, one) for one in ("replaced", "cancelled", "answered")])
    worker = forms.UUIDField(required=False)
    despite = forms.BooleanField(required=False)
    note = forms.CharField(max_length=2000, required=False)
