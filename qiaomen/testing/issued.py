"""What the matrix needs of passes: one that was issued, one that is asked for, cards that were printed."""

from uuid import UUID

from qiaomen.passes.models import Ask, CardRun, Form, IssuerKey, Pass, State
from qiaomen.people.models import Person
from qiaomen.places.models import Door, Place
from qiaomen.testing.world import NOW, World, fixed


def issued(world: World, person: Person) -> UUID:
    """A pass of somebody."""
    made = {
        "person": person.id, "form": Form.PHONE, "areas": [], "state": State.ACTIVE, "colour": "green",
        "issued_at": NOW, "since": NOW, "record": fixed(f"issued {person.id}"), "change": world.change,
    }  # fmt: skip
    return Pass.objects.get_or_create(id=fixed(f"pass {person.id}"), defaults=made)[0].id


def asked_for_pass(world: World, door: Door) -> UUID:
    """Somebody at a door who asked for one."""
    made = {"door": door.id, "form": Form.PHONE, "at": NOW, "change": world.change}
    return Ask.objects.get_or_create(id=fixed(f"asks {door.id}"), defaults=made)[0].id


def printed(world: World, place: Place, worker: str) -> UUID:
    """Cards that were asked for at a place."""
    made = {
        "outbreak": world.outbreak, "place": place, "without_phone": False, "language": "zh-hans",
        "asked_by": world.workers[worker], "asked_at": NOW, "finished_at": NOW,
    }  # fmt: skip
    return CardRun.objects.get_or_create(id=fixed(f"cards {place.id}"), defaults=made)[0].id


def pinned() -> str:
    """A neighbouring district's key."""
    made = {"public": bytes(32), "district": "990001", "name": "白石县", "own": False, "since": NOW}
    return str(IssuerKey.objects.get_or_create(kid="00" * 8, defaults=made)[0].kid)
