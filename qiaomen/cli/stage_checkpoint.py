"""The demo's highway checkpoint: the place, the five agencies and their people, the titles that are given out."""

from collections.abc import Sequence
from datetime import datetime

from qiaomen.access import logins
from qiaomen.access.enrolling import invite_many
from qiaomen.access.models import Grant, Organisation, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.drill import names
from qiaomen.drill.checkpoint import Figures
from qiaomen.outreach.actions import add_material
from qiaomen.outreach.models import Material
from qiaomen.places.models import Place, PlaceKind, segment

NAME = "城东高速路口卡点"


def build(figures: Figures, *, since: datetime) -> list[str]:
    """Make what is not there yet; answers a code for each of the staff, none where a demo has them enrolled already."""
    place = Place.objects.filter(kind=PlaceKind.CHECKPOINT, name=NAME).first() or _place()
    for title, copies in figures.leaflets.items():
        if not Material.objects.filter(title=title).exists():
            add_material(title=title, stock=copies, by=None)
    if Grant.objects.filter(place=place, role=Role.GATE).exists():
        return []
    staff = _staff(figures, place, since)
    return [code for _worker, code in invite_many(staff, since=since)]


def _place() -> Place:
    with changes.change("add checkpoint") as change:
        root = logins.district()
        place = Place(id=new_id(), parent=root, kind=PlaceKind.CHECKPOINT, name=NAME, change=change.id)
        place.path = root.path + segment(place.id)
        place.save(force_insert=True)
    return place


def _staff(figures: Figures, place: Place, since: datetime) -> Sequence[Worker]:
    """As many people as there were, of the agencies in turn."""
    outbreak = Outbreak.objects.current()
    with changes.change("checkpoint staff") as change:
        agencies = [Organisation.objects.get_or_create(name=name)[0] for name in figures.agencies]
        called = names.grown_ups(seed="checkpoint")
        staff = [
            Worker(name=name, organisation=agencies[number % len(agencies)], outbreak=outbreak)
            for number, name in zip(range(figures.staff), called, strict=False)
        ]
        Worker.objects.bulk_create(staff)
        Grant.objects.bulk_create(
            Grant(worker=one, role=Role.GATE, place=place, since=since, ground="demo", change=change.id)
            for one in staff
        )
    return staff
