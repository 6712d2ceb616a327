"""Setting a checkpoint up, and who stands there."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from qiaomen.access.models import Worker
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.checkpoints import actions
from qiaomen.console import checkpoints_page
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.places.models import PlaceKind

WHERE = [PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY]
MOST = 200


class CheckpointForm(forms.Form):
    """A name, and in which place it lies."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    of = PlaceField(label=gettext_lazy("Belongs to"), kinds=WHERE, verb=Verb.ASSIGN)

    def __init__(self, worker: Worker, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        offer(self, "of", worker)


class CrewForm(forms.Form):
    """An agency, and its people by name."""

    organisation = forms.CharField(label=gettext_lazy("Agency"), max_length=80)
    names = forms.CharField(
        label=gettext_lazy("People, one on a line"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def clean_names(self) -> list[str]:
        """The lines that hold a name."""
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) > MOST or any(len(name) > 60 for name in names):
            raise forms.ValidationError(_("At most 200 names, none longer than 60 characters."))
        return names


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def new(request: HttpRequest) -> HttpResponse:
    """A checkpoint that was not there yet."""
    worker = worker_of(request)
    form = CheckpointForm(worker, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            place = actions.add_checkpoint(of=said["of"], name=said["name"], by=worker)
        except Problem as problem:
            form.add_error("name", problem.message)
        else:
            messages.success(request, _("Set up. Now put its people on the crew."))
            return redirect("console:checkpoint_crew", place.id)
    context = {"form": form, "crumbs": [Crumb(_("Checkpoints"), link("checkpoints")), Crumb(_("New checkpoint"))]}
    return render(request, "console/checkpoints/new.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def crew(request: HttpRequest, checkpoint: UUID) -> HttpResponse:
    """Who stands there; new ones get a code for their phone, shown this once."""
    worker = worker_of(request)
    place = checkpoints_page.checkpoint_for(worker, checkpoint, Verb.ASSIGN)
    if request.method == "POST" and "off" in request.POST:
        if actions.take_off(place=place, worker=_id(request.POST["off"]), by=worker):
            messages.success(request, _("Off the crew from now on."))
        else:
            messages.error(request, Problem("access.grant_follows").message)
        return redirect("console:checkpoint_crew", place.id)
    form, codes = CrewForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        codes = actions.add_crew(place=place, organisation=said["organisation"], names=said["names"], by=worker)
        form = CrewForm()
    context = {
        "place": place,
        "form": form,
        "crew": actions.crew(place),
        "codes": codes,
        "crumbs": [
            Crumb(_("Checkpoints"), link("checkpoints")), Crumb(place.name, link("checkpoint", place.id)),
            Crumb(_("Crew")),
        ],
    }  # fmt: skip
    return render(request, "console/checkpoints/crew.html", context, status=422 if form.is_bound else 200)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Problem("access.not_found") from None
