"""The fever clinics that guards and leads ring up: for the district, and where one place has its own."""

import unicodedata
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for, visible_places
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.console import parts
from qiaomen.console.asked import link, worker_of
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.gates import clinics
from qiaomen.gates.models import Clinic
from qiaomen.places.models import PlaceKind

WHERE = (
    PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ENCLOSURE, PlaceKind.COMPOUND,
    PlaceKind.URBAN_VILLAGE, PlaceKind.CHECKPOINT,
)  # fmt: skip
NUMBER = RegexValidator(
    r"^\+?[0-9](?:[0-9 -]*[0-9])?$", gettext_lazy("Digits, blanks and dashes: 0746-8321120, or 120.")
)


class Telephone(forms.CharField):
    """A number as it is dialled; full-width digits count."""

    def to_python(self, value: object) -> str:
        return unicodedata.normalize("NFKC", str(super().to_python(value) or "")).strip()


class ClinicForm(forms.Form):
    """A clinic, its number, and for which place."""

    place = PlaceField(label=pgettext_lazy("clinic", "For"), kinds=WHERE, verb=Verb.ASSIGN)
    name = forms.CharField(label=gettext_lazy("Fever clinic"), max_length=60, strip=True)
    phone = Telephone(
        label=gettext_lazy("Telephone"), min_length=3, max_length=20, validators=[NUMBER],
        widget=forms.TextInput({"inputmode": "tel"}),
    )  # fmt: skip

    def __init__(self, worker: Worker, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        offer(self, "place", worker)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def index(request: HttpRequest) -> HttpResponse:
    """The clinics where the reader assigns, and naming one."""
    worker = worker_of(request)
    form = ClinicForm(worker, request.POST or None)
    if request.method == "POST" and form.is_valid():
        clinics.name_clinic(**form.cleaned_data, by=worker)
        messages.success(request, _("Named. Guards see it with the next fever."))
        return redirect("console:clinics")
    held = Clinic.objects.filter(place__in=visible_places(worker, Verb.ASSIGN)).select_related("place")
    context = {
        "form": form,
        "clinics": held.order_by("place__path"),
        "crumbs": [parts.Crumb(_("Alarms"), link("alarms")), parts.Crumb(_("Fever clinics"))],
    }
    return render(request, "console/alarms/clinics.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Verb.ASSIGN)
def remove(request: HttpRequest, place: UUID) -> HttpResponse:
    """A place has no clinic of its own any more: the next one around it counts."""
    worker = worker_of(request)
    if clinics.take_clinic(place=place_for(worker, place, Verb.ASSIGN), by=worker):
        messages.success(request, _("Taken out."))
    return redirect("console:clinics")
