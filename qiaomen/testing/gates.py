"""The north gate of 翠湖小区: a second gate beside it, another compound's, passes, and what guards send."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from qiaomen.access.models import Worker
from qiaomen.access.roles import Role
from qiaomen.duty.actions import give_duty, give_grant
from qiaomen.duty.models import DutyRole
from qiaomen.gates.models import Alarm, Passage
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.passes import actions
from qiaomen.places.models import Place, segment
from qiaomen.testing.world import NOW, ORDER, World, fixed

Json = dict[str, Any]


@dataclass(slots=True)
class Post:
    """The gates of the small world as their tests see them. People go by their names."""

    world: World
    now: datetime = NOW
    passes: dict[str, UUID] = field(default_factory=dict)

    def gate(self, key: str = "gate") -> Place:
        return self.world.places[key]

    def pass_of(self, name: str, *, at: datetime = ORDER + timedelta(hours=1)) -> UUID:
        """A pass of somebody in the cast, issued the evening before."""
        if name not in self.passes:
            person, by = self.world.people[name], self.world.workers["lead"]
            self.passes[name], verdict = actions.issue(person.id, areas=[], by=by, now=at)
            assert verdict.verdict == "accepted", verdict
        return self.passes[name]

    def passage(
        self,
        name: str = "",
        towards: str = "in",
        *,
        at: datetime,
        gate: str = "gate",
        stranger: UUID | None = None,
        **body: Any,
    ) -> Json:
        """A passage record, not sent yet; of a person with a pass, or of nobody known."""
        told = {"direction": towards, "verdict": "passed", **body}
        if stranger is not None:
            told["pass"] = stranger
        if name:
            told = {"pass": self.pass_of(name), "colour_seen": "green", **told}
        return desk.record("passage", told, at=at, place=self.gate(gate).id)

    def send(self, records: Sequence[Json], *, by: str = "gate", now: datetime | None = None) -> list[Verdict]:
        """As the guard's phone sends them, all at once."""
        received = now or max((one["device_at"] for one in records), default=self.now)
        return desk.send(records, by=self.world.workers[by], now=received)

    def went(self, name: str = "", towards: str = "in", *, at: datetime, **body: Any) -> UUID:
        """A passage, sent at once; answers its id."""
        record = self.passage(name, towards, at=at, **body)
        [verdict] = self.send([record])
        assert verdict.verdict == "accepted", verdict
        id: UUID = record["id"]
        return id

    def visitor(self, *, at: datetime, door: str = "1-1-101", **body: Any) -> tuple[UUID, UUID]:
        """A visitor's record, sent at once; answers the record's id and the visitor's."""
        whom = body.pop("id", None) or fixed(f"visitor {at}")
        told = {"id": whom, "name": "来客甲", "phone": "12000009999", **body}
        record = desk.record("visitor", told, at=at, place=self.gate().id, door=self.world.doors[door].id)
        [verdict] = self.send([record])
        assert verdict.verdict == "accepted", verdict
        return record["id"], whom

    def step(self, alarm: UUID, step: str, *, at: datetime, by: str = "lead", **body: Any) -> Verdict:
        """Somebody does something about an alarm."""
        told = {"alarm": alarm, "step": step, **body}
        return self.send([desk.record("alarm_step", told, at=at, place=self.gate().id)], by=by)[0]

    def row(self, id: UUID) -> Passage:
        return Passage.objects.get(pk=id)

    def alarm(self, id: UUID) -> Alarm:
        return Alarm.objects.get(pk=id)

    def duty(self, name: str, place: str, role: DutyRole) -> Worker:
        """Somebody new who answers for a place since the order came."""
        worker = Worker.objects.create(id=fixed(name), name=name, outbreak=self.world.outbreak)
        worker.set_unusable_password()
        give_duty(worker=worker, place=self.world.places[place], role=role, by=None, since=ORDER)
        return worker


def make_post(world: World) -> Post:
    """Two more gates: the south one of the same compound, and the alley's; their guards are that of the north gate."""
    for key, parent, name in (("south gate", "compound", "南门"), ("alley gate", "alley", "巷口")):
        around = world.places[parent]
        place = Place(id=fixed(key), parent=around, kind="gate", name=name, walk=f"9{key}", change=world.change)
        place.path = around.path + segment(place.id)
        place.save()
        world.places[key] = place
        give_grant(worker=world.workers["gate"], role=Role.GATE, place=place, by=None, since=ORDER)
    return Post(world)


def gate_at(world: World, place: Place) -> Place:
    """A gate of a place."""
    made = {
        "id": fixed(f"gate of {place.id}"),
        "path": place.path + segment(fixed(f"gate of {place.id}")),
        "walk": "9",
        "change": world.change,
    }
    return Place.objects.get_or_create(parent=place, kind="gate", name="大门", defaults=made)[0]


def alarmed(world: World, gate: Place) -> UUID:
    """An alarm at a gate that nobody has answered."""
    made = {
        "gate": gate.id, "at": NOW, "known_at": NOW, "what": "fever_visitor", "level": 0, "last": False, "told_at": NOW,
        "change": world.change,
    }  # fmt: skip
    return Alarm.objects.get_or_create(id=fixed(f"alarm {gate.id}"), defaults=made)[0].id
