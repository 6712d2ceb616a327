"""The small world with more of everything: whoever compares it with the small one sees what grows with the data."""

from datetime import timedelta

from qiaomen.access.models import Grant, Organisation, Worker
from qiaomen.campaigns.models import Campaign
from qiaomen.duty.models import Backing, Membership, Team, Zone, ZonePlace
from qiaomen.ledger import desk
from qiaomen.people.identity import IdentityCard, seal_identity
from qiaomen.people.models import Identity, Person, Residence
from qiaomen.people.names import search_keys
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, DoorSpan, Place, segment
from qiaomen.testing.joiners import told
from qiaomen.testing.kept import put_by, refused
from qiaomen.testing.moments import seen
from qiaomen.testing.policies import overdue, risky
from qiaomen.testing.sweep import Phone
from qiaomen.testing.sweeps import SWEEP, launch_sweep
from qiaomen.testing.world import NOW, World, fixed

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"
OUTCOMES = ("answered", "absent", "vacant", "refused", "inaccessible", "answered")


def grow(world: World, *, times: int) -> None:
    """More compounds, doors, people, organisations, zones, teams and workers; before a sweep is launched."""
    for number in range(1, times + 1):
        _compound(world, number)
        _zone(world, number)


def fill(world: World, *, times: int) -> None:
    """So many times more sweeps, visits, facts, refused and held records, messages, risk areas; in a sweep's course."""
    for number in range(times):
        launch_sweep(world, name=f"复查{number}")
    _visits(world, doors=6 * times)
    _facts(world, people=2 * times)
    for key in ("1-1-102", "1-1-201", "1-2-101", "2-1-101")[: times + 1]:
        refused(world, world.doors[key])
        put_by(world, world.doors[key])
        told(world, world.doors[key].place)
        risky(world, world.doors[key].place)
        overdue(world, world.household(key)[0].id)


def _compound(world: World, number: int) -> None:
    place = _place(world, world.places["community"], "compound", f"新村{number}")
    world.places[f"grown {number}"] = place
    for building in ("1栋", "2栋"):
        held = _place(world, place, "building", building)
        stairwell = _place(world, held, "stairwell", "1单元")
        for floor in (1, 2):
            _home(world, stairwell, f"{building[0]}-1-{floor}01", f"grown {number} {building[0]}-1-{floor}01")


def _place(world: World, parent: Place, kind: str, name: str) -> Place:
    place = Place(id=fixed(f"{parent.id} {name}"), parent=parent, kind=kind, name=name, walk=name, change=world.change)
    place.path = parent.path + segment(place.id)
    place.save(force_insert=True)
    return place


def _home(world: World, place: Place, label: str, key: str) -> None:
    read = parse_label(label)
    door = Door(id=fixed(key), place=place, label=label, key=read.local_key, walk=read.walking_key, change=world.change)
    door.building, door.stairwell, door.floor, door.room = read.building, read.stairwell, read.floor, read.room
    door.save(force_insert=True)
    DoorSpan.objects.create(door_id=door.id, place_id=place.id, kind=door.kind, is_open=True, from_change=world.change)
    world.doors[key] = door
    for ordinal in range(2):
        _person(world, door, f"{SURNAMES[len(world.people) % len(SURNAMES)]}新{ordinal}{len(world.people)}", ordinal)


def _person(world: World, door: Door, name: str, ordinal: int) -> None:
    keys = search_keys(name)
    person = Person(id=fixed(name), outbreak=world.outbreak, home_door=door, name=name, ordinal=ordinal)
    person.name_plain, person.pinyin, person.initials = keys.plain, keys.pinyin, keys.initials
    person.birth_year, person.change = 1980 + ordinal, world.change
    person.save(force_insert=True)
    card = IdentityCard(phones=[f"120{len(world.people):08d}"])
    sealed = seal_identity(world.outbreak.keys, person.id, card)
    Identity.objects.create(
        person=person, sealed=sealed.sealed, phone_hashes=sealed.phone_hashes, tail_hashes=sealed.tail_hashes
    )
    Residence.objects.create(person_id=person.id, door_id=door.id, from_change=world.change)
    world.people[name] = person


def _zone(world: World, number: int) -> None:
    place = world.places[f"grown {number}"]
    organisation = Organisation.objects.create(name=f"新单位{number}")
    zone = Zone.objects.create(name=f"新责任区{number}", ordinal=10 + number)
    ZonePlace.objects.create(place=place, zone=zone, ordinal=0)
    Backing.objects.create(zone=zone, organisation=organisation)
    team = Team.objects.create(zone=zone, number=1, organisation=organisation)
    for each in range(2):
        worker = Worker.objects.create(name=f"新来{number}{each}", organisation=organisation, outbreak=world.outbreak)
        Membership.objects.create(team=team, worker=worker, is_local=each == 0, from_change=world.change)
        Grant.objects.create(worker=worker, role="field", place=place, since=NOW - timedelta(days=1), source=zone.id)


def _visits(world: World, *, doors: int) -> None:
    phone = Phone(world.tokens["field"], Campaign.objects.get(pk=fixed(SWEEP)))
    keys = [key for key in world.doors if key.startswith(("1-1-", "1-2-"))][:doors]
    phone.send(
        [
            phone.visit(
                world.doors[key].id,
                OUTCOMES[at % len(OUTCOMES)],
                people=seen(world, key, temperature=38.2, returned=True) if at % 6 in (0, 5) else [],
            )
            for at, key in enumerate(keys)
        ]
    )


def _facts(world: World, *, people: int) -> None:
    lead = world.workers["lead"]
    for at, name in enumerate(list(world.people)[:people]):
        stay = {"region": f"1101{at + 1:02d}", "first": NOW - timedelta(days=3), "verified": True}
        told_of = [desk.record("stay", stay, at=NOW, person=world.people[name].id)]
        told_of.append(desk.record("trait", {"trait": "alone"}, at=NOW, person=world.people[name].id))
        desk.send(told_of, by=lead, now=NOW)
