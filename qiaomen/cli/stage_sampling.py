"""The drill of a district's testing: the schools, offices and key groups with their people, and the sites."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from uuid import UUID

from qiaomen.access import logins
from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base import changes
from qiaomen.base.ids import new_id
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.drill import schools
from qiaomen.drill.schools import Figures, Group
from qiaomen.ledger import desk
from qiaomen.people.models import Person
from qiaomen.people.names import SearchKeys, search_keys
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, DoorKind, DoorSpan, Place, PlaceKind, segment
from qiaomen.sampling import actions
from qiaomen.sampling.models import Cohort, Site

OFFICES, TOWN = "机关办公区", "重点行业"
FIRST = "重点人群"
"""The name of the cohort that is made first: where it stands, the drill was played."""
BATCH = 500


@dataclass(slots=True)
class Town:
    """What was built: who takes samples, who answers, the schools' sites, the offices' site, whom each door has."""

    sampler: Worker
    laboratory: Worker
    root: Place
    school_sites: list[Site] = field(default_factory=list)
    office_site: Site | None = None
    key_people: list[UUID] = field(default_factory=list)
    schools: list[Place] = field(default_factory=list)


def build(figures: Figures, *, since: datetime, seed: str) -> Town:
    """Make everything. Raises `sampling.already_there` where the drill was played before, with whatever seed."""
    if Cohort.objects.filter(outbreak=Outbreak.objects.current(), name=FIRST).exists():
        raise Problem("sampling.already_there", field="name")
    root = logins.district()
    with changes.change("testing drill") as change:
        town = Town(*_workers(root, since), root)
        made = _Made(change.id)
        for school in schools.schools(figures, seed):
            place = made.place(root, PlaceKind.SCHOOL, school.name)
            town.schools.append(place)
            made.doors(place, school.classes, DoorKind.SCHOOL)
        offices = made.place(root, PlaceKind.COMPOUND, OFFICES)
        made.doors(offices, schools.offices(figures, seed), DoorKind.OFFICE)
        trade = made.place(root, PlaceKind.COMPOUND, TOWN)
        before = len(made.people)
        made.doors(trade, [Group("重点岗位", tuple(schools.key_people(figures, seed)))], DoorKind.OTHER, lives=True)
        town.key_people = [one.id for one in made.people[before:]]
        made.save()
    _sites(town, offices)
    _traits(town, since)
    return town


class _Made:
    """Rows that wait to be written, each table by one statement."""

    def __init__(self, change: UUID) -> None:
        self._change, self._outbreak = change, Outbreak.objects.current()
        self._doors: list[Door] = []
        self.people: list[Person] = []

    def place(self, of: Place, kind: PlaceKind, name: str) -> Place:
        found = Place.objects.filter(parent=of, kind=kind, name=name).first()
        if found is not None:
            return found
        place = Place(id=new_id(), parent=of, kind=kind, name=name, walk=f"~{name}", change=self._change)
        place.path = of.path + segment(place.id)
        place.save(force_insert=True)
        return place

    def doors(self, place: Place, groups: Sequence[Group], kind: DoorKind, *, lives: bool = False) -> None:
        for order, group in enumerate(groups):
            door = Door(
                id=new_id(), place=place, label=group.name, key=parse_label(group.name).local_key or group.name,
                kind=kind, walk=f"{order:04d}", change=self._change,
            )  # fmt: skip
            self._doors.append(door)
            self.people += [self._person(door, lives, *one) for one in group.people]

    def save(self) -> None:
        Door.objects.bulk_create(self._doors, batch_size=2000)
        DoorSpan.objects.bulk_create(
            [
                DoorSpan(door_id=d.id, place_id=d.place_id, kind=d.kind, is_open=True, from_change=self._change)
                for d in self._doors
            ],
            batch_size=2000,
        )
        Person.objects.bulk_create(self.people, batch_size=2000)

    def _person(self, door: Door, lives: bool, name: str, sex: str, born: int) -> Person:
        keys = _keys(name)
        return Person(
            id=new_id(), outbreak=self._outbreak, home_door=door if lives else None, work_door=None if lives else door,
            name=name, name_plain=keys.plain, pinyin=keys.pinyin, initials=keys.initials,
            sex=1 if sex == "男" else 2, birth_year=born, change=self._change,
        )  # fmt: skip


@cache
def _keys(name: str) -> SearchKeys:
    return search_keys(name)


def _workers(root: Place, since: datetime) -> tuple[Worker, Worker]:
    """Who takes samples, and who answers for the laboratory."""
    outbreak, found = Outbreak.objects.current(), []
    for name, role in (("采样队", Role.FIELD), ("检验科", Role.HEALTH)):
        worker = Worker.objects.filter(name=name, username=None).first()
        if worker is None:
            worker = Worker.objects.create(name=name, outbreak=outbreak)
            Grant.objects.create(worker=worker, role=role, place=root, since=since, ground="drill")
        found.append(worker)
    return found[0], found[1]


def _sites(town: Town, offices: Place) -> None:
    for place in (*town.schools, offices):
        site = Site.objects.filter(place=place, name="采样点").first() or actions.add_site(
            place=place, name="采样点", teams=2, opens=time(8), closes=time(18), by=None
        )
        if place is offices:
            town.office_site = site
        else:
            town.school_sites.append(site)


def _traits(town: Town, since: datetime) -> None:
    """What kind of work the key people do, each by a record."""
    at = since + timedelta(hours=1)
    said = [
        desk.record("trait", {"trait": schools.TRAITS[n % len(schools.TRAITS)]}, at=at, person=one, place=town.root.id)
        for n, one in enumerate(town.key_people)
    ]
    for start in range(0, len(said), BATCH):
        desk.send(said[start : start + BATCH], by=town.sampler, now=at)
