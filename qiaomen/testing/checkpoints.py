"""A highway checkpoint in the small world: the place, who stands there, and what they write down."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.checkpoints.models import Shift
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.outreach.actions import add_material
from qiaomen.outreach.models import Material
from qiaomen.places.models import Place, PlaceKind, segment
from qiaomen.reports import counting, definition
from qiaomen.reports.counting import Cut
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

    @property
    def begun(self) -> UUID:
        """A shift that is under way; the same one each time."""
        held = Shift.objects.filter(place=self.place.id).first()
        return held.id if held else self.begin(GUARD)


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


# Figures of the standard report, and the counts of the checkpoints' page that say the same.
AGREED = {
    "checkpoint_vehicles": "vehicles",
    "checkpoint_people": "people",
    "checkpoint_other_provinces": "elsewhere",
    "checkpoint_own_province": "own",
    "checkpoint_abroad": "abroad",
    "checkpoint_turned_back": "turned_back",
    "checkpoint_people_turned_back": "people_turned_back",
    "checkpoint_measured": "measured",
    "checkpoint_fevers": "fevers",
}


def on_the_page(client: Client, path: str) -> dict[str, int]:
    """Every number of a checkpoints' page, by the count whose list it opens."""
    page = client.get(path).content.decode()
    found = re.findall(
        r'count=(\w+)">\s*<span class="stat-label">.*?<span class="stat-value">([\d,]+)', page, re.DOTALL
    )
    return {count: int(number.replace(",", "")) for count, number in found}


def in_the_report(district: UUID) -> dict[str, int]:
    """What a report that is frozen now says of checkpoints and of what was handed out, by the sum of its members."""
    document = definition.read(definition.standard())
    wanted = [one for one in document.figures if one.group in ("checkpoints", "outreach")]
    counted = counting.count(wanted, Cut(district, timezone.now() + timedelta(minutes=1)))
    return {key: sum(one.amount for one in groups) for key, groups in counted.items()}


def in_the_export(client: Client) -> dict[str, int]:
    """The sums of the exported table, by their heading in the language of the client."""
    content = b"".join(client.post("/exports/checkpoints.csv").streaming_content)  # type: ignore[attr-defined]
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return {heading: int(value) for heading, value in zip(lines[0][1:], lines[-1][1:], strict=True)}
