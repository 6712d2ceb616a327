"""The forms of the report's rooms: a call to the phone desk, a recipient, the higher level's own table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.base.outward import check_name
from qiaomen.places.models import Place
from qiaomen.reports.models import Table
from qiaomen.reports.models_sending import Form, Way
from qiaomen.reports.template_fill import MOST_BYTES

LOCAL = "%Y-%m-%dT%H:%M"
_WEB = URLValidator(schemes=["http", "https"])


class CallForm(forms.Form):
    """What somebody says on the phone: who, of which place, how many of what, when."""

    said_by = forms.CharField(label=_("Who is calling"), max_length=120, help_text=_("Sealed; shown masked."))
    where = forms.CharField(
        label=_("Of which place"),
        max_length=120,
        help_text=_("As people name it, from the outside in: Cuihu compound 3 1."),
    )
    figure = forms.ChoiceField(label=_("What"))
    amount = forms.IntegerField(label=_("How many"), min_value=0, max_value=10_000_000)
    at = forms.DateTimeField(label=_("When"), widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL))
    note = forms.CharField(label=pgettext_lazy("call", "Note"), required=False, max_length=2000)

    def __init__(self, worker: Worker, figures: Sequence[tuple[str, str]], *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.worker = worker
        cast(forms.ChoiceField, self.fields["figure"]).choices = list(figures)
        if "at" in self.fields:
            self.fields["at"].initial = timezone.localtime().replace(second=0, microsecond=0)

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at > timezone.now():
            raise forms.ValidationError(_("This has not happened yet."))
        return at

    def clean_where(self) -> Place:
        """The place that these words name, each inside the one before."""
        around: list[Place] = []
        for word in self.cleaned_data["where"].split():
            found = visible_places(self.worker, Verb.RECORD).filter(name=word)
            if around:
                found = found.filter(path__startswith=around[0].path).exclude(pk=around[0].pk)
            around = list(found.order_by("path")[:2])
            if len(around) != 1:
                text = (
                    gettext("There are several “%(word)s”: say first where.")
                    if around
                    else gettext("“%(word)s” is not found here.")
                )
                raise forms.ValidationError(text % {"word": word})
        return around[0]

    @property
    def body(self) -> dict[str, Any]:
        """The record's body."""
        given = self.cleaned_data
        return {name: given[name] for name in ("figure", "amount", "said_by", "note") if given[name] not in ("", None)}


class CorrectForm(CallForm):
    """What was really said, of the same place and time. The name may be left as it is."""

    at = None  # type: ignore[assignment]
    where = None  # type: ignore[assignment]

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["said_by"].required = False


class RecipientForm(forms.Form):
    """Who gets each report, how, and in which forms."""

    name = forms.CharField(label=pgettext_lazy("sending", "Who"), max_length=80)
    way = forms.ChoiceField(label=pgettext_lazy("sending", "How"), choices=Way.choices)
    to = forms.CharField(
        label=pgettext_lazy("sending", "Where to"),
        max_length=300,
        help_text=_("Mail addresses separated by commas, or the address of a webhook."),
    )
    attached = forms.MultipleChoiceField(
        label=_("Attached"), choices=Form.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    table = forms.ModelChoiceField(Table.objects.none(), label=_("Their own table"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("zh-hans", "简体中文"), ("en", "English")])

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = cast(Any, self.fields["table"])
        field.queryset = Table.objects.filter(until=None, outbreak__closed_at=None)
        field.empty_label = gettext("none")

    def clean(self) -> dict[str, Any]:
        """The address is one of its way's."""
        cleaned = super().clean() or {}
        to = cleaned.get("to", "")
        try:
            if cleaned.get("way") == Way.MAIL:
                addresses = [one.strip() for one in to.replace("，", ",").split(",") if one.strip()]
                for one in addresses:
                    validate_email(one)
                cleaned["to"] = ",".join(addresses)
            elif to:
                _WEB(to)
                check_name(urlsplit(to).hostname or "")
        except forms.ValidationError as error:
            self.add_error("to", error)
        except OSError:
            self.add_error("to", gettext("This address leads to where nothing may be sent."))
        return cleaned


class TableForm(forms.Form):
    """The higher level's own Excel table, with words in the cells that are to be filled."""

    name = forms.CharField(label=pgettext_lazy("table", "What it is called"), max_length=80)
    file = forms.FileField(label=_("Excel file"), widget=forms.FileInput({"accept": ".xlsx"}))

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 4 MB."))
        content: bytes = file.read()
        return content
