"""Beside a clue: who may be sent there, and whose files it touches since it was verified."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas, visible_people
from qiaomen.access.roles import Verb
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.campaigns.queries.names import names_of
from qiaomen.clues import files
from qiaomen.clues.dispatching import candidates
from qiaomen.clues.queries import Row
from qiaomen.clues.rules import rules_of
from qiaomen.console import care_workers
from qiaomen.console.views.clues_forms import DispatchForm
from qiaomen.duty.models import DutyRole
from qiaomen.people.closest import closest
from qiaomen.people.models import Person
from qiaomen.people.search import conditions
from qiaomen.places.models import Place
from qiaomen.places.search import everywhere

MOST = 8


@dataclass(frozen=True, slots=True)
class Linked:
    """Somebody whose file a clue touches: who said so, when, and whether it says where they were."""

    person: UUID
    name: str
    at: datetime
    by: str
    is_stay: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody whom a clue may be about."""

    id: UUID
    name: str
    where: str


def dispatch_form(found: Row, reader: Worker, *, now: datetime) -> forms.Form:
    """Who may go there: those who answer for the place first, then whoever else may record in all of it."""
    form = DispatchForm(auto_id="dispatch-%s", initial={"hours": rules_of(Outbreak.objects.current()).hours})
    place = Place.objects.select_related("parent").get(pk=found.place)
    first = {
        str(one.worker): _("%(name)s · %(role)s, %(place)s")
        % {"name": one.name, "role": DutyRole(one.role).label, "place": one.place}
        for one in candidates(place, now)
    }
    others = {str(id): name for id, name in care_workers.around(reader, place.path) if str(id) not in first}
    cast(forms.ChoiceField, form.fields["worker"]).choices = list((first | others).items())
    if found.worker is not None:
        form.fields["worker"].initial = found.worker
    return form


def linked(clue: UUID, reader: Worker) -> list[Linked]:
    """Whose files a clue touches, as far as the reader sees them; what was taken back touches none."""
    standing = files.links([clue])
    seen = dict(
        visible_people(reader).filter(id__in={one.person for one in standing}).values_list("id", "name")
    )  # fmt: skip
    names = dict(Worker.objects.filter(id__in={one.author for one in standing}).values_list("id", "name"))
    return [
        Linked(one.person, seen[one.person], one.at, names.get(one.author, ""), one.body.fact == "stay")
        for one in standing
        if one.person in seen
    ]


def people(reader: Worker, keys: Keys, text: str) -> list[Found]:
    """Whom it may be about, by name, id number or phone, where the reader decides."""
    paths = areas(reader, Verb.DECIDE)
    ids = closest(conditions(keys, text.strip()), paths, whole=everywhere(paths), most=MOST) if paths else []
    found = Person.objects.select_related("home_door__place").in_bulk(ids)
    where = names_of({one.home_door.place.path for one in found.values() if one.home_door})
    return [
        Found(id, found[id].name, f"{where[home.place.path]} {home.label}" if (home := found[id].home_door) else "")
        for id in ids
        if id in found
    ]
