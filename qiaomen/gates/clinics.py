"""The fever clinic whom a guard sends to, and rings up: the nearest one that was named for the place or around it."""

from collections.abc import Iterable
from uuid import UUID

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.gates.models import Clinic
from qiaomen.places.models import Place, steps_to


def nearest(places: Iterable[Place]) -> dict[UUID, Clinic]:
    """The clinic for each of these places that has one; one statement, however many they are."""
    several = list(places)
    steps = {path for place in several for path in steps_to(place.path)}
    held = {one.place.path: one for one in Clinic.objects.filter(place__path__in=steps).select_related("place")}
    found = {}
    for place in several:
        path = next((path for path in reversed(steps_to(place.path)) if path in held), None)
        if path is not None:
            found[place.id] = held[path]
    return found


def name_clinic(*, place: Place, name: str, phone: str, by: Worker) -> None:
    """From now on this is the clinic for a place; what it was called before is forgotten."""
    with changes.change("clinic", worker=by.id) as change:
        said = {"name": name, "phone": phone, "change": change.id}
        Clinic.objects.update_or_create(place=place, defaults=said)
        audit.write(by, "clinic.named", place.id)


def take_clinic(*, place: Place, by: Worker) -> bool:
    """The place has no clinic of its own any more; False where it had none."""
    with changes.change("clinic", worker=by.id):
        count, _of = Clinic.objects.filter(place=place).delete()
        if count:
            audit.write(by, "clinic.taken", place.id)
    return bool(count)
