"""Headquarters' screens in a browser: the map from the keyboard, a door picked, the wall without a connection."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from qiaomen.console.tests.journey import CHROMIUM, desk, picture
from qiaomen.testing.axe import serious
from qiaomen.testing.isolating import isolate
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def world(transactional_db: None, key_file: object) -> World:
    """A sweep under way, and somebody who isolates."""
    world = make_world()
    list(moments(world, Phone(world.tokens["field"], start_sweep(world, team="team 1"))))
    isolate(world, "1-1-102")
    return world


def test_headquarters_screens(world: World, live_server: LiveServer, browser: Browser) -> None:
    for width, language in ((1440, "en"), (390, "zh-hans")):
        page = desk(browser, live_server.url, world.workers["headquarters"], width=width, language=language)
        said = complaints(page)
        for room in ("/overview", "/map", "/stuck", f"/places/{world.places['compound'].id}", "/wall"):
            look(page, room, width)
        assert said == []
        if width > 1000:
            the_map_is_walked_by_arrows(page)
            a_door_shows_beside_its_building(page, world)
            the_wall_goes_on_without_a_connection(page)
        page.context.close()


def complaints(page: Page) -> list[str]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def look(page: Page, room: str, width: int) -> None:
    """Nothing wider than the screen, nothing that axe minds."""
    page.goto(room, wait_until="networkidle")
    picture(page, f"hq{room.replace('/', '-')[:12]}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, room
    assert serious(page) == [], room


def the_map_is_walked_by_arrows(page: Page) -> None:
    page.goto("/map?level=compound")
    first = page.locator("#district-map path[tabindex='0']")
    expect(first).to_have_count(1)
    first.focus()
    page.keyboard.press("ArrowRight")
    moved = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert moved
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/*")


def a_door_shows_beside_its_building(page: Page, world: World) -> None:
    page.goto(f"/places/{world.places['stairwell 1-1'].id}")
    page.locator("a.door[data-state='isolated']").click()
    expect(page.locator("#door-panel")).to_contain_text(world.household("1-1-102")[0].name)
    assert f"/places/{world.places['stairwell 1-1'].id}" in page.url
    page.locator("#door-panel a.btn.primary").click()
    page.wait_for_url(f"**/doors/{world.doors['1-1-102'].id}*")


def the_wall_goes_on_without_a_connection(page: Page) -> None:
    page.clock.install()
    page.goto("/wall", wait_until="networkidle")
    first = str(page.locator(".wall-slide.on").get_attribute("aria-label"))
    page.route("**/wall/slides*", lambda route: route.abort())
    page.clock.run_for(21_000)
    expect(page.locator("[data-wall-stamp]")).to_contain_text("No connection. As of")
    expect(page.locator(".wall-slide.on")).not_to_have_attribute("aria-label", first)
    page.unroute("**/wall/slides*")
    page.clock.run_for(21_000)
    expect(page.locator("[data-wall-stamp]")).to_contain_text("Data as of")
