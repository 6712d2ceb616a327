"""What the tests of households say: records of merging and moving, and what is stored after them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from qiaomen.people.models import Alias, Person, Residence
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import Phone


def merge(phone: Phone, one: UUID, other: UUID, *, same: bool = True, hour: int = 9) -> dict[str, Any]:
    """A decision about two files."""
    return phone.record("person_merge", at=at(21, hour), person=one, body={"other": other, "same": same})


def move(
    phone: Phone, person: UUID, door: UUID, *, seen: UUID | None = None, when: datetime | None = None
) -> dict[str, Any]:
    """A move to a door."""
    when = when or at(21, 9)
    body: dict[str, Any] = {"moved_at": when, **({"from_door": seen} if seen else {})}
    return phone.record("move", at=when, person=person, door=door, body=body)


def of(desk: Desk, name: str) -> UUID:
    """A person of the cast."""
    return desk.world.people[name].id


def home(person: UUID) -> UUID | None:
    return Person.objects.get(id=person).home_door_id


def lived(person: UUID) -> list[tuple[UUID, bool]]:
    """Doors behind which somebody lived, in order, and whether they still do."""
    spans = Residence.objects.filter(person_id=person).order_by("from_change")
    return [(span.door_id, span.until_change is None) for span in spans]


def aliases() -> dict[UUID, UUID]:
    return dict(Alias.objects.values_list("id", "canonical"))
