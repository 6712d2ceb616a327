"""Forms of the door's page. Reasons are free text, which the ledger seals."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaomen.campaigns.queries.door import Member
from qiaomen.campaigns.records import Outcome
from qiaomen.campaigns.states import Presence
from qiaomen.console import words


class _Reasoned(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ResolveForm(_Reasoned):
    """Which account is right."""

    chosen = forms.UUIDField(label=_("Which account is right?"))

    def __init__(self, *arguments: Any, between: Iterable[UUID], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.between = set(between)

    def clean_chosen(self) -> UUID:
        chosen: UUID = self.cleaned_data["chosen"]
        if chosen not in self.between:
            raise forms.ValidationError(_("Choose one of the accounts."))
        return chosen


class ReviewForm(_Reasoned):
    """Whether a claim stands."""

    accepted = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    reason = forms.CharField(label=_("Why"), max_length=2000, required=False)


class CorrectForm(forms.Form):
    """What really came of a visit: its outcome, who confirmed it, and how each member is accounted for."""

    outcome = forms.ChoiceField(label=_("What came of it"))
    confirmed_by = forms.ChoiceField(
        label=_("Who confirms that it stands empty"), required=False,
        choices=[("", _("nobody")), ("neighbour", _("a neighbour")), ("manager", _("the manager"))],
    )  # fmt: skip

    def __init__(self, *arguments: Any, body: Mapping[str, Any], members: Sequence[Member], **more: Any) -> None:
        stated = {str(one["person"]): one["presence"] for one in body.get("people", ())}
        initial = {"outcome": body.get("outcome"), "confirmed_by": body.get("confirmed_by", "")}
        initial |= {f"person-{person}": presence for person, presence in stated.items()}
        super().__init__(*arguments, **{**more, "initial": initial})
        outcomes = [(one, words.outcome_word(one)) for one in get_args(Outcome)]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]
        self.visited = body
        known = {str(one.id): one.name for one in members}
        for person in dict.fromkeys([*known, *stated]):
            self.fields[f"person-{person}"] = forms.ChoiceField(
                label=known.get(person) or _("without a name"),
                required=False,
                choices=[("", _("nothing said")), *Presence.choices],
            )

    def body(self) -> dict[str, Any]:
        """The visit's body with these corrections; whatever else was said of a member stays with them."""
        given = self.cleaned_data
        before = {str(one["person"]): one for one in self.visited.get("people", ())}
        people = [
            {**before.get(person, {}), "person": person, "presence": given[f"person-{person}"]}
            for person in (name.removeprefix("person-") for name in self.fields if name.startswith("person-"))
            if given.get(f"person-{person}")
        ]
        confirmed = given["confirmed_by"] if given["outcome"] == "vacant" else ""
        return {**self.visited, "outcome": given["outcome"], "confirmed_by": confirmed, "people": people}
