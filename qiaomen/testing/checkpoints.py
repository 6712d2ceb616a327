"""A highway checkpoint in the small world: the place, who stands there, and what they write down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.outreach.actions import add_material
from qiaomen.outreach.models import Material
from qiaomen.places.models import Place, PlaceKind, segment
from qiaomen.testing.world import ORDER, World, fixed

GUARD = "gate"


@dataclass(slots=True)
class Post:
    """A checkpoint as its tests see it."""

    world: World
    place: Place
    leaflet: Material

    def stop(self, *, at: datetime | None = None, place: UUID | None = None, **body: Any) -> dict[str, Any]:
        """A car with its driver from the province, who was measured; not sent yet."""
        about = {"form": "none", "occupants": [{"origin": "province", "count": 1}], "measured": 1, **body}
        return self.record("vehicle_stop", about, at=at, place=place)

    def record(
        self, kind: str, body: dict[str, Any], *, at: datetime | None = None, place: UUID | None = None,
        **about: UUID | None,
    ) -> dict[str, Any]:  # fmt: skip
        """Any record about this checkpoint, not sent yet."""
        return desk.record(kind, body, at=at or timezone.now(), place=place or self.place.id, **about)

    def send(self, *several: dict[str, Any], by: str = GUARD) -> list[Verdict]:
        """Submit records as somebody of the cast."""
        return desk.send(several, by=self.world.workers[by], now=timezone.now())

    def begin(self, *crew: str, **body: Any) -> UUID:
        """Begin a shift with these people; answers its id."""
        about = {"event": "begin", "crew": [self.world.workers[key].id for key in crew], **body}
        envelope = self.record("checkpoint_shift", about)
        self.send(envelope)
        begun: UUID = envelope["id"]
        return begun


def post(world: World, name: str = "城东高速卡点") -> Post:
    """A checkpoint of the district, where the guard of the cast stands; asked again it is the same one."""
    district = world.places["district"]
    place = Place(id=fixed(name), parent=district, kind=PlaceKind.CHECKPOINT, name=name, change=world.change)
    place.path = district.path + segment(place.id)
    held = Place.objects.filter(pk=place.id).first()
    if held is None:
        place.save(force_insert=True)
        stand(world.workers[GUARD], place)
    title = "疫情防控健康出行须知"
    leaflet = Material.objects.filter(title=title).first() or add_material(title=title, by=None, stock=100)
    return Post(world, held or place, leaflet)


def stand(worker: Worker, place: Place) -> None:
    """Let somebody write down what happens at a checkpoint."""
    Grant.objects.create(worker=worker, role=Role.GATE, place=place, since=ORDER)
