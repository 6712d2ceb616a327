"""锦溪苑, the compound of the map at the gate: 742 doors in 10 buildings, 2,113 people, told of by records.

161 never left, 76 left and came back, 1,876 have not stated it; 3 isolate at home, in building 5 on floors 9, 6 and 4.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from qiaomen.campaigns.models import Campaign
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.ledger import desk
from qiaomen.people.models import Person
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, Place, segment
from qiaomen.policy.models import Edition
from qiaomen.policy.records import Exposure, FactVerified
from qiaomen.testing.policies import COUNTY
from qiaomen.testing.sweep import start_sweep
from qiaomen.testing.world import NOW, World, fixed

# Building: floors, stairwells, doors on a floor of each, people.
BUILDINGS = {
    1: (18, 2, 3, 301), 2: (18, 2, 3, 318), 3: (18, 2, 3, 296), 4: (11, 3, 2, 190), 5: (11, 3, 2, 187),
    6: (11, 3, 2, 193), 7: (11, 3, 2, 184), 8: (11, 3, 2, 191), 9: (11, 2, 2, 121), 10: (11, 2, 2, 132),
}  # fmt: skip
NEVER_LEFT, CAME_BACK, LIVING = 161, 76, 2113
ISOLATED = ("5-1-902", "5-2-601", "5-3-402")


@dataclass(slots=True)
class Compound:
    """The compound as its tests see it. Doors go by their label: 5-1-902."""

    world: World
    place: Place
    campaign: Campaign
    buildings: dict[int, Place] = field(default_factory=dict)
    doors: dict[str, Door] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)

    def say(self, answers: dict[UUID, str], *, at: datetime = NOW) -> None:
        """Visits in which these people say whether they left: `never_left` or `came_back`."""
        told = [desk.record("visit", self._visit(label, answers), at=at, door=self.doors[label].id)
                for label, people in self.people.items() if any(one.id in answers for one in people)]  # fmt: skip
        verdicts = desk.send(told, by=self.world.workers["lead"], now=at)
        assert {one.verdict for one in verdicts} == {"accepted"}, [one.code for one in verdicts]

    def isolate(self, label: str, *, at: datetime = NOW) -> None:
        """The first of a door was in close contact with a case, the lead says and health staff verify: they isolate."""
        person = self.people[label][0].id
        said = Exposure(closeness="close", first=at - timedelta(days=1), last=at)
        stated = desk.tell("exposure", said, by=self.world.workers["lead"], now=at, person=person)
        assert stated.id is not None, stated.code
        checked = FactVerified(record=stated.id)
        verdict = desk.tell("fact_verified", checked, by=self.world.workers["health"], now=at, person=person)
        assert verdict.verdict == "accepted", verdict.code

    def _visit(self, label: str, answers: dict[UUID, str]) -> dict[str, object]:
        people = [
            {"person": one.id, "presence": "seen", "answers": {"away": answers[one.id]} if one.id in answers else {}}
            for one in self.people[label]
        ]
        return {"campaign": self.campaign.id, "edition": self.campaign.edition_id, "outcome": "answered",
                "people": people}  # fmt: skip


def make_compound(world: World, *, told: bool = True) -> Compound:
    """Write the compound into the world, with its chain and a sweep; `told`: with the records, too."""
    place = _place(world.places["community"], "compound", "锦溪苑", "锦溪苑", world, order=50)
    compound = Compound(world, place, None)  # type: ignore[arg-type]
    for number, (floors, stairwells, doors, people) in BUILDINGS.items():
        _building(compound, number, floors, stairwells, doors, people)
    _place(place, "gate", "南门", "锦溪苑 gate", world, order=90)
    Door.objects.bulk_create(compound.doors.values())
    Person.objects.bulk_create(one for several in compound.people.values() for one in several)
    _chain(compound)
    compound.campaign = start_sweep(world)
    if told:
        _tell(compound)
    return compound


def _tell(compound: Compound) -> None:
    """The records: who never left, who came back, who isolates."""
    world = compound.world
    effective = (NOW - timedelta(days=2)).isoformat()
    Edition.objects.create(
        id=fixed("the county's rules"), outbreak=world.outbreak, text=COUNTY % effective, name_zh="县里的规定",
        name_en="The county's rules", effective=NOW - timedelta(days=2), published_at=NOW - timedelta(days=2),
    )  # fmt: skip
    everyone = [one.id for several in compound.people.values() for one in several]
    # Every ninth and so on: they are spread over all buildings.
    stated = [id for start in range(9) for id in everyone[start::9]][: NEVER_LEFT + CAME_BACK]
    compound.say({id: "never_left" if n < NEVER_LEFT else "came_back" for n, id in enumerate(stated)})
    for label in ISOLATED:
        compound.isolate(label)


def _building(compound: Compound, number: int, floors: int, stairwells: int, doors: int, people: int) -> None:
    world = compound.world
    building = _place(compound.place, "building", f"{number}号楼", f"锦溪苑 {number}", world, order=number)
    compound.buildings[number] = building
    labels = []
    for stairwell in range(1, stairwells + 1):
        inside = _place(building, "stairwell", f"{stairwell}单元", f"锦溪苑 {number}-{stairwell}", world, stairwell)
        for floor in range(1, floors + 1):
            for room in range(1, doors + 1):
                labels.append(label := f"{number}-{stairwell}-{floor}{room:02d}")
                compound.doors[label] = _door(inside, label, world)
    shares = [people // len(labels) + (n < people % len(labels)) for n in range(len(labels))]
    for label, share in zip(labels, shares, strict=True):
        compound.people[label] = list(_household(compound.doors[label], share, world))


def _household(door: Door, share: int, world: World) -> Iterator[Person]:
    for ordinal in range(share):
        name = f"{'赵钱孙李周吴郑王'[ordinal]}{door.label.replace('-', '')}"
        yield Person(
            id=fixed(f"锦溪苑 {door.label} {ordinal}"), outbreak=world.outbreak, home_door=door, name=name,
            name_plain=name, ordinal=ordinal, birth_year=1960 + ordinal * 9, change=world.change,
        )  # fmt: skip


def _door(place: Place, label: str, world: World) -> Door:
    read = parse_label(label)
    return Door(
        id=fixed(f"锦溪苑 {label}"), place=place, label=label, key=read.local_key, building=read.building,
        stairwell=read.stairwell, floor=read.floor, room=read.room, walk=read.walking_key, change=world.change,
    )  # fmt: skip


def _place(parent: Place, kind: str, name: str, key: str, world: World, order: int) -> Place:
    made = Place(id=fixed(key), parent=parent, kind=kind, name=name, walk=f"{order:06d}", change=world.change)
    made.path = parent.path + segment(made.id)
    made.save(force_insert=True)
    return made


def _chain(compound: Compound) -> None:
    world, since = compound.world, NOW - timedelta(days=1)
    gave = [
        ("lead", world.places["community"], DutyRole.LEADER), ("field", compound.place, DutyRole.CHIEF),
        ("field 2", compound.place, DutyRole.CHIEF), ("taxes 1", compound.place, DutyRole.GRID_WORKER),
        ("outsider", compound.place, DutyRole.PROPERTY),
        *(("field 3", compound.buildings[n], DutyRole.CADRE) for n in (1, 2, 3)),
        *(("police", compound.buildings[n], DutyRole.CADRE) for n in (4, 5, 6)),
    ]  # fmt: skip
    for who, place, role in gave:
        give_duty(worker=world.workers[who], place=place, role=role, by=None, since=since)
