"""Sources of sensors on seals: their tokens are given out once, and ended."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, check
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.places.models import Place
from qiaomen.seals import sensors
from qiaomen.seals.models import Source


class SourceForm(forms.Form):
    """Who sends messages, and about the sensors of which place."""

    name = forms.CharField(label=pgettext_lazy("sensor", "Who sends the messages"), max_length=60)
    place = PlaceField(
        label=pgettext_lazy("sensor", "For the seals in"), verb=Verb.ADMINISTER,
        help_text=gettext_lazy("Only of seals with a sensor that lie in this place is anything taken."),
    )  # fmt: skip

    def __init__(self, worker: Worker, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        offer(self, "place", worker)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """The sources; a new one's token stands on the page that answers, and nowhere else."""
    worker = worker_of(request)
    if request.method == "POST" and "end" in request.POST:
        return _ended(request, worker)
    form, token = SourceForm(worker, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        check(worker, Verb.ADMINISTER, form.cleaned_data["place"].path)
        _made, token = sensors.begin(form.cleaned_data["name"], form.cleaned_data["place"], by=worker)
        form = SourceForm(worker)
    seen = _seen(worker)
    context = {
        "form": form,
        "token": token,
        "rows": seen,
        "address": request.build_absolute_uri("/api/seals/opened"),
        "crumbs": [Crumb(_("Seals"), link("seals")), Crumb(pgettext("seal", "Sensors"))],
    }
    return render(request, "console/seals/sensors.html", context, status=422 if form.errors else 200)


def _ended(request: HttpRequest, worker: Worker) -> HttpResponse:
    wanted = next((one for one, _where in _seen(worker) if str(one.id) == request.POST["end"]), None)
    if wanted is None:
        raise Problem("access.not_found")
    sensors.end(wanted.id, by=worker, now=timezone.now())
    messages.success(request, _("Ended."))
    return redirect("console:seal_sensors")


def _seen(worker: Worker) -> list[tuple[Source, str]]:
    """The sources of places where the reader administers, with the place's name."""
    found, paths = sensors.listed(), tuple(areas(worker, Verb.ADMINISTER))
    places: dict[UUID, str] = dict(
        Place.objects.filter(id__in={one.place for one in found}).values_list("id", "path")
    )  # fmt: skip
    seen = [one for one in found if places.get(one.place, "-").startswith(paths)]
    where = names_of({places[one.place] for one in seen})
    return [(one, where[places[one.place]]) for one in seen]
