"""Forms of messages to many, their templates and channels."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.console import telling_page
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.outreach.messages import Draft
from qiaomen.outreach.models import Language, Template, Via
from qiaomen.outreach.wording import MOST_LETTERS, Words, fields_of

OWN = "value_"
FIELDS_HELP = _("{place}, {door} and {date} stand for themselves; any other word in braces is asked for.")


class TextsForm(forms.Form):
    """The same text in both languages; one of them is enough."""

    zh = forms.CharField(
        label=_("In Chinese"), max_length=MOST_LETTERS, required=False, widget=forms.Textarea({"rows": 5}),
        help_text=FIELDS_HELP,
    )  # fmt: skip
    en = forms.CharField(
        label=_("In English"), max_length=MOST_LETTERS, required=False, widget=forms.Textarea({"rows": 5})
    )


class MessageForm(TextsForm):
    """To whom, what, in which language, how; and each day, if it is to come again."""

    place = PlaceField(label=pgettext_lazy("message", "Where"), verb=Verb.ASSIGN)
    audience = forms.ChoiceField(label=pgettext_lazy("message", "To whom"))
    title = forms.CharField(
        label=pgettext_lazy("message", "What it is about"), max_length=60,
        help_text=_("For the list only. No name of a resident."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=pgettext_lazy("message", "Language"), choices=Language.choices, widget=forms.RadioSelect, initial="zh"
    )
    via = forms.ChoiceField(
        label=pgettext_lazy("message", "How"), choices=Via.choices, widget=forms.RadioSelect, initial="now"
    )
    at = forms.TimeField(
        label=_("Each day at"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("Leave it empty for a message that goes out once, now."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    # Of the message to be: a button that is pressed twice makes one.
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ("place", "audience", "title", "zh", "en", "language", "via", "at", "seen", "id")

    def __init__(self, worker: Worker, data: Any = None, template: Template | None = None) -> None:
        initial = {"title": template.title, "zh": template.zh, "en": template.en} if template else {}
        super().__init__(data, initial=initial)
        offer(self, "place", worker)
        self.fields["audience"].choices = telling_page.audiences(worker)  # type: ignore[attr-defined]
        self.own = fields_of(*(str(self[name].value() or "") for name in ("zh", "en")))
        for name in self.own:
            self.fields[OWN + name] = forms.CharField(label=name, max_length=200)
        self.order_fields(["place", "audience", "title", "zh", "en", *(OWN + name for name in self.own)])

    def clean(self) -> dict[str, Any]:
        """A text there is, and a carrier has no use of chat groups."""
        said = super().clean() or {}
        if not (said.get("zh") or said.get("en")) and not self.errors:
            self.add_error("zh", gettext("Write the text in one language at least."))
        if said.get("via") == Via.FILE and str(said.get("audience", "")).startswith("chain"):
            self.add_error("via", gettext("Chat groups have no number that a carrier could send to."))
        return said

    def draft(self) -> Draft:
        """What was written."""
        said = self.cleaned_data
        words = Words(said["zh"], said["en"], {name: said[OWN + name] for name in self.own})
        audience = telling_page.audience_of(said["audience"])
        return Draft(said["place"], audience, said["title"], words, said["language"], said["via"])


class TemplateForm(TextsForm):
    """A template; whether it is in use is asked once it is there."""

    title = forms.CharField(label=pgettext_lazy("template", "Name"), max_length=60)
    is_offered = forms.BooleanField(label=_("in use"), required=False, initial=True)

    field_order = ("title", "zh", "en", "is_offered")

    def __init__(self, data: Any = None, held: Template | None = None) -> None:
        names = ("title", "zh", "en", "is_offered")
        super().__init__(data, initial={name: getattr(held, name) for name in names} if held else None)
        if held is None:
            del self.fields["is_offered"]


class ChannelForm(forms.Form):
    """One channel."""

    place = PlaceField(label=pgettext_lazy("channel", "Whom it reaches"), verb=Verb.ADMINISTER)
    name = forms.CharField(
        label=pgettext_lazy("channel", "Name"), max_length=60, help_text=_("As people call it: volunteers of 3栋2单元.")
    )
    address = forms.CharField(
        label=pgettext_lazy("channel", "Address"), max_length=500,
        help_text=_("One of apprise's: wecombot://…, dingtalk://…, mailto://…, json://…. It is kept sealed."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=pgettext_lazy("message", "Language"), choices=[one for one in Language.choices if one[0] != "own"]
    )

    def __init__(self, worker: Worker, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "place", worker)


class ChannelsForm(forms.Form):
    """Many channels at once."""

    below = PlaceField(label=pgettext_lazy("channel", "All within"), verb=Verb.ADMINISTER)
    kind = forms.CharField(
        label=pgettext_lazy("channel", "Name of each"),
        max_length=60,
        help_text=_("The same for all: volunteers' group."),
    )
    lines = forms.CharField(
        label=_("A place and an address on each line"), max_length=100_000, widget=forms.Textarea({"rows": 8}),
        help_text=_("As copied from a sheet: 3栋2单元, then the address. All of them are kept, or none."),
    )  # fmt: skip

    def __init__(self, worker: Worker, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "below", worker)


class ReceiptsForm(forms.Form):
    """What a carrier brought back."""

    MOST_BYTES = 8_000_000

    sheet = forms.FileField(
        label=_("The carrier's receipts"),
        help_text=_("Excel or CSV with a column of numbers (手机号) and one of states (状态)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
    )

    def clean_sheet(self) -> Any:
        """Not a file that nobody reads."""
        sheet = self.cleaned_data["sheet"]
        if sheet.size > self.MOST_BYTES:
            raise forms.ValidationError(gettext("This file is too large."))
        return sheet
