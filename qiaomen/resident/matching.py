"""Whether a name and the last digits of an id fit somebody of a door. Asked by jobs, never by a page."""

from collections.abc import Collection, Sequence
from uuid import UUID

from qiaomen.base.keys import Keys
from qiaomen.people.models import Person
from qiaomen.people.names import read_name, search_keys
from qiaomen.people.queries import identities_of
from qiaomen.places import search
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, Place
from qiaomen.resident.letters import Spot

DIGITS = 4


def door_at(spot: Spot, room: str) -> tuple[Door | None, Place | None]:
    """The door that a code, and for a building's code the room that was typed, mean; and the place, if any."""
    if not spot.of_place:
        door = Door.objects.select_related("place").filter(pk=spot.id).first()
        return door, door.place if door else None
    place = Place.objects.filter(pk=spot.id).first()
    if place is None:
        return None, None
    found = search.doors(parse_label(room), [place.path], limit=2) if room else []
    door = Door.objects.select_related("place").get(pk=found[0].id) if len(found) == 1 else None
    return door, door.place if door else place


def person_at(door: UUID, name: str, tail: str, keys: Keys) -> UUID | None:
    """Who of this door has this name and an id number that ends so; None where that is nobody, or not one person."""
    plain = search_keys(read_name(name).name).plain
    if not plain or len(tail) != DIGITS:
        return None
    named = Person.objects.filter(home_door=door, name_plain=plain) | Person.objects.filter(
        work_door=door, name_plain=plain
    )
    several = list(named.values_list("id", flat=True)[:20])
    fitting = _ending(several, tail.upper(), keys)
    return fitting[0] if len(fitting) == 1 else None


def _ending(people: Collection[UUID], tail: str, keys: Keys) -> Sequence[UUID]:
    return [person for person, card in identities_of(keys, people).items() if card.number.upper().endswith(tail)]
