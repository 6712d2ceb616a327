"""What residents fill in. Every form says who one is first; nothing is checked against anybody here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.care.models import Urgency
from qiaomen.care.models import What as NeedWhat
from qiaomen.clues.models import What as ClueWhat
from qiaomen.resident.matching import DIGITS
from qiaomen.resident.questions import Asked

LONG = 1000


def _text(label: Any, *, most: int = 60, help_text: Any = "", required: bool = True, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required, widget=widget)


def _words(label: Any, *, help_text: Any = "", required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=LONG, help_text=help_text, required=required, widget=widget)


def one_of(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One of a few, each large enough for a thumb."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


class Claim(forms.Form):
    """Who one says one is. `room` is asked where the code is a whole building's."""

    room = _text(
        pgettext_lazy("resident", "Your door"), most=30, help_text=_("As people say it: 1-2-301, or 3rd floor 301.")
    )
    name = _text(pgettext_lazy("resident", "Your name"), most=40, autocomplete="name")
    tail = forms.RegexField(
        r"^[0-9]{3}[0-9Xx]$",
        label=_("The last four of your id number"),
        help_text=_("Digits; the very last may be X."),
        error_messages={"invalid": _("Four signs: digits, and at the end perhaps X.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": DIGITS, "class": "short"}),
    )
    phone = _text(
        pgettext_lazy("resident", "Where we may call you back"), most=30, required=False, inputmode="tel",
        autocomplete="tel",
    )  # fmt: skip

    def __init__(self, *arguments: Any, of_place: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not of_place:
            del self.fields["room"]
        self.order_fields(self.order)

    order: list[str] = ["room", "name", "tail", "phone"]

    def said(self) -> dict[str, Any]:
        """What was said beside who one is."""
        own = set(Claim.base_fields)
        return {name: value for name, value in self.cleaned_data.items() if name not in own and value not in ("", None)}


class ReportForm(Claim):
    """A household's self-report: how many, who is ill, who came back; then what the sweep asks of a household."""

    people = forms.IntegerField(label=_("How many people live here now?"), min_value=1, max_value=99, required=False)
    ill = one_of(
        _("Has anybody fever, a cough, or feels ill?"),
        [("", _("no, all are well")), ("1", _("yes, please call us"))],
        required=False,
        initial="",
    )
    away = _words(_("Who came back from elsewhere in the last 14 days? From where, when?"))
    words = _words(_("Anything else we should know"))

    def __init__(self, *arguments: Any, asked: Asked | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.asked = asked
        if asked is not None:
            self.fields.update(asked.fields())
            last = self.fields.pop("words")
            self.fields["words"] = last

    def said(self) -> dict[str, Any]:
        """The sweep's questions apart, as its records have them."""
        plain = super().said()
        if self.asked is None:
            return plain
        return {**self.asked.without(plain), **self.asked.answers(plain)}


class HelpForm(Claim):
    """A call for help: the digits may be left out, a number to call back may not."""

    what = one_of(pgettext_lazy("resident", "What do you need?"), NeedWhat.choices)
    urgency = one_of(pgettext_lazy("resident", "How soon?"), Urgency.choices, initial=Urgency.TODAY)
    people = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=99, required=False)
    words = _words(pgettext_lazy("resident", "In your own words"))
    order = ["what", "urgency", "people", "words", "room", "name", "phone", "tail"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["tail"].required = False
        self.fields["phone"].required = True


class PassForm(Claim):
    """Asking for a pass, on the phone or as a printed card."""

    form = one_of(
        pgettext_lazy("resident", "How do you want it?"),
        [("phone", _("on this phone")), ("card", _("as a printed card"))],
        initial="phone",
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["phone"].required = True


class VisitorForm(Claim):
    """Announcing a visitor: their name, on which day, what for."""

    visitor = _text(pgettext_lazy("resident", "Your visitor’s name"), most=40)
    visitor_phone = _text(
        pgettext_lazy("resident", "Your visitor’s telephone"), most=30, required=False, inputmode="tel"
    )
    day = one_of(
        pgettext_lazy("resident", "When do they come?"),
        [("0", _("today")), ("1", _("tomorrow")), ("2", _("the day after tomorrow"))],
        initial="0",
    )
    purpose = one_of(
        pgettext_lazy("resident", "What for?"),
        [
            ("visit", pgettext_lazy("visitor", "a visit")), ("delivery", pgettext_lazy("visitor", "a delivery")),
            ("repair", pgettext_lazy("visitor", "a repair")), ("work", pgettext_lazy("visitor", "work")),
            ("other", pgettext_lazy("visitor", "something else")),
        ],
        initial="visit",
    )  # fmt: skip
    people = forms.IntegerField(label=_("How many people come?"), min_value=1, max_value=20, required=False)
    order = ["visitor", "visitor_phone", "day", "purpose", "people", "room", "name", "tail", "phone"]


class ClueForm(Claim):
    """Telling of something. Who tells it may stay unnamed."""

    what = one_of(pgettext_lazy("resident", "What is it about?"), ClueWhat.choices)
    where = _text(pgettext_lazy("resident", "Where"), most=100, required=False)
    words = _words(pgettext_lazy("resident", "What did you see?"), required=True)
    order = ["what", "where", "words", "name", "phone"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields.pop("room", None)
        del self.fields["tail"]
        self.fields["name"].required = False
        self.fields["name"].help_text = _("You need not say. It is sealed, and no neighbour learns of it.")


class CodeForm(Claim):
    """Asking for a one-time code."""

    order = ["room", "name", "tail"]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["phone"]


class EnterForm(forms.Form):
    """The code that came to the phone, or stands on the notice."""

    digits = _text(
        pgettext_lazy("resident", "Your code"), most=30,
        help_text=_("Six digits from the message, or the twelve signs on your notice."), autocomplete="one-time-code",
    )  # fmt: skip


class ObjectForm(forms.Form):
    """Objecting to a status."""

    words = _words(_("What is wrong, in your own words"), required=True)
