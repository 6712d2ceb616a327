"""The search box in a browser: from the keyboard alone, as one types."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from qiaomen.console import place_field
from qiaomen.console.tests.journey import CHROMIUM, desk, picture
from qiaomen.places.models import Place
from qiaomen.testing.axe import serious
from qiaomen.testing.browsers import driver
from qiaomen.testing.moments import seen
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def world(transactional_db: None, key_file: object) -> World:
    made = make_world()
    phone = Phone(made.tokens["field"], start_sweep(made, team="team 1"))
    phone.send([phone.visit(made.doors["1-1-101"].id, people=seen(made, "1-1-101"))])
    phone.send([phone.visit(made.doors["1-1-101"].id, "absent", answers={"horoscope": "aries"})])
    return made


@pytest.fixture
def pages(world: World, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Page, Page]]:
    """A desk in English and a phone in Chinese, both a lead's."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
    with driver() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        lead = world.workers["lead"]
        wide = desk(browser, live_server.url, lead, language="en")
        yield wide, desk(browser, live_server.url, lead, width=390)
        browser.close()


def test_anything_is_found_and_opened_from_the_keyboard(world: World, pages: tuple[Page, Page]) -> None:
    wide, narrow = pages
    faults: list[str] = []
    for page in pages:
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    wide.goto("/people/")
    wide.keyboard.press("Escape")
    wide.locator("h1").click()
    wide.keyboard.press("/")
    wide.keyboard.insert_text("handefu")  # at once, so that no answer to a part of it comes later
    expect(wide.locator("#find-panel a")).to_have_count(1)
    picture(wide, "find-panel-1440-en")
    wide.keyboard.press("ArrowDown")
    expect(wide.locator("#find-panel a")).to_be_focused()
    expect(wide.locator("#find-panel a")).to_have_text(re.compile(r"^\s*韩德福"))
    wide.keyboard.press("ArrowUp")
    expect(wide.locator("[data-search]")).to_be_focused()
    wide.keyboard.press("Escape")
    expect(wide.locator("#find-panel a")).to_have_count(0)
    wide.locator("[data-search]").fill("1栋101")
    wide.keyboard.press("Enter")
    expect(wide.locator(".find-rows a")).to_have_count(2)
    assert "101" not in wide.url
    picture(wide, "find-1440-en")
    wide.locator(".find-rows a").first.click()
    expect(wide.locator("h1")).to_contain_text("1-1-101")
    picture(wide, "door-1440-en")
    narrow.goto(wide.url.partition("#")[0].replace(wide.url.split("/doors")[0], ""))
    picture(narrow, "door-390-zh")
    assert faults == []


SWAPPED = """() => void (globalThis.swapped = new Promise((go) =>
  document.addEventListener('htmx:beforeSwap', () => setTimeout(go), {once: true})))"""


def _asked_while(page: Page, box: Locator, words: str, act: Callable[[], object]) -> None:
    """Asks for these words, does something while the answer is on its way, and lets it come."""
    held: list[Route] = []
    address = f"**{box.get_attribute('hx-post')}"
    page.route(address, lambda route: held.append(route))
    with page.expect_request(address):
        box.fill(words)
    act()
    page.evaluate(SWAPPED)
    page.unroute_all(behavior="ignoreErrors")
    for route in held:
        with suppress(Error):  # another one was asked for meanwhile
            route.continue_()
    page.evaluate("globalThis.swapped")


def test_an_answer_on_its_way_neither_opens_what_was_closed_nor_takes_the_focus(pages: tuple[Page, Page]) -> None:
    wide, _narrow = pages
    wide.goto("/people/")
    box, links = wide.locator("[data-search]"), wide.locator("#find-panel a")
    _asked_while(wide, box, "handefu", lambda: box.press("Escape"))
    expect(links).to_have_count(0)
    box.fill("1栋101")
    expect(links).to_have_count(2)
    _asked_while(wide, box, "handefu", lambda: box.press("ArrowDown"))
    expect(links).to_have_count(2)
    expect(links.first).to_be_focused()


def test_a_forms_box_that_was_left_stays_closed_when_an_answer_comes_late(
    pages: tuple[Page, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_field, "FEW", 1)
    wide, _narrow = pages
    wide.goto("/gates/new")
    box, found = wide.locator("[data-place-box] [role=combobox]"), wide.locator("[data-place]")
    _asked_while(wide, box, "翠湖", wide.locator("h1").click)
    expect(found).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("小区")
    expect(found).to_have_count(1)


def test_a_form_asks_for_a_place_by_its_name_and_takes_it_from_the_keyboard(
    world: World, pages: tuple[Page, Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_field, "FEW", 1)
    for page in pages:
        page.goto("/gates/new")
        box = page.locator("[data-place-box] [role=combobox]")
        box.focus()
        page.keyboard.insert_text("翠湖")
        expect(page.locator("[data-place]")).to_have_count(1)
        picture(page, f"place-box-{page.viewport_size['width']}")  # type: ignore[index]
        assert not serious(page)
        box.press("Escape")
        expect(page.locator("[data-place]")).to_have_count(0)
        page.keyboard.insert_text("小区")
        expect(page.locator("[data-place]")).to_have_count(1)
        box.press("ArrowDown")
        box.press("Enter")
        expect(page.locator("input[name=place]")).to_have_value(str(world.places["compound"].id))
        page.locator("input[name=name]").fill(f"东门{page.viewport_size['width']}")  # type: ignore[index]
        page.locator("main button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("翠湖小区")
    gates = Place.objects.filter(kind="gate", parent=world.places["compound"], name__startswith="东门")
    assert gates.count() == len(pages)
