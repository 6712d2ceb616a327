"""Taking clues down: one that somebody tells by telephone, and another agency's list of them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.rights import requires
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sealing import lookup
from qiaomen.clues.places import LARGE
from qiaomen.console.asked import link, worker_of
from qiaomen.console.find import places
from qiaomen.console.parts import Crumb
from qiaomen.console.views.clues_forms import ClueForm, SheetForm
from qiaomen.exchange.clue_list import Told, read_clues, sayings
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record

_BEFORE = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a34")
AT_ONCE = 500
SAID = 50
"""So many rows are named one by one."""


@dataclass(slots=True)
class Brought:
    """What became of a list's rows; of how many that were taken down the place is not known."""

    taken: list[Told] = field(default_factory=list)
    refused: list[Told] = field(default_factory=list)
    here: list[Told] = field(default_factory=list)
    unplaced: int = 0


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def new(request: HttpRequest) -> HttpResponse:
    """Take down what somebody tells by telephone, or another agency."""
    worker = worker_of(request)
    form = ClueForm(request.POST or None, reader=worker)
    if request.method == "POST" and form.is_valid():
        told = desk.tell("clue", form.body(), by=worker, now=timezone.now(), place=form.cleaned_data["place"].id)
        if told.verdict == "accepted" and told.id is not None:
            messages.success(request, _("Taken down."))
            return redirect("console:clue", told.id)
        form.add_error(None, told.message or _("This could not be recorded."))
    context = {"form": form, "crumbs": _crumbs(pgettext("clue", "Take down a clue")), "back": link("clues")}
    return render(request, "console/clues/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Verb.RECORD)
def bring(request: HttpRequest) -> HttpResponse:
    """Take down all clues of another agency's list; the file itself is kept nowhere."""
    worker, now = worker_of(request), timezone.now()
    form = SheetForm(request.POST or None, request.FILES or None, reader=worker)
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["sheet"].read()
            listed = read_clues(content, form.cleaned_data["sheet"].name)
        except Problem as problem:
            form.add_error("sheet", problem.message)
        else:
            _say(request, _taken(listed, hashlib.sha256(content).hexdigest(), form, worker, now))
            return redirect("console:clues")
    context = {"form": form, "crumbs": _crumbs(pgettext("clue", "Bring in an agency's list")), "back": link("clues")}
    return render(request, "console/clues/bring.html", context, status=422 if form.is_bound else 200)


def _taken(listed: Sequence[Told], file: str, form: SheetForm, worker: Worker, now: datetime) -> Brought:
    """Take them down, under ids that follow from agency and what a row says: a longer list adds what is new."""
    agency = {key: form.cleaned_data[key] for key in ("organisation", "agency") if form.cleaned_data[key]}
    keys = Outbreak.objects.current().keys
    # By key: an id that anybody could work out would tell who guesses a plate that it was told.
    ids = {UUID(bytes=lookup(keys, "clue_row", f"{form.whose}\0{said}")): one for said, one in sayings(listed)}
    here = _here(ids, file)
    found = Brought(here=[one for id, one in ids.items() if id in here])
    new = [(id, one) for id, one in ids.items() if id not in here]
    named = {name: _place(name, worker) for name in {one.place for _id, one in new}}
    for start in range(0, len(new), AT_ONCE):
        part = new[start : start + AT_ONCE]
        told = [
            desk.record("clue", _body(one, agency, named[one.place]), at=now, place=named[one.place] or form.where)
            | {"id": id}
            for id, one in part
        ]  # fmt: skip
        for (_id, one), verdict in zip(part, desk.send(told, by=worker, now=now), strict=True):
            (found.taken if verdict.verdict == "accepted" else found.refused).append(one)
    found.unplaced = sum(named[one.place] is None for one in found.taken)
    return found


def _here(ids: Mapping[UUID, Told], file: str) -> set[UUID]:
    """Those that were taken down: also under the id that followed from the file and the row, before it followed from
    what a row says."""
    outbreak = Outbreak.objects.current().id
    before = {uuid5(_BEFORE, f"{outbreak} {file} {one.sheet} {one.row}"): id for id, one in ids.items()}
    found = Record.objects.filter(id__in=[*ids, *before]).values_list("id", flat=True)
    return {before.get(one, one) for one in found}


def _say(request: HttpRequest, found: Brought) -> None:
    """What became of the list; what was not taken down as it stands, by row."""
    taken = len(found.taken)
    said = ngettext("%(n)s clue taken down.", "%(n)s clues taken down.", taken) % {"n": taken}
    if found.unplaced:
        said += " " + ngettext(
            "%(n)s stands at the chosen place: its own is not known.",
            "%(n)s stand at the chosen place: their own is not known.", found.unplaced,
        ) % {"n": found.unplaced}  # fmt: skip
    messages.success(request, said)
    cut = [one for one in found.taken if one.is_cut]
    for what, several in ((_("Shortened"), cut), (_("Not taken down"), found.refused), (_("Here already"), found.here)):
        if several:
            rows = ", ".join(f"{one.sheet + 1}/{one.row}" if one.sheet else str(one.row) for one in several[:SAID])
            rows += " …" if len(several) > SAID else ""
            count = {"what": what, "n": len(several), "rows": rows}
            messages.warning(request, _("%(what)s: %(n)s (rows %(rows)s).") % count)


def _body(one: Told, agency: dict[str, Any], place: UUID | None) -> dict[str, Any]:
    said = {"words": one.words, "plate": one.plate, "where": one.place if place is None else ""}
    return {"what": one.what, "source": "agency", **agency, **{key: value for key, value in said.items() if value}}


def _place(name: str, worker: Worker) -> UUID | None:
    """The one place that is called so; of several, or none, no place is known."""
    found = places.places(name, areas(worker, Verb.RECORD), limit=2, kinds=LARGE) if len(name) > 1 else []
    return found[0].id if len(found) == 1 or (found and found[0].name == name) else None


def _crumbs(title: str) -> list[Crumb]:
    return [Crumb(pgettext("room", "Clues"), link("clues")), Crumb(title)]
