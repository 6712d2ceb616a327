"""A sweep under way in the small world, a tall building to knock in, and a phone that drives it in Chromium."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, TimeoutError

from qiaomen.access.enrolling import invite
from qiaomen.base import changes
from qiaomen.campaigns.actions import assign, launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.questionnaires import Question
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.field.tests.handsets import PART
from qiaomen.people.models import Person, Residence
from qiaomen.people.names import search_keys
from qiaomen.places.labels import parse_label
from qiaomen.places.models import Door, DoorSpan, Place, segment
from qiaomen.testing.world import World, fixed, make_world

# Building 5: floors and doors a floor of each stairwell.
STAIRWELLS = {"1单元": (6, 2), "2单元": (11, 2), "3单元": (6, 4)}
HOUSEHOLD = ["秦卫国 1 1968 户主", "陈玉芬 2 1970 配偶", "秦小禾 2 2002 女"]
PICTURES = os.environ.get("QIAOMEN_PICTURES", "")
FAMILY = ["王", "李", "张", "刘", "赵", "吴", "郑", "孙", "马", "胡", "林", "郭"]


@dataclass(slots=True)
class Stage:
    """What is on stage: the world, its sweep, and the doors of building 5 by their room."""

    world: World
    campaign: Campaign
    building: Place
    doors: dict[str, Door]


@pytest.fixture(scope="module", name="stage")
def staged(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The stage of a module of tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEY_FILE", tmp_path_factory.mktemp("keys") / "outbreaks.json")
        yield set_stage(make_world())


@pytest.fixture(scope="module", name="district")
def served(stage: Stage) -> World:
    """What the served site serves."""
    return stage.world


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


_ALL_SENT = """async () => {
  PART
  const {outbox, writing} = await part('store/state');
  const rests = (item) => item.standing !== 'waiting' && item.standing !== 'sending';
  for (const ends = Date.now() + 30000; writing.value.length || !outbox.value.every(rests);) {
    if (Date.now() > ends) throw new Error(`still waits: ${outbox.value.map((one) => one.standing)}`);
    await new Promise((go) => setTimeout(go, 25));
  }
}""".replace("PART", PART)


@dataclass(slots=True)
class Thumb:
    """The phone in a hand: what is pressed is counted."""

    page: Page
    address: str
    taps: int = 0
    faults: list[str] = field(default_factory=list)

    def tap(self, what: str | Locator) -> None:
        """One tap, on what is there to be tapped."""
        (self.page.locator(what) if isinstance(what, str) else what).tap()
        self.taps += 1

    def go(self, where: str) -> None:
        """To a screen by its address, which is no tap."""
        self.page.goto(f"{self.address}/field/#/{where}")
        try:
            self.page.wait_for_selector("#app h1")
        except TimeoutError as error:
            error.add_note(f"the page said {self.faults}, and shows {self.page.inner_text('body')!r}")
            raise

    def session(self, call: str, given: Any = None) -> Any:
        """Something of the page's session: `session("s => s.outbox.value.length")`; `part` brings other modules."""
        both = "{...await part('session'), ...await part('signing')}"
        script = f"async (given) => {{ {PART} return ({call})({both}, given); }}"
        return self.page.evaluate(script, given)

    def until(self, call: str, given: Any = None) -> None:
        """Wait until this is true of the page's session."""
        waiting = f"""async (s, given) => {{
          for (const ends = Date.now() + 30000; !(await ({call})(s, given));) {{
            if (Date.now() > ends) throw new Error('this never happened');
            await new Promise((go) => setTimeout(go, 25));
          }}
        }}"""
        self.session(waiting, given)

    def unhurried(self) -> None:
        """The way back that a deed offers stays until it is taken, however busy the machine: not twelve seconds."""
        self.page.evaluate(
            "() => { const run = setTimeout; globalThis.setTimeout = (what, ms, ...more) =>"
            " run(what, ms === 12_000 ? 600_000 : ms, ...more) }"
        )

    def quiet(self) -> None:
        """Nothing floats above the screen any more."""
        self.session("async () => (await part('parts/toast')).quiet()")
        self.page.locator(".toast").wait_for(state="detached")

    def look(self, *, language: str = "en", theme: str = "light", scale: float = 1) -> None:
        """How the screens look from here on."""
        for name, value in {"language": language, "theme": theme, "scale": scale}.items():
            self.session("(s, [name, value]) => s.setPref(name, value)", [name, value])
        self.page.wait_for_function(f"document.documentElement.lang.toLowerCase() === '{language}'")

    def picture(self, name: str) -> None:
        """The screen as it is now, in Chinese, for docs/field.md: where `QIAOMEN_PICTURES` says; else nothing."""
        if not PICTURES:
            return
        before = self.session("s => s.prefs.value.language")
        self.quiet()
        self.look(language="zh-hans")
        self.page.wait_for_timeout(300)  # the last frame is drawn
        self.page.screenshot(path=Path(PICTURES) / f"{name}.png")
        self.look(language=before)

    def enrol(self, code: str) -> None:
        """Enrol, and wait for one's doors."""
        self.go("today")
        self.session("(s, code) => s.enrol(code)", code)
        self.page.wait_for_selector(".hero")

    def all_sent(self) -> None:
        """Wait until the server has everything, what the disk is just writing included."""
        self.page.evaluate(_ALL_SENT)
        self.page.wait_for_function("!document.querySelector('.p-head .net')")


@contextmanager
def in_hand(browser: Browser, address: str, **options: Any) -> Iterator[Thumb]:
    """A fresh phone of 360 × 740 with a finger, in Shanghai; the guard of the page's contents lets axe in."""
    settings = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "timezone_id": "Asia/Shanghai", **options}
    context: BrowserContext = browser.new_context(bypass_csp=True, **settings)
    context.set_default_timeout(60_000)
    page = context.new_page()
    thumb = Thumb(page, address)
    page.on("pageerror", lambda error: thumb.faults.append(str(error)))
    page.on("console", lambda said: thumb.faults.append(said.text) if said.type == "error" else None)
    yield thumb
    context.close()
