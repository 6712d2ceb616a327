"""The small world of the tests: a named cast with fixed ids, in 青石县, on the morning after the order came.

`make_world()` writes it through the ORM into an empty database; `qiaomen.testing.cast` says who is in it.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from qiaomen.access.models import Device, Enrolment, Grant, Organisation, Worker
from qiaomen.access.phones import seal_phone
from qiaomen.access.tokens import hashed
from qiaomen.base import changes
from qiaomen.base.models import Clock, Outbreak
from qiaomen.base.outbreaks import open_outbreak
from qiaomen.duty.models import Backing, Membership, Team, Zone, ZonePlace
from qiaomen.duty.zones import grant_zones
from qiaomen.people.identity import IdentityCard, seal_identity
from qiaomen.people.idnumbers import check_digit
from qiaomen.people.models import Identity, Person, Residence
from qiaomen.people.names import search_keys
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, DoorSpan, Place, segment
from qiaomen.testing import cast

HERE = ZoneInfo("Asia/Shanghai")
ORDER = datetime(2020, 3, 20, 20, 0, tzinfo=HERE)
NOW = datetime(2020, 3, 21, 9, 0, tzinfo=HERE)
_NAMESPACE = UUID("990000aa-0000-4000-8000-000000000000")


def fixed(word: str) -> UUID:
    """The same id for the same word, in every run."""
    return uuid.uuid5(_NAMESPACE, word)


@dataclass(slots=True, repr=False)
class World:
    """What `make_world` made: everything by the name that `cast` gives it, people by their own name."""

    outbreak: Outbreak
    change: UUID
    now: datetime = NOW
    places: dict[str, Place] = field(default_factory=dict)
    doors: dict[str, Door] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    zones: dict[str, Zone] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    identities: dict[str, IdentityCard] = field(default_factory=dict)

    def household(self, door: str) -> list[Person]:
        """The registered people of a door, in the order of the register."""
        return sorted(
            (person for person in self.people.values() if person.home_door_id == self.doors[door].id),
            key=lambda person: person.ordinal,
        )

    def secrets(self) -> list[str]:
        """Every name, id number and phone of the world: none of them may be found where it does not belong."""
        cards = self.identities.values()
        workers = [worker.name for worker in self.workers.values()] + [worker_phone(key) for key in self.workers]
        return [*self.people, *workers, *(card.number for card in cards), *(p for card in cards for p in card.phones)]


def make_world() -> World:
    """Write the world. There must be no outbreak, and no place, yet."""
    Clock.objects.get_or_create(id=1)  # tests that really commit leave every table empty
    outbreak = open_outbreak(name="2020年3月疫情")
    with changes.change("world") as change:
        world = World(outbreak=outbreak, change=change.id)
        _places(world)
        _doors(world)
        _people(world)
        _workers(world)
        _zones(world)
        _enrolments(world)
    return world


def worker_phone(key: str) -> str:
    """A worker's phone: prefix 122 is nobody's."""
    return f"122{fixed(key).int % 10**8:08d}"


def _places(world: World) -> None:
    for order, line in enumerate(cast.PLACES):
        parent = world.places.get(line.parent)
        place = Place(id=fixed(line.key), parent=parent, kind=line.kind, name=line.name, code=line.code)
        place.path = (parent.path if parent else "") + segment(place.id)
        place.walk, place.change = f"{order:06d}", world.change
        place.has_lift = False if line.kind == "building" else None
        world.places[line.key] = place
    Place.objects.bulk_create(world.places.values())


def _doors(world: World) -> None:
    for line in cast.DOORS:
        read = parse_label(line.label)
        inside = line.place.startswith("stairwell")
        door = Door(
            id=fixed(f"{line.place} {line.label}"),
            place=world.places[line.place],
            label=line.label,
            key=read.local_key,
            building=read.building,
            stairwell=read.stairwell,
            floor=read.floor,
            room=read.room,
            kind=line.kind,
            walk=read.walking_key,
            change=world.change,
        )
        world.doors[line.label if inside else f"{line.place} {line.label}"] = door
    Door.objects.bulk_create(world.doors.values())
    DoorSpan.objects.bulk_create(
        DoorSpan(door_id=d.id, place_id=d.place_id, kind=d.kind, is_open=True, from_change=world.change)
        for d in world.doors.values()
    )


def _people(world: World) -> None:
    keys = world.outbreak.keys
    identities: list[Identity] = []
    for line, door in zip(cast.DOORS, world.doors.values(), strict=True):
        for ordinal, text in enumerate(filter(None, line.people.split(", "))):
            name, sex, year, relation = text.split()
            person = _person(world, name, sex, int(year), relation)
            person.home_door, person.ordinal = door, ordinal
            world.people[name] = person
            card = world.identities[name] = _card(person, len(world.people))
            sealed = seal_identity(keys, person.id, card)
            identities.append(
                Identity(
                    person=person,
                    sealed=sealed.sealed,
                    id_hash=sealed.id_hash,
                    phone_hashes=sealed.phone_hashes,
                    tail_hashes=sealed.tail_hashes,
                )
            )
    Person.objects.bulk_create(world.people.values())
    Identity.objects.bulk_create(identities)
    Residence.objects.bulk_create(
        Residence(person_id=p.id, door_id=p.home_door_id, from_change=world.change)
        for p in world.people.values()
        if p.home_door_id is not None
    )


def _person(world: World, name: str, sex: str, year: int, relation: str) -> Person:
    keys = search_keys(name)
    return Person(
        id=fixed(name),
        outbreak=world.outbreak,
        name=name,
        name_plain=keys.plain,
        pinyin=keys.pinyin,
        initials=keys.initials,
        sex=1 if sex == "男" else 2,
        birth_year=year,
        relation=relation,
        change=world.change,
    )


def _card(person: Person, count: int) -> IdentityCard:
    born = date(person.birth_year or 1970, count % 12 + 1, count % 28 + 1)
    first_17 = f"990000{born:%Y%m%d}{count * 2 + (person.sex == 1):03d}"
    phones = [f"120{fixed(person.name).int % 10**8:08d}"] if born.year < 2008 else []
    return IdentityCard(
        number=first_17 + check_digit(first_17), document="resident", birth_date=born.isoformat(), phones=phones
    )


def _workers(world: World) -> None:
    keys = world.outbreak.keys
    for key, name in cast.ORGANISATIONS.items():
        world.organisations[key] = Organisation.objects.create(id=fixed(key), name=name, strength=20)
    for part in cast.WORKERS:
        worker = Worker(
            id=fixed(part.key),
            name=part.name,
            title=part.title,
            outbreak=world.outbreak,
            organisation=world.organisations.get(part.organisation),
            username=part.key.replace(" ", "_") if part.signs_in else None,
            is_police=part.is_police,
        )
        worker.set_unusable_password()
        worker.sealed_phone, worker.phone_hash = seal_phone(keys, worker.id, worker_phone(part.key))
        world.workers[part.key] = worker
    Worker.objects.bulk_create(world.workers.values())
    Grant.objects.bulk_create(
        Grant(worker=world.workers[part.key], role=part.role, place=world.places[part.place], since=ORDER)
        for part in cast.WORKERS
        if part.place
    )


def _zones(world: World) -> None:
    for ordinal, (key, places) in enumerate(cast.ZONES.items(), start=1):
        zone = Zone.objects.create(id=fixed(f"zone {key}"), name=f"第{ordinal}责任区", ordinal=ordinal)
        world.zones[key] = zone
        for position, place in enumerate(places):
            ZonePlace.objects.create(place=world.places[place], zone=zone, ordinal=position)
        for organisation in cast.BACKED_BY[key]:
            Backing.objects.create(zone=zone, organisation=world.organisations[organisation])
    for key, (zone_key, number, members) in cast.TEAMS.items():
        team = Team.objects.create(
            id=fixed(key),
            zone=world.zones[zone_key],
            organisation=world.workers[members[0]].organisation,
            number=number,
        )
        world.teams[key] = team
        for position, member in enumerate(members):
            Membership.objects.create(
                team=team, worker=world.workers[member], is_local=position == 0, from_change=world.change
            )
    grant_zones(since=ORDER, change=world.change)


def _enrolments(world: World) -> None:
    """Everyone who knocks or guards has a phone; the token is readable from the key, and long enough."""
    devices, enrolments = [], []
    for key in _with_phones():
        device = Device(id=fixed(f"phone of {key}"), name="测试机")
        world.tokens[key] = f"token-of-{key.replace(' ', '-')}".ljust(43, "0")
        world.enrolments[key] = Enrolment(
            id=fixed(f"enrolment of {key}"),
            worker=world.workers[key],
            device=device,
            outbreak=world.outbreak,
            token_hash=hashed(world.tokens[key]),
            since=ORDER + timedelta(hours=1),
        )
        devices.append(device)
        enrolments.append(world.enrolments[key])
    Device.objects.bulk_create(devices)
    Enrolment.objects.bulk_create(enrolments)


def _with_phones() -> Iterator[str]:
    return (part.key for part in cast.WORKERS if not part.signs_in or part.key == "lead")
