"""What a director writes down about a family: orders, transfers, care, decisions, release, the five."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaomen.console import people_care as care
from qiaomen.console.people_words import APART, RULINGS, SYMPTOMS, Words
from qiaomen.console.views.family_forms import (
    AnswerForm,
    CallForm,
    CheckForm,
    Family,
    MetForm,
    NeedForm,
    TellForm,
    choices,
    text_field,
    when_field,
)

GIVEN: Words = {"in_person": _("in person"), "left": _("left at the door"), "message": _("by message")}
SERVED: Words = GIVEN | {"refused": _("refused to take it")}
REMEDIES: Words = {"objection": _("objection"), "reconsideration": _("reconsideration"), "court": _("court")}
TAKEN: Words = {
    "ambulance": _("ambulance"),
    "closed_transport": _("closed transport"),
    "own_car": _("own car"),
    "on_foot": _("on foot"),
    "doctor_comes": _("the doctor comes"),
}
STEPS: Words = {
    "left": _("left"), "arrived": _("arrived"), "not_met": _("was not met"), "cancelled": _("is off"),
}  # fmt: skip
GROUNDS: Words = {
    "medical": _("medical"),
    "dependant": _("somebody depends on them"),
    "hardship": _("hardship"),
    "error": _("an error"),
    "new_evidence": _("new evidence"),
    "order": _("an order"),
    "objection": _("an objection"),
}
RELEASE: Words = {"checked": _("the community has checked"), "notice": _("the written notice was given")}
ROLES: Words = {
    "cadre": _("community cadre"),
    "grid_worker": _("grid worker"),
    "doctor": _("community doctor"),
    "police": _("police officer"),
    "volunteer": _("volunteer"),
}


class OrderForm(TellForm):
    """How it was ordered and served."""

    kind = "measure_order"
    voluntary = forms.ChoiceField(
        label=_("How it came about"), choices=[("yes", _("of their own accord")), ("no", _("ordered"))]
    )
    body_ordering = forms.ChoiceField(label=_("By whom"), choices=choices(care.BODIES), initial="community")
    document = forms.CharField(label=_("Document number"), required=False, max_length=120)
    served_at = when_field(_("Served"))
    served_how = forms.ChoiceField(
        label=_("How it was served"), required=False,
        choices=choices(SERVED, first=True),
    )  # fmt: skip
    served_to = forms.CharField(label=_("To whom"), required=False, max_length=120)
    receipt = forms.BooleanField(label=_("The receipt is signed"), required=False)
    remedy = forms.ChoiceField(
        label=_("Remedy that was named"), required=False,
        choices=choices(REMEDIES, first=True),
    )  # fmt: skip
    note = text_field(_("Note"))

    def body(self) -> dict[str, Any]:
        """Whether it was of their own accord is always said."""
        found = super().body()
        return {"voluntary": found.pop("voluntary") == "yes", "body": found.pop("body_ordering"), **found}


class TransferForm(TellForm):
    """To where, when and where the car waits, what the driver is told."""

    kind = "transfer"
    to = forms.ChoiceField(label=_("To"), choices=choices(APART))
    site_name = forms.CharField(label=_("Which one"), required=False, max_length=120)
    pick_up_at = when_field(_("Pick-up"), required=True)
    pick_up_place = text_field(_("Where the car waits"), _("Where neighbours do not stare."), rows=1)
    vehicle = forms.CharField(label=_("Vehicle"), required=False, max_length=120)
    driver = text_field(_("The sentence for the driver"))
    dignity = text_field(_("What to respect"), rows=1)
    pack = text_field(_("What to pack"), rows=1)
    carer = forms.ChoiceField(label=_("Who goes along"), required=False)
    medical_ground = forms.BooleanField(label=_("There is a medical ground"), required=False)
    consent = forms.BooleanField(label=_("They, or who cares for them, consent"), required=False)

    def __init__(self, family: Family, *args: Any, **kwargs: Any) -> None:
        super().__init__(family, *args, **kwargs)
        carer = cast(forms.ChoiceField, self.fields["carer"])
        carer.choices = [("", "–"), *((str(id), name) for id, name in family.people)]


class StepForm(TellForm):
    """How a transfer goes on."""

    kind = "transfer_step"
    step = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            ("left", _("left")),
            ("arrived", _("arrived")),
            ("not_met", _("was not met")),
            ("cancelled", _("is off")),
        ],
    )
    note = text_field(_("Note"))

    def __init__(self, family: Family, *args: Any, **kwargs: Any) -> None:
        super().__init__(family, *args, **kwargs)
        _only(self, family.transfers)

    def bodies(self) -> list[tuple[UUID, dict[str, Any]]]:
        """A body for each who goes: each has a transfer of their own."""
        going = self.family.transfers
        return [(p, {**self.body(), "transfer": going[p][0], "to": going[p][1]}) for p in self.about()]


class ReferralForm(TellForm):
    """Sent to medical care."""

    kind = "referral"
    to = forms.ChoiceField(label=_("To"), choices=choices(care.CARE))
    how = forms.ChoiceField(
        label=_("How"), required=False,
        choices=choices(TAKEN, first=True),
    )  # fmt: skip
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"), required=False, choices=choices(SYMPTOMS), widget=forms.CheckboxSelectMultiple
    )
    facility = forms.CharField(label=_("Which one"), required=False, max_length=120)
    note = text_field(_("Note"))


class ReferralStepForm(TellForm):
    """A referral is taken on, arrives, ends."""

    kind = "referral_step"
    step = forms.ChoiceField(label=_("What happened"), choices=choices(care.REFERRAL_STEPS))
    outcome = forms.ChoiceField(
        label=_("What came of it"), required=False, choices=choices(care.CARE_OUTCOMES, first=True)
    )
    note = text_field(_("Note"))

    def __init__(self, family: Family, *args: Any, **kwargs: Any) -> None:
        super().__init__(family, *args, **kwargs)
        _only(self, family.referrals)

    def bodies(self) -> list[tuple[UUID, dict[str, Any]]]:
        """A body for each: each has a referral of their own."""
        return [(person, {**self.body(), "referral": self.family.referrals[person]}) for person in self.about()]


class DecisionForm(TellForm):
    """A decision that overrides the rules for one person, on a ground."""

    kind = "decision"
    overrides = forms.ChoiceField(label=_("Decision"), choices=choices(RULINGS))
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=choices(GROUNDS),
    )  # fmt: skip
    until = when_field(_("Until"))
    document = forms.CharField(label=_("Document number"), required=False, max_length=120)
    consent = forms.BooleanField(label=_("They, or who cares for them, consent"), required=False)
    text = text_field(_("Reasons"))


class ReleaseForm(TellForm):
    """The community's check, or the written notice."""

    kind = "release"
    step = forms.ChoiceField(
        label=_("Step"),
        choices=choices(RELEASE),
    )
    document = forms.CharField(label=_("Document number"), required=False, max_length=120)
    how = forms.ChoiceField(
        label=_("How"), required=False,
        choices=choices(GIVEN, first=True),
    )  # fmt: skip
    given_to = forms.CharField(label=_("To whom"), required=False, max_length=120)
    note = text_field(_("Note"))


class CompanionsForm(TellForm):
    """The five who look after somebody: name and phone of each."""

    kind = "companions"

    def __init__(self, family: Family, *args: Any, **kwargs: Any) -> None:
        super().__init__(family, *args, **kwargs)
        for role, label in ROLES.items():
            self.fields[f"{role}_name"] = forms.CharField(label=cast(Any, label), required=False, max_length=60)
            self.fields[f"{role}_phone"] = forms.CharField(
                label=_("Phone"), required=False, max_length=40, widget=forms.TextInput({"inputmode": "tel"})
            )

    def clean(self) -> dict[str, Any]:
        """At least one."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"{role}_name") for role in ROLES):
            self.add_error("cadre_name", _("Name at least one of them."))
        return cleaned

    def body(self) -> dict[str, Any]:
        """Those who were named."""
        given = self.cleaned_data
        return {
            "people": [
                {"role": role, "name": given[f"{role}_name"], "phone": given[f"{role}_phone"]}
                for role in ROLES
                if given[f"{role}_name"]
            ]
        }


def _only(form: TellForm, people: Iterable[UUID]) -> None:
    """Offer only these of the household, all ticked."""
    field = cast(forms.MultipleChoiceField, form.fields["people"])
    field.choices = form.family.named(people)
    field.initial = [id for id, _name in field.choices]


FORMS: dict[str, type[TellForm]] = {
    "call": CallForm,
    "answer": AnswerForm,
    "check": CheckForm,
    "need": NeedForm,
    "met": MetForm,
    "order": OrderForm,
    "transfer": TransferForm,
    "transfer-step": StepForm,
    "referral": ReferralForm,
    "referral-step": ReferralStepForm,
    "decision": DecisionForm,
    "release": ReleaseForm,
    "companions": CompanionsForm,
}
