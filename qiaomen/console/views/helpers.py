"""Who helps where, and with what."""

from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.problems import Problem
from qiaomen.care import actions, queries
from qiaomen.care.models import Helper, Skill
from qiaomen.console import needs_page, sheets, worker_field
from qiaomen.console.asked import shows_health, worker_of
from qiaomen.console.place_field import PlaceField, offer
from qiaomen.console.worker_field import WorkerField
from qiaomen.places.models import PlaceKind

WHERE = (
    PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.GRID, PlaceKind.ENCLOSURE, PlaceKind.COMPOUND,
    PlaceKind.URBAN_VILLAGE, PlaceKind.RESIDENT_GROUP, PlaceKind.ALLEY, PlaceKind.BUILDING,
)  # fmt: skip


class HelperForm(forms.Form):
    """A worker, where they help, and what they can do; without any skill they help there no longer."""

    worker = WorkerField(label=pgettext_lazy("helper", "Who"))
    place = PlaceField(label=pgettext_lazy("helper", "Helps in"), kinds=WHERE, verb=Verb.ASSIGN)
    skills = forms.MultipleChoiceField(
        label=pgettext_lazy("helper", "With what"), choices=Skill.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Nothing ticked: helps there no longer."),
    )  # fmt: skip

    def __init__(self, data: object = None, *, reader: Worker) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        worker_field.offer(self, "worker", reader)
        # Needs are health: none of the police, but who helps already, so that they can be taken off.
        widget = cast(WorkerField, self.fields["worker"]).widget
        helping = Helper.objects.filter(is_active=True).values("worker")
        widget.offered = widget.offered.filter(Q(is_police=False) | Q(pk__in=helping))
        offer(self, "place", reader)


@require_safe
@requires(Verb.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Who helps, by place."""
    return _page(request)


@require_POST
@requires(Verb.ASSIGN)
def change(request: HttpRequest) -> HttpResponse:
    """Somebody helps somewhere, with other skills, or no longer."""
    by, form = worker_of(request), HelperForm(request.POST, reader=worker_of(request))
    if not form.is_valid():
        return _page(request, form)
    place = place_for(by, form.cleaned_data["place"].id, Verb.ASSIGN)
    worker = Worker.objects.get(pk=UUID(form.cleaned_data["worker"]))
    try:
        actions.set_helper(worker, place, form.cleaned_data["skills"], by=by)
    except Problem as problem:
        form.add_error("place", problem.message)
        return _page(request, form)
    messages.success(request, _("Written down."))
    return redirect("console:helpers")


def _page(request: HttpRequest, form: HelperForm | None = None) -> HttpResponse:
    worker = worker_of(request)
    found = list(queries.helpers(worker))
    in_hand = queries.in_hand([one.worker_id for one in found])
    skills = dict(Skill.choices)
    rows = [(one, [skills[skill] for skill in one.skills], in_hand[one.worker_id]) for one in found]
    context = {
        "rows": rows,
        "form": (form or HelperForm(reader=worker)) if worker.may(Verb.ASSIGN) else None,
        "segments": needs_page.segments("helpers", worker, shows_health=shows_health(worker)),
        "exports": sheets.offers(request, "helpers"),
    }
    return render(request, "console/care/helpers.html", context, status=422 if form is not None else 200)
