"""The pictures of docs/field.md, drawn from a real sweep; `QIAOMEN_PICTURES=docs/field` puts them there anew.

Without it they go to a temporary folder, and what is tested is that every screen can be drawn.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from qiaomen.access.joining import give_digits
from qiaomen.access.links import code_of, make_link
from qiaomen.access.models import Enrolment
from qiaomen.duty.bulletins import write_bulletin
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.journeys import transactional_db  # noqa: F401 - a fixture
from qiaomen.field.tests.stage import Stage, Thumb, code_for, in_hand, served, staged  # noqa: F401 - fixtures
from qiaomen.testing.site import Site
from qiaomen.testing.world import worker_phone

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

EVENING = 18
# The second stairwell by the evening: what was found at which doors.
FOUND = {
    "everyoneWell": ["1101", "1102", "1001", "902", "802", "701", "602"],
    "nobodyHome": ["1002", "402", "101"],
    "refused": ["502"],
    "vacant": ["901"],
}
WRITE = """async (s, found) => {
  const names = ['domain/visits', 'store/phone'];
  const [visits, phone] = await Promise.all(names.map(part));
  const [campaign] = s.district.value.campaigns.values();
  const made = found.map(([outcome, door]) => visits[outcome]({
    id: phone.newId(), now: s.now() - 5400000, door, campaign,
    confirmedBy: outcome === 'vacant' ? 'neighbour' : undefined,
    people: outcome === 'everyoneWell' ? [...(s.district.value.peopleAt.get(door) ?? [])] : undefined}));
  await s.save(...made);
}"""
WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Mobile Safari/537.36 MicroMessenger/8.0.42"


@pytest.fixture(scope="module")
def site(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Served in a zone where it is evening now."""
    ahead = (EVENING - datetime.now(UTC).hour + 11) % 24 - 11
    site = Site(tmp_path_factory.mktemp("site"))
    site.start(QIAOMEN_TIME_ZONE=f"Etc/GMT{-ahead:+d}")
    yield site
    site.kill()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures go."""
    folder = Path(os.environ.get("QIAOMEN_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_every_screen_can_be_drawn(stage: Stage, browser: Browser, site: Site, folder: Path) -> None:
    with in_hand(browser, site.address) as phone:
        joining(phone, stage, folder)
        phone.enrol(code_for(stage))
        knocks = [(how, str(stage.doors[f"2-{room}"].id)) for how, rooms in FOUND.items() for room in rooms]
        phone.session(WRITE, knocks)
        phone.all_sent()
        rooms(phone, stage, folder)
        household(phone, stage, folder)
        outbox(phone, stage, folder)
        told(phone, stage, folder)
        other_looks(phone, stage, folder)
        assert phone.faults == []
    with in_hand(browser, site.address, user_agent=WECHAT, locale="zh-CN") as phone:
        phone.page.goto(f"{site.address}/join/abcde-fghjk")
        draw(phone, folder, "arriving")


def draw(phone: Thumb, folder: Path, name: str) -> None:
    if name not in ("undo", "arriving"):  # a way back is the picture; before the app there is none
        phone.quiet()
    phone.page.wait_for_timeout(300)  # the last frame is drawn
    picture = phone.page.screenshot(path=folder / f"{name}.png")
    assert len(picture) < 120_000, name


def joining(phone: Thumb, stage: Stage, folder: Path) -> None:
    worker = stage.world.workers["field"]
    Enrolment.objects.filter(worker=worker).delete()
    [(_worker, digits)] = give_digits([worker])
    phone.go(f"join/{code_of(make_link(stage.world.organisations['education'], by=worker))}")
    phone.look(language="zh-hans")
    draw(phone, folder, "join")
    phone.page.locator("[name=name]").fill(worker.name)
    phone.page.locator("[name=phone]").fill(worker_phone("field"))
    phone.page.locator("[type=submit]").tap()
    phone.page.locator("[name=digits]").wait_for()
    draw(phone, folder, "join-waiting")
    phone.page.locator("[name=digits]").fill(digits)
    phone.page.locator("[type=submit]").tap()
    phone.page.wait_for_url("**/#/welcome")
    draw(phone, folder, "welcome")


def rooms(phone: Thumb, stage: Stage, folder: Path) -> None:
    for name in ("today", "me", "practice", "script", "scan"):
        phone.go(name)
        draw(phone, folder, name)
    stairwell = stage.doors["2-101"].place_id
    phone.go(f"add/door/{stairwell}")
    draw(phone, folder, "add-door")
    phone.go(f"add/building/{stage.building.parent_id}")
    draw(phone, folder, "add-building")
    phone.go(f"add/change/{stage.doors['2-702'].id}")
    draw(phone, folder, "change-door")
    phone.go(f"building/{stage.building.id}?at={stage.doors['2-702'].id}")
    draw(phone, folder, "building")
    phone.page.get_by_role("tab").nth(2).tap()
    phone.page.locator(".floor-label").nth(1).tap()
    draw(phone, folder, "several")
    phone.page.locator(".p-foot .pbtn.primary").tap()
    draw(phone, folder, "undo")
    phone.page.locator(".toast button").tap()


def household(phone: Thumb, stage: Stage, folder: Path) -> None:
    phone.go(f"door/{stage.doors['2-702'].id}")
    draw(phone, folder, "door")
    phone.page.locator(".p-foot .pair .pbtn").last.tap()
    draw(phone, folder, "something-else")
    phone.page.keyboard.press("Escape")
    phone.page.locator(".members .row").nth(2).tap()
    phone.page.locator(".chip").nth(1).tap()
    draw(phone, folder, "person")
    phone.go(f"person/{stage.doors['2-702'].id}/new")
    draw(phone, folder, "new-person")
    phone.go("today")
    phone.page.locator(".begun").wait_for()
    draw(phone, folder, "begun")


def outbox(phone: Thumb, stage: Stage, folder: Path) -> None:
    phone.page.context.set_offline(True)
    phone.session(WRITE, [("nobodyHome", str(stage.doors[f"2-{room}"].id)) for room in ("501", "401")])
    phone.go("outbox")
    draw(phone, folder, "outbox")
    phone.page.context.set_offline(False)
    phone.session("(s) => s.syncNow()")
    phone.all_sent()
    phone.faults.clear()  # the browser complains of calls that it cannot make


def told(phone: Thumb, stage: Stage, folder: Path) -> None:
    """A message from headquarters, and a record that came back."""
    by, place = stage.world.workers["headquarters"], stage.world.places["compound"]
    write_bulletin(text="今晚八点前请把三单元敲完。", places=[place.id], where=place.name, hours=24, by=by)
    phone.session("(s) => s.syncNow()")
    phone.go("today")
    phone.page.locator(".notice .pbtn").first.wait_for()
    draw(phone, folder, "message")
    phone.page.locator(".notice .pbtn").first.tap()
    elsewhere = str(stage.world.doors["village group 1号"].id)
    phone.session(WRITE, [("nobodyHome", elsewhere)])
    phone.session("(s) => s.syncNow()")
    phone.go("outbox")
    phone.page.locator(".p-head .net").wait_for()
    draw(phone, folder, "outbox-refused")
    phone.session("(s) => Promise.all(s.outbox.value.filter((one) => one.standing === 'rejected')"
                  ".map((one) => s.discard(one.envelope.id)))")  # fmt: skip


def other_looks(phone: Thumb, stage: Stage, folder: Path) -> None:
    building = f"building/{stage.building.id}?at={stage.doors['2-702'].id}"
    for name, where, look in (
        ("building-dark", building, {"language": "zh-hans", "theme": "dark"}),
        ("door-en", f"door/{stage.doors['2-702'].id}", {"language": "en"}),
        ("today-zh-hant", "today", {"language": "zh-hant"}),
        ("door-200", f"door/{stage.doors['2-702'].id}", {"language": "zh-hans", "scale": 2}),
    ):
        phone.look(**look)
        phone.go(where)
        draw(phone, folder, name)
