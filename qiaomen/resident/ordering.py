"""`/o/…`: a group order's own page. It reads the offer, which is no secret; of doors and people it looks nothing up."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qiaomen.base.problems import Problem
from qiaomen.care.letters import Written
from qiaomen.care.models import Letter, Offer
from qiaomen.care.queries_orders import named
from qiaomen.paper.codes import id_of
from qiaomen.resident import letters, limits
from qiaomen.resident.forms import Claim, one_of
from qiaomen.resident.letters import Spot
from qiaomen.resident.pages import page

ITEM = "item-"


class OrderForm(Claim):
    """How many of what, for which door; who orders for parents says so, and gets told, too."""

    for_others = one_of(
        pgettext_lazy("resident", "For whom do you order?"),
        [
            ("", pgettext_lazy("resident", "my own household")),
            ("1", pgettext_lazy("resident", "another household: my parents, say")),
        ],
        required=False, initial="",
        help_text=gettext_lazy(
            "For others: door, name and digits are theirs, the phone is yours. Both of you are told."
        ),
    )  # fmt: skip
    at_door = one_of(
        pgettext_lazy("resident", "How do you get it?"),
        [
            ("", pgettext_lazy("resident", "collected at the gate")),
            ("1", pgettext_lazy("resident", "left at the door, without contact")),
        ],
        required=False, initial="",
        help_text=gettext_lazy("Anybody may have it left at the door, for whatever reason."),
    )  # fmt: skip
    words = forms.CharField(
        label=pgettext_lazy("resident", "Anything the contact should know"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *arguments: Any, offer: Offer, **options: Any) -> None:
        super().__init__(*arguments, of_place=True, **options)
        self.fields["phone"].required = True
        items = {f"{ITEM}{item.id}": item for item in offer.items.order_by("number")}
        for name, item in items.items():
            price = f" · {item.cents / 100:.2f}" if item.cents else ""
            self.fields[name] = forms.IntegerField(
                label=named(item) + price, min_value=0, max_value=item.most or 99, required=False,
                widget=forms.NumberInput({"inputmode": "numeric", "class": "short"}),
            )  # fmt: skip
        self.order_fields([*items, "room", "name", "tail", "phone", "for_others", "at_door", "words"])

    def counts(self) -> dict[str, int]:
        """How many of what, by the item's id."""
        given = self.cleaned_data
        return {key.removeprefix(ITEM): given[key] for key in given if key.startswith(ITEM) and given[key]}

    def clean(self) -> dict[str, Any]:
        """Something is ordered."""
        cleaned = super().clean() or {}
        if not self.errors and not self.counts():
            raise forms.ValidationError(_("Say how many of something."))
        return cleaned

    def written(self, offer: UUID) -> Written:
        """What is put by."""
        given = self.cleaned_data
        about = {
            "offer": str(offer), "counts": self.counts(), "for_others": bool(given["for_others"]),
            "at_door": bool(given["at_door"]), "words": given["words"],
        }  # fmt: skip
        return Written(given["name"], given["tail"], given["phone"], given["room"], about)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def offer(request: HttpRequest, offer_code: str) -> HttpResponse:
    """The list, and ordering of it. Raises `paper.code_damaged`, `access.not_found`, `resident.slow_down`."""
    found, now = _offer(offer_code), timezone.now()
    if found.withdrawn_at is not None or now >= found.cut_off:
        return render(request, "resident/offer_over.html", {"offer": found})
    form = OrderForm(request.POST or None, offer=found)
    if form.is_valid():
        spot = Spot(of_place=True, id=found.place_id, text=offer_code)
        letters.put(
            spot, Letter.About.ORDER, form.written(found.id), address=limits.address_of(request), now=now
        )  # fmt: skip
        return redirect("resident:offer_sent", offer_code)
    return render(request, "resident/offer.html", {"offer": found, "form": form})


@require_safe
@page
def sent(request: HttpRequest, offer_code: str) -> HttpResponse:
    """The one answer to whatever was ordered."""
    return render(
        request,
        "resident/offer_sent.html",
        {"offer": _offer(offer_code), "again": reverse("resident:offer", args=[offer_code])},
    )


def _offer(offer_code: str) -> Offer:
    found = Offer.objects.select_related("place", "gate", "contact").filter(pk=id_of(offer_code)).first()
    if found is None:
        raise Problem("access.not_found")
    return found
