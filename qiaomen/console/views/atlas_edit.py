"""Drawing a compound's plan: the editor, pictures and footprints to begin with, older versions."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from qiaomen.access.models import Worker
from qiaomen.access.queries import place_for
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.atlas import footprints, plans
from qiaomen.atlas.blocks import ground
from qiaomen.atlas.plans import PlanNow
from qiaomen.base.problems import Problem
from qiaomen.console.asked import link, worker_of
from qiaomen.console.parts import Crumb
from qiaomen.console.views.atlas import no_map, picture_url, way
from qiaomen.console.views.atlas_forms import BackForm, FootprintForm, PictureForm, PlanForm
from qiaomen.places.models import Place

Keep = Callable[[Place, Worker, dict[str, Any]], PlanNow]

# The editor's tools, each with its icon.
TOOLS = {
    "building": "place", "gate": "gate", "road": "next", "garden": "sun", "parking": "file", "water": "follow",
    "text": "edit",
}  # fmt: skip
VERSIONS = 12


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.ASSIGN)
def edit(request: HttpRequest, place: UUID) -> HttpResponse:
    """The editor; what it sends is kept as the next version."""
    found = place_for(worker_of(request), place, Verb.ASSIGN)
    if found.kind not in plans.MAPPED:
        return no_map(request, found)
    if request.method != "POST":
        return _page(request, found)
    return _kept(request, found, PlanForm(request.POST), _save, _("The plan is saved."))


@require_POST
@requires(Verb.ASSIGN)
def bring_picture(request: HttpRequest, place: UUID) -> HttpResponse:
    """Lay a picture under the plan."""
    found = place_for(worker_of(request), place, Verb.ASSIGN)
    form = PictureForm(request.POST, request.FILES)
    return _kept(
        request, found, form, _lay, _("The picture lies under the plan. Move the buildings to where they stand.")
    )


@require_POST
@requires(Verb.ASSIGN)
def bring_footprints(request: HttpRequest, place: UUID) -> HttpResponse:
    """Draw the plan from outlines of buildings."""
    found = place_for(worker_of(request), place, Verb.ASSIGN)
    form = FootprintForm(request.POST, request.FILES)
    return _kept(request, found, form, _draw, _("The plan is drawn from the footprints."))


@require_POST
@requires(Verb.ASSIGN)
def bring_back(request: HttpRequest, place: UUID) -> HttpResponse:
    """Save an older version once more, as the newest."""
    found = place_for(worker_of(request), place, Verb.ASSIGN)
    given = request.POST if "number" in request.POST else request.GET
    return _kept(request, found, BackForm(given), _again, _("The older version holds again."))


def _save(place: Place, worker: Worker, given: dict[str, Any]) -> PlanNow:
    return plans.save(place=place, plan=given["document"].encode(), by=worker, after=given["after"])


def _lay(place: Place, worker: Worker, given: dict[str, Any]) -> PlanNow:
    return plans.put_picture(place=place, content=given["picture"].read(), by=worker, after=given["after"])


def _draw(place: Place, worker: Worker, given: dict[str, Any]) -> PlanNow:
    content, datum = given["footprints"].read(), given["datum"]
    return footprints.import_footprints(place=place, content=content, datum=datum, by=worker, after=given["after"])


def _again(place: Place, worker: Worker, given: dict[str, Any]) -> PlanNow:
    older = plans.plan_of(place, number=given["number"])
    return plans.save(place=place, plan=older.document, by=worker, after=given["after"], picture=older.picture)


def _kept(request: HttpRequest, place: Place, form: forms.Form, keep: Keep, done: str) -> HttpResponse:
    """Keep what was sent and go back to the editor; the step before is one press away. Faults stand on the page."""
    worker = worker_of(request)
    if not form.is_valid():
        return _page(request, place, form=form)
    try:
        kept = keep(place, worker, form.cleaned_data)
    except Problem as problem:
        form.add_error(None, problem.message)
        return _page(request, place, form=form)
    if kept.number > 1:
        undo = link("place_map_back", place.id, number=kept.number - 1, after=kept.number)
        messages.success(request, done, extra_tags=f"undo:{undo}")
    else:
        messages.success(request, done)
    return redirect("console:place_map_edit", place.id)


def _page(request: HttpRequest, place: Place, *, form: forms.Form | None = None) -> HttpResponse:
    plan = plans.plan_of(place)
    drawn = form.data.get("document") if isinstance(form, PlanForm) else None
    after, map_url = {"after": plan.number}, link("place_map", place.id)
    context = {
        "place": place,
        "crumbs": [*way(place), Crumb(pgettext("of a compound", "Plan"))],
        "map_url": map_url,
        "number": plan.number,
        "version": "" if plan.is_drawn else _("version %(n)s") % {"n": plan.number},
        "is_drawn": plan.is_drawn,
        "document": drawn or msgspec.json.encode(plan.document).decode(),
        "picture_url": picture_url(plan),
        "faults": _faults(form),
        "tools": [(kind, kinds()[kind], icon) for kind, icon in TOOLS.items()],
        "words": words(),
        "places": [{"id": str(block.place.id), "name": block.name} for block in ground(place).blocks],
        "versions": plans.versions(place)[:VERSIONS],
        "picture_form": form if isinstance(form, PictureForm) else PictureForm(initial=after),
        "import_form": form if isinstance(form, FootprintForm) else FootprintForm(initial=after),
    }
    return render(request, "console/atlas/edit.html", context, status=422 if form else 200)


def _faults(form: forms.Form | None) -> list[str]:
    """What is wrong with the plan as a whole; faults of a field stand at it."""
    if form is None:
        return []
    general = [str(fault) for fault in form.non_field_errors()]
    if isinstance(form, PlanForm | BackForm) and not general:
        return [_("The plan did not arrive whole. Try it once more.")]
    return general


def kinds() -> dict[str, str]:
    """What may stand on a plan."""
    return {
        "building": _("Building"), "gate": _("Gate"), "wall": pgettext("around a compound", "Wall"), "road": _("Road"),
        "garden": _("Garden"), "parking": _("Parking"), "water": _("Water"), "text": pgettext("on a plan", "Text"),
    }  # fmt: skip


def words() -> dict[str, object]:
    """What the editor says."""
    return {
        "kinds": kinds(),
        "tied": _("tied to its place"),
        "untied": _("not tied yet"),
        "open": pgettext("gate", "open"),
        "shut": pgettext("gate", "shut"),
        "unnamed": pgettext("building", "without a name"),
        "added": _("Added. Name it in the panel."),
        "removed": _("Taken off the plan."),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "unsaved": _("not saved yet"),
        "saved": _("saved"),
    }
