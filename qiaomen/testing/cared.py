"""Daily visits, helpers and group orders in the small world; and a whole building of old parents who order."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from qiaomen.base import changes
from qiaomen.base.ids import NOBODY, RESIDENT, new_id
from qiaomen.care import actions_orders
from qiaomen.care.actions_orders import Goods
from qiaomen.care.models import DailyVisit, Offer, Order
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.submit import submit
from qiaomen.ledger.wire import Verdict
from qiaomen.people.identity import IdentityCard, seal_identity
from qiaomen.people.models import Identity, Person
from qiaomen.people.names import search_keys
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, DoorSpan, Place, segment
from qiaomen.testing.world import World, fixed

GOODS = (Goods("蔬菜包", "5 斤", 3000, 3), Goods("鸡蛋", "30 枚", 2200), Goods("大米", "5 kg", 3600))


def visited(world: World, door: str, *, by: str = "10:00", worker: str = "field", begun: datetime) -> UUID:
    """Whoever heads the household behind a door is visited daily from a moment on."""
    person, at = world.household(door)[0], world.doors[door]
    body = {"by": by, "worker": world.workers[worker].id}
    told = desk.tell(
        "daily_visit", body, by=world.workers["lead"], now=begun, place=at.place_id, door=at.id, person=person.id
    )  # fmt: skip
    assert told.verdict == "accepted", (told.code, told.field)
    assert told.id is not None
    return told.id


def standing_visit(door: Door) -> DailyVisit:
    """A daily visit as it stands, without its record: for whoever only asks who may see it."""
    return DailyVisit.objects.create(
        id=new_id(), place=door.place_id, door=door.id, why="alone", by="10:00", begun_at=timezone.now(),
        begun_by=NOBODY, told_level=-1, missed=0, change=NOBODY,
    )  # fmt: skip


def offered(world: World, place: Place, *, now: datetime | None = None, gate: Place | None = None) -> Offer:
    """A supplier's vegetables: orders until tonight, at the gate at 15:00 tomorrow."""
    today = (now or timezone.localtime()).replace(hour=20, minute=0, second=0, microsecond=0)
    return actions_orders.make_offer(
        place, title="蔬菜团购", supplier="青石供销社", contact=world.workers["lead"], cut_off=today,
        arrives_at=today + timedelta(hours=19), gate=gate, goods=GOODS, by=world.workers["headquarters"],
    )  # fmt: skip


def standing_order(world: World, offer: Callable[[], Offer], door: Door) -> Order:
    """An order as it stands, without its record."""
    return Order.objects.create(
        id=new_id(), offer=offer().id, place=door.place_id, door=door.id, for_others=False, at_door=False, units=1,
        cents=0, paid_cents=0, ordered_at=world.now, ordered_by=RESIDENT, state="ordered", change=NOBODY,
    )  # fmt: skip


def ordering(offer: Offer, door: Door, **said: Any) -> dict[str, Any]:
    """What one household orders: one of the first thing."""
    first = offer.items.get(number=1)
    body = {"offer": offer.id, "lines": [{"item": first.id, "count": 1, "cents": first.cents}], **said}
    return {"body": body, "place": door.place_id, "door": door.id}


def by_residents(world: World, several: list[dict[str, Any]], *, at: datetime) -> list[Verdict]:
    """Orders as residents send them, in one batch."""
    raws = [msgspec.json.encode(desk.record("order", one.pop("body"), at=at, **one)) for one in several]
    return submit(raws, author=Author(RESIDENT, world.outbreak.id), received_at=at)


def tower(world: World, number: int) -> list[Door]:
    """A building of so many doors in the compound, behind each one old person with a phone of their own."""
    compound, id = world.places["compound"], fixed("tower")
    with changes.change("tower") as change:
        building = Place(id=id, parent=compound, kind="building", name="9栋", path=compound.path + segment(id))
        building.walk, building.change = "900000", change.id
        building.save(force_insert=True)
        made = [_household(world, building, f"9-1-{n // 6 + 1}{n % 6 + 1:02d}", change.id) for n in range(number)]
        Door.objects.bulk_create(door for door, _person in made)
        DoorSpan.objects.bulk_create(
            DoorSpan(door_id=d.id, place_id=building.id, kind=d.kind, is_open=True, from_change=change.id)
            for d, _person in made
        )
        Person.objects.bulk_create(person for _door, person in made)
        Identity.objects.bulk_create(_identity(world, person, phone_of(n)) for n, (_door, person) in enumerate(made))
    return [door for door, _person in made]


def phone_of(number: int) -> str:
    """The phone of the household behind the tower's n-th door."""
    return f"1200001{number:04d}"


def _household(world: World, building: Place, label: str, change: UUID) -> tuple[Door, Person]:
    read = parse_label(label)
    door = Door(
        id=new_id(), place=building, label=label, key=read.local_key, building=read.building, stairwell=read.stairwell,
        floor=read.floor, room=read.room, walk=read.walking_key, change=change,
    )  # fmt: skip
    keys = search_keys("赵老")
    person = Person(
        id=new_id(), outbreak=world.outbreak, name="赵老", name_plain=keys.plain, sex=2, birth_year=1940,
        home_door=door, change=change,
    )  # fmt: skip
    return door, person


def _identity(world: World, person: Person, phone: str) -> Identity:
    sealed = seal_identity(world.outbreak.keys, person.id, IdentityCard(phones=[phone]))
    return Identity(
        person=person, sealed=sealed.sealed, id_hash=sealed.id_hash, phone_hashes=sealed.phone_hashes,
        tail_hashes=sealed.tail_hashes,
    )  # fmt: skip
