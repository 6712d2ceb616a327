"""Forms of the person file: each makes the body of one record. Free text is sealed by the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.console import people_words as words
from qiaomen.exchange.regions import region_code
from qiaomen.people.models import Person

Choices = Sequence[tuple[str, str | Promise]]
_LOCAL = "%Y-%m-%dT%H:%M"
# Under which names bodies of facts hold moments.
_MOMENTS = frozenset({"first", "last", "since", "until", "taken", "onset", "reported", "recovered"})


class SearchForm(forms.Form):
    """What is typed to find somebody, a colour, and how many of the list came before."""

    q = forms.CharField(required=False, max_length=40, strip=True)
    colour = forms.ChoiceField(required=False, choices=[(colour, colour) for colour in words.COLOURS])
    start = forms.IntegerField(required=False, min_value=0, max_value=100_000)


class JudgeForm(forms.Form):
    """Two files are one person's, or are not."""

    other = forms.UUIDField()
    same = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    home = forms.UUIDField(required=False)
    reason = forms.CharField(label=_("Why"), required=False, max_length=2000)


class ObjectionForm(forms.Form):
    """What somebody objects, in their words."""

    words = forms.CharField(label=_("In their words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """An answer to an objection."""

    objection = forms.UUIDField()
    upheld = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    words = forms.CharField(max_length=2000)


class VerifyForm(forms.Form):
    """Which record was checked, and from where one came."""

    record = forms.UUIDField()
    back = forms.ChoiceField(choices=[("list", "list"), ("file", "file")], required=False)


class MoveForm(forms.Form):
    """To which of the doors found, and when; whether they were never where the register has them."""

    door = forms.UUIDField(label=_("New home"))
    moved_at = forms.DateTimeField(label=_("Moved"))
    wrong = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, among: Iterable[UUID], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.among = set(among)

    def clean_door(self) -> UUID:
        door: UUID = self.cleaned_data["door"]
        if door not in self.among:
            raise forms.ValidationError(_("Choose one of the doors."))
        return door


class _Moment(forms.DateTimeField):
    """A moment in the district's time, entered with the browser's own picker."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL)
        super().__init__(widget=widget, input_formats=[_LOCAL, "%Y-%m-%dT%H:%M:%S"], **more)


class FactForm(forms.Form):
    """One record about a person; subclasses say of which kind."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sealed: only who may see identity opens it."),
    )  # fmt: skip

    def __init__(
        self, *arguments: Any, contacts: Sequence[Person] = (), proofs: Choices = (), **more: Any
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **more)
        self.contacts = contacts
        if "evidence" in self.fields and proofs:
            none = ("", _("none: somebody else verifies it"))
            self.fields["evidence"].choices = [none, *proofs]  # type: ignore[attr-defined]
        elif "evidence" in self.fields:
            del self.fields["evidence"]

    @staticmethod
    def initial_of(body: Mapping[str, Any]) -> dict[str, Any]:
        """What a record says, as the form's fields hold it."""
        given = dict(body)
        if "region" in given:
            given["where"] = given.pop("region")
        for name in _MOMENTS & given.keys():
            given[name] = timezone.localtime(datetime.fromisoformat(str(given[name])))
        return given

    def body(self) -> dict[str, Any]:
        """The record's body: what was filled in, moments with their zone. What has evidence is verified."""
        found = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}
        return found | ({"verified": True} if "evidence" in found else {})

    def _refuse_backwards(self, first: str, last: str) -> None:
        since: datetime | None = self.cleaned_data.get(first)
        until: datetime | None = self.cleaned_data.get(last)
        if since and until and until < since:
            self.add_error(last, _("This lies before the beginning."))


class StayForm(FactForm):
    """Was somewhere else."""

    where = forms.CharField(
        label=_("Where"), max_length=80, help_text=_("Province, city, district; or a division code.")
    )
    first = _Moment(label=_("Arrived there"))
    last = _Moment(label=_("Left there"), required=False, help_text=_("Empty: still there."))
    transport = forms.CharField(label=_("How they travelled"), max_length=24, required=False)
    evidence = forms.ChoiceField(label=_("Verified by"), required=False)
    field_order = ["where", "first", "last", "transport", "evidence", "note"]

    def clean_where(self) -> str:
        given: str = self.cleaned_data["where"]
        code = given if given.isdecimal() else region_code(given)
        if not code or len(code) > 12:
            raise forms.ValidationError(_("No such region is known. Begin with the province, or give the code."))
        return code

    def clean(self) -> dict[str, Any]:
        self._refuse_backwards("first", "last")
        return self.cleaned_data

    def body(self) -> dict[str, Any]:
        found = super().body()
        found["region"] = found.pop("where")
        return found


class TraitForm(FactForm):
    """What kind of person, for lists."""

    trait = forms.ChoiceField(label=_("What"), choices=list(words.TRAITS.items()))
    since = _Moment(label=_("Since"), required=False)
    until = _Moment(label=_("Until"), required=False)
    field_order = ["trait", "since", "until"]

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        self._refuse_backwards("since", "until")
        return self.cleaned_data


class ExposureForm(FactForm):
    """A contact with a case, or with a contact."""

    closeness = forms.ChoiceField(label=_("How close"), choices=list(words.CLOSENESS.items()))
    other = forms.ChoiceField(
        label=_("With whom"), required=False,
        help_text=_("Members of the household, and cases that you may see."),
    )  # fmt: skip
    first = _Moment(label=_("First contact"))
    last = _Moment(label=pgettext_lazy("exposure", "Last contact"), required=False)
    ongoing = forms.BooleanField(label=_("It goes on"), required=False)
    how = forms.ChoiceField(label=_("How they met"), required=False)
    evidence = forms.ChoiceField(label=_("Verified by"), required=False)
    field_order = ["closeness", "other", "first", "last", "ongoing", "how", "evidence", "note"]

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        people: Choices = [("", _("not known")), *((str(one.id), f"{one.name}") for one in self.contacts)]
        self.fields["other"].choices = people  # type: ignore[attr-defined]
        self.fields["how"].choices = [("", _("not known")), *words.HOW_MET.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        self._refuse_backwards("first", "last")
        if self.cleaned_data.get("ongoing") and self.cleaned_data.get("last"):
            self.add_error("last", _("What goes on has no last contact yet."))
        return self.cleaned_data


class CaseForm(FactForm):
    """Ill with the outbreak's disease, or no longer."""

    status = forms.ChoiceField(label=_("What"), choices=list(words.CASES.items()))
    onset = _Moment(label=_("First symptoms"), required=False)
    reported = _Moment(label=_("Reported"), required=False)
    recovered = _Moment(label=_("Recovered"), required=False)
    rooms = forms.ChoiceField(
        label=_("Kitchen and toilet"), required=False,
        choices=[("", _("not known")), ("own", _("their own")), ("shared", _("shared with others"))],
    )  # fmt: skip
    field_order = ["status", "onset", "reported", "recovered", "rooms", "note"]

    def clean(self) -> dict[str, Any]:
        self._refuse_backwards("onset", "recovered")
        return self.cleaned_data


class SampleForm(FactForm):
    """A sample was taken."""

    taken = _Moment(label=_("Taken"), initial=timezone.localtime)
    method = forms.ChoiceField(label=_("Method"), choices=list(words.METHODS.items()))
    tube = forms.CharField(label=_("Tube"), max_length=40, required=False)
    field_order = ["taken", "method", "tube"]

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        del self.fields["note"]


class ResultForm(SampleForm):
    """What came of a sample."""

    result = forms.ChoiceField(label=_("Result"), choices=list(words.RESULTS.items()))
    ct = forms.FloatField(label="Ct", required=False, min_value=0, max_value=60)
    field_order = ["taken", "result", "method", "ct"]

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        del self.fields["tube"]


FACT_FORMS: dict[str, type[FactForm]] = {
    "stay": StayForm,
    "exposure": ExposureForm,
    "sample": SampleForm,
    "result": ResultForm,
    "trait": TraitForm,
    "case": CaseForm,
}
