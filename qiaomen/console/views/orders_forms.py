"""Forms of group orders: an offer, its list, an order by phone, and what happens to it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qiaomen.access.models import Worker
from qiaomen.care.actions_orders import Goods
from qiaomen.care.models import Offer
from qiaomen.care.queries_orders import named
from qiaomen.console import care_workers
from qiaomen.exchange import supplier_list
from qiaomen.places.models import Place, PlaceKind
from qiaomen.places.walking import Walked

LOCAL = "%Y-%m-%dT%H:%M"
STEPS = ("arrived", "collected", "left", "missing", "paid", "said")
MOST_BYTES = 2_000_000


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput({"type": "datetime-local"}, format=LOCAL))


class GoodsForm(forms.Form):
    """The supplier's list: a file, or a line for each thing."""

    sheet = forms.FileField(
        label=_("Supplier's list"), required=False,
        help_text=_("Excel or CSV with a column 品名 (name), perhaps 规格 (unit), 单价 (price), 限购 (most)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
    )  # fmt: skip
    typed = forms.CharField(
        label=_("Or typed"), required=False, max_length=8000, widget=forms.Textarea({"rows": 5}),
        help_text=_("One a line, its name and its price: 蔬菜包 30"),
    )  # fmt: skip

    def clean_sheet(self) -> Any:
        """Not a file that nobody reads."""
        sheet = self.cleaned_data["sheet"]
        if sheet and sheet.size > MOST_BYTES:
            raise forms.ValidationError(gettext("This file is too large for a list of goods."))
        return sheet

    def clean_typed(self) -> list[Goods]:
        """Goods of what was typed."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["typed"].splitlines())):
            name, _sep, price = line.rpartition(" ")
            try:
                found.append(
                    Goods(name.strip()[:60], cents=supplier_list.cents_of(price)) if name else Goods(line[:60])
                )
            except ValueError:
                found.append(Goods(line[:60]))
        return found

    def goods(self) -> tuple[list[Goods], int]:
        """What it lists, and how many rows of the file were left out. Raises as `supplier_list.read_goods`."""
        sheet = self.cleaned_data["sheet"]
        if not sheet:
            return self.cleaned_data["typed"], 0
        listed = supplier_list.read_goods(sheet.read(), sheet.name)
        return listed.goods, len(listed.faults)


class OfferForm(GoodsForm):
    """A new offer."""

    title = forms.CharField(label=_("What is offered"), max_length=60, help_text=_("Vegetables, 22 March."))
    supplier = forms.CharField(label=_("Supplier"), max_length=60, required=False)
    contact = forms.ChoiceField(
        label=_("Contact"), help_text=_("The one person to whom each household turns by itself. There is no group.")
    )
    cut_off = _moment(_("Orders until"))
    arrives_at = _moment(_("At the gate by"))
    gate = forms.ModelChoiceField(label=_("Gate"), queryset=Place.objects.none(), required=False)
    field_order = ("title", "supplier", "contact", "cut_off", "arrives_at", "gate", "sheet", "typed")

    def __init__(self, *args: Any, reader: Worker, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        care_workers.offer(self.fields["contact"], reader, place.path)
        gates = place.below().filter(kind=PlaceKind.GATE).order_by(Walked())
        self.fields["gate"].queryset = gates  # type: ignore[attr-defined]
        self.fields["gate"].initial = gates.first()
        tonight = timezone.localtime().replace(hour=20, minute=0, second=0, microsecond=0)
        self.fields["cut_off"].initial = tonight
        self.fields["arrives_at"].initial = tonight + timedelta(hours=19)

    def clean(self) -> dict[str, Any]:
        """It arrives after one has ordered."""
        cleaned = super().clean() or {}
        if cleaned.get("cut_off") and cleaned.get("arrives_at") and cleaned["arrives_at"] < cleaned["cut_off"]:
            self.add_error("arrives_at", gettext("It cannot arrive before orders end."))
        return cleaned


class DoorForm(forms.Form):
    """Whose order it is, as people call their door."""

    label = forms.CharField(label=_("Door, as people say it"), max_length=30)


class OrderForm(forms.Form):
    """What a household orders by phone or at the door: a number for each thing."""

    at_door = forms.BooleanField(label=_("Leave it at the door, without contact"), required=False)
    for_others = forms.BooleanField(label=_("Ordered by somebody who lives elsewhere"), required=False)
    name = forms.CharField(label=_("Name of who orders"), max_length=40, required=False)
    phone = forms.CharField(label=_("Where to tell them"), max_length=30, required=False)
    words = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = list(self.fields)
        for item in offer.items.order_by("number"):
            price = f" · {Decimal(item.cents) / 100:.2f}" if item.cents else ""
            self.fields[f"item-{item.id}"] = forms.IntegerField(
                label=named(item) + price, min_value=0, max_value=item.most or 99, required=False,
                widget=forms.NumberInput({"inputmode": "numeric", "class": "short"}),
            )  # fmt: skip
        self.order_fields([*(name for name in self.fields if name not in own), *own])

    def counts(self) -> dict[UUID, int]:
        """How many of what."""
        prefix = "item-"
        given = self.cleaned_data
        return {UUID(key[len(prefix) :]): given[key] for key in given if key.startswith(prefix) and given[key]}

    def clean(self) -> dict[str, Any]:
        """Something is ordered."""
        cleaned = super().clean() or {}
        if not self.errors and not self.counts():
            raise forms.ValidationError(gettext("Say how many of something."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What else the record holds."""
        return {key: value for key, value in self.cleaned_data.items() if value and not key.startswith("item-")}


class StepForm(forms.Form):
    """What came of an order."""

    step = forms.ChoiceField(choices=[(one, one) for one in STEPS])
    amount = forms.DecimalField(label=pgettext_lazy("money", "Amount"), min_value=0, decimal_places=2, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)

    def body(self) -> dict[str, Any]:
        """What the record holds."""
        given = self.cleaned_data
        cents = int(given["amount"] * 100) if given["amount"] is not None and given["step"] == "paid" else None
        found = {"step": given["step"], "cents": cents, "note": given["note"]}
        return {key: value for key, value in found.items() if value not in (None, "")}


class ArrivedForm(forms.Form):
    """Which orders arrived; none named: all that are not here yet."""

    step = forms.ChoiceField(choices=[(one, one) for one in ("arrived", "missing")], required=False)
    orders = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, *args: Any, among: list[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["orders"]).choices = [(one, one) for one in among]
