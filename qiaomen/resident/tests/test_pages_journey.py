"""The pages in a browser: no script at all, nothing wider than a small screen, nothing that axe minds."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from qiaomen.console.tests.journey import CHROMIUM, PICTURES, desk, picture
from qiaomen.monitoring import notices
from qiaomen.paper.codes import short
from qiaomen.passes import actions
from qiaomen.testing.axe import serious
from qiaomen.testing.isolating import isolate
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World, make_world
from qiaomen.testing.written import clued, needed, unmatched

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]
DOOR = "1-1-101"
STEPS = ("", "/report", "/help", "/pass", "/clue", "/code", "/sent")


@pytest.fixture
def world(transactional_db: None, key_file: object) -> World:
    """Somebody isolates, with a pass."""
    world = make_world()
    launch_sweep(world)
    person = isolate(world, DOOR)
    actions.issue(person.id, form="phone", by=world.workers["lead"], now=timezone.now())
    return world


def phone(browser: Browser, address: str, width: int, language: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address)
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    return context


def looked_at(page: Page, address: str, name: str, width: int) -> None:
    """A page as it stands: no script, fits, also at 200 % text; axe minds nothing."""
    page.goto(address)
    picture(page, f"resident-{name}")
    assert page.locator("script").count() == 0, address
    assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.evaluate("document.documentElement.style.fontSize = '40px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at 200 %"
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert serious(page) == [], address


def test_every_page_for_residents_fits_and_is_readable(world: World, live_server: LiveServer, browser: Browser) -> None:
    door, person = world.doors[DOOR].id, world.household(DOOR)[0].id
    code = notices.measure_notice(person, reader=world.workers["lead"], now=timezone.now()).code
    looks = [(360, "zh-hans"), (390, "en"), (1440, "zh-hans")] if PICTURES else [(360, "zh-hans")]
    for width, language in looks:
        context = phone(browser, live_server.url, width, language)
        page, name = context.new_page(), f"{width}-{language}"
        for step in STEPS:
            looked_at(page, f"/d/{short(door)}{step}", f"{step.strip('/') or 'arrive'}-{name}", width)
        looked_at(page, "/my", f"enter-{name}", width)
        page.locator("input[name=digits]").fill(code)
        page.locator("main button[type=submit]").first.click()
        for room in ("status", "pass", "kept"):
            looked_at(page, f"/my/{room}", f"{room}-{name}", width)
        context.close()


def test_what_residents_wrote_fits_at_a_desk_and_on_a_phone(
    world: World, live_server: LiveServer, browser: Browser
) -> None:
    need = needed(world, world.doors[DOOR])
    clued(world, world.places["compound"])
    unmatched(world, world.doors[DOOR])
    rooms = {"needs": "/needs", "need": f"/needs/{need}", "clues": "/clues", "back": "/phone-back"}
    for width in (1440, 390):
        page = desk(browser, live_server.url, world.workers["lead"], width=width)
        for room, address in rooms.items():
            page.goto(address)
            picture(page, f"resident-desk-{room}-{width}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, room
            assert serious(page) == [], room
        page.context.close()
