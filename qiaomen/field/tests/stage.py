"""A sweep under way in the small world, a tall building to knock in, and a phone that drives it in Chromium."""

import json
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from qiaomen.access.enrolling import invite
from qiaomen.base import changes
from qiaomen.campaigns.actions import assign, launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.questionnaires import Question
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.people.models import Person, Residence
from qiaomen.people.names import search_keys
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, DoorSpan, Place, segment
from qiaomen.testing.world import World, fixed

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Building 5: floors and doors a floor of each stairwell.
STAIRWELLS = {"1单元": (6, 2), "2单元": (11, 2), "3单元": (6, 4)}
HOUSEHOLD = ["秦卫国 1 1968 户主", "陈玉芬 2 1970 配偶", "秦小禾 2 2002 女"]
FAMILY = ["王", "李", "张", "刘", "赵", "吴", "郑", "孙", "马", "胡", "林", "郭"]


@dataclass(slots=True)
class Stage:
    """What is on stage: the world, its sweep, and the doors of building 5 by their room."""

    world: World
    campaign: Campaign
    building: Place
    doors: dict[str, Door]


def set_stage(world: World, questions: list[Question] | None = None) -> Stage:
    """Building 5, half-way through a sweep of 72 hours; every door of it belongs to team 1."""
    building, doors = _building(world)
    now = timezone.now()
    edition = make_questionnaire(name="入户摸排", questions=questions or QUESTIONS)
    campaign = make_campaign(
        outbreak=world.outbreak,
        name="城区第一轮敲门",
        place=next(place for place in world.places.values() if place.parent_id is None),
        edition=edition,
        opens_at=now - timedelta(hours=46),
        deadline=now + timedelta(hours=26),
    )
    launch(campaign)
    mine = [*doors.values(), *(door for key, door in world.doors.items() if key.startswith(("1-", "2-")))]
    assign(campaign, doors=[door.id for door in mine], teams=[world.teams["team 1"].id] * len(mine))
    return Stage(world, campaign, building, doors)


def code_for(stage: Stage, worker: str = "field") -> str:
    """A personal code; its phone may date records back to the evening before."""
    return invite(stage.world.workers[worker], since=timezone.now() - timedelta(days=1))


def _building(world: World) -> tuple[Place, dict[str, Door]]:
    doors: dict[str, Door] = {}
    with changes.change("stage") as change:
        building = _place(world.places["compound"], "building", "5号楼", change.id)
        for name, (floors, width) in STAIRWELLS.items():
            stairwell = _place(building, "stairwell", name, change.id)
            rooms = [f"{floor}{at:02d}" for floor in range(1, floors + 1) for at in range(1, width + 1)]
            for room in rooms:
                doors[f"{name[0]}-{room}"] = _door(stairwell, f"5-{name[0]}-{room}", change.id)
        _households(world, doors, change.id)
    return building, doors


def _place(parent: Place, kind: str, name: str, change: Any) -> Place:
    place = Place(id=fixed(f"{parent.name} {name}"), parent=parent, kind=kind, name=name, change=change)
    place.path, place.walk = parent.path + segment(place.id), f"9{name}"
    place.save(force_insert=True)
    return place


def _door(place: Place, label: str, change: Any) -> Door:
    read = parse_label(label)
    parsed = {"building": read.building, "stairwell": read.stairwell, "floor": read.floor, "room": read.room}
    door = Door(
        id=fixed(label), place=place, label=label, key=read.local_key, walk=read.walking_key, kind="dwelling",
        change=change, **parsed,
    )  # fmt: skip
    door.save(force_insert=True)
    DoorSpan.objects.create(door_id=door.id, place_id=place.id, kind="dwelling", is_open=True, from_change=change)
    return door


def _households(world: World, doors: dict[str, Door], change: Any) -> None:
    people = []
    for at, (key, door) in enumerate(doors.items()):
        lines = HOUSEHOLD if key == "2-702" else _family(at)
        for ordinal, line in enumerate(lines):
            name, sex, year, relation = line.split()
            keys = search_keys(name)
            people.append(
                Person(
                    id=fixed(f"{key} {ordinal}"), outbreak=world.outbreak, name=name, name_plain=keys.plain,
                    pinyin=keys.pinyin, initials=keys.initials, sex=int(sex), birth_year=int(year), relation=relation,
                    home_door=door, ordinal=ordinal, change=change,
                )
            )  # fmt: skip
    Person.objects.bulk_create(people)
    Residence.objects.bulk_create(
        Residence(person_id=one.id, door_id=one.home_door_id, from_change=change) for one in people if one.home_door_id
    )


def _family(at: int) -> list[str]:
    """A household by the number of its door; every ninth flat has nobody registered."""
    family = FAMILY[at % len(FAMILY)]
    members = [f"{family}建国 1 {1950 + at % 40} 户主", f"{FAMILY[(at + 5) % 12]}秀兰 2 {1952 + at % 40} 配偶"]
    grown = [*members, f"{family}子涵 2 {1990 + at % 25} 女"]
    return [] if at % 9 == 8 else grown if at % 3 else members


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def phone_of(browser: Browser, **options: Any) -> BrowserContext:
    """A phone of 360 × 740 with a finger."""
    settings = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "timezone_id": "Asia/Shanghai", **options}
    return browser.new_context(**settings)


def enrol_by_code(page: Page, address: str, code: str, language: str = "en") -> None:
    """Open the app, enrol through its own session, and wait until the first sync is through."""
    page.goto(f"{address}/field/")
    page.wait_for_selector("#app h1")
    module = page.evaluate("document.querySelector('script[type=module]').src.replace('app.js', 'session.js')")
    page.evaluate("([module, code]) => import(module).then((session) => session.enrol(code))", [module, code])
    page.evaluate(f"(module) => import(module).then((session) => session.setPref('language', {json.dumps(language)}))", module)
    page.goto(f"{address}/field/#/today")
    page.wait_for_selector(".hero", timeout=15_000)


def session(page: Page, call: str) -> Any:
    """Run something on the page's session: `session(page, "s => s.outbox.value.length")`."""
    module = page.evaluate("document.querySelector('script[type=module]').src.replace('app.js', 'session.js')")
    return page.evaluate(f"(module) => import(module).then({call})", module)


def moments(start: datetime, *, minutes: int) -> Generator[datetime, None, None]:
    """Moments some minutes apart."""
    while True:
        yield start
        start += timedelta(minutes=minutes)
