"""More doors than the small world has: a zone of 302 and one of 400, as big as real ones are."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count, islice, product

from django.utils import timezone

from qiaomen.base import changes
from qiaomen.campaigns.actions import assign, launch, make_campaign, make_questionnaire
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.people.models import Person, Residence
from qiaomen.people.names import search_keys
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, DoorSpan, Place, segment
from qiaomen.testing.world import World, fixed

FAMILY = "王李张刘赵吴郑孙马胡林郭何高罗"
GIVEN = ["建国", "秀兰", "子涵", "志强", "桂英", "雨桐"]


def grown(world: World) -> None:
    """Zone 1 with 302 doors, all of team 1; zone 2 with 400 doors and 1,000 people, all of the other team."""
    with changes.change("estate") as change:
        _add(world, "compound", buildings=5, stairwells=3, floors=6, width=3, people=680, change=change)
        _add(world, "village group", buildings=7, stairwells=2, floors=7, width=4, people=983, change=change)
    _sweep(world)


def _sweep(world: World) -> None:
    """Half-way through three days, as of the phones' own clocks."""
    now = timezone.now()
    campaign = make_campaign(
        outbreak=world.outbreak,
        name="城区第一轮敲门",
        place=world.places["district"],
        edition=make_questionnaire(name="入户摸排", questions=QUESTIONS),
        opens_at=now - timedelta(hours=46),
        deadline=now + timedelta(hours=26),
    )
    launch(campaign)
    teams = {True: world.teams["other team"].id, False: world.teams["team 1"].id}
    hands = [(door.id, teams[label.startswith("village group")]) for label, door in world.doors.items()]
    assign(campaign, doors=[door for door, _ in hands], teams=[team for _, team in hands])


def _add(world: World, under: str, *, people: int, change: changes.Open, **shape: int) -> None:
    stairwells = list(_stairwells(world.places[under], change, shape["buildings"], shape["stairwells"]))
    doors = [
        _door(place, f"{name}-{floor}{at:02d}", change)
        for name, place in stairwells
        for floor, at in product(range(1, shape["floors"] + 1), range(1, shape["width"] + 1))
    ]
    Door.objects.bulk_create(doors)
    DoorSpan.objects.bulk_create(
        DoorSpan(door_id=door.id, place_id=door.place_id, kind=door.kind, is_open=True, from_change=change.id)
        for door in doors
    )
    world.doors.update({f"{under} {door.label}": door for door in doors})
    _live_in(doors, people, world, change)


def _stairwells(above: Place, change: changes.Open, buildings: int, stairwells: int) -> Iterator[tuple[str, Place]]:
    for number in range(11, 11 + buildings):
        building = _place(above, "building", f"{number}栋", change)
        for at in range(1, stairwells + 1):
            yield f"{number}-{at}", _place(building, "stairwell", f"{at}单元", change)


def _place(parent: Place, kind: str, name: str, change: changes.Open) -> Place:
    place = Place(id=fixed(f"{parent.path} {name}"), parent=parent, kind=kind, name=name, change=change.id)
    place.path, place.walk = parent.path + segment(place.id), f"8{name}"
    place.save(force_insert=True)
    return place


def _door(place: Place, label: str, change: changes.Open) -> Door:
    read = parse_label(label)
    door = Door(id=fixed(f"{place.path} {label}"), place=place, label=label, key=read.local_key, walk=read.walking_key)
    door.building, door.stairwell, door.floor, door.room = read.building, read.stairwell, read.floor, read.room
    door.kind, door.change = "dwelling", change.id
    return door


def _live_in(doors: list[Door], people: int, world: World, change: changes.Open) -> None:
    """Two or three behind every door, until all are housed."""
    names = (f"{family}{given}" for _round in count() for given, family in product(GIVEN, FAMILY))
    made = []
    for at, name in enumerate(islice(names, people)):
        keys = search_keys(name)
        door, ordinal = doors[at % len(doors)], at // len(doors)
        person = Person(id=fixed(f"{door.id} {ordinal}"), outbreak=world.outbreak, name=name, home_door=door)
        person.name_plain, person.pinyin, person.initials = keys.plain, keys.pinyin, keys.initials
        person.sex, person.birth_year, person.ordinal = at % 2 + 1, 1940 + at % 80, ordinal
        person.relation, person.change = ["户主", "配偶", "子"][ordinal], change.id
        made.append(person)
    Person.objects.bulk_create(made)
    Residence.objects.bulk_create(
        Residence(person_id=one.id, door_id=one.home_door_id, from_change=change.id) for one in made if one.home_door_id
    )
