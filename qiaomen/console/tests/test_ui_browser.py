"""The style guide in a real browser: keyboard, thumb, themes. Answered from memory; nothing else can be reached."""

import mimetypes
import shutil
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from qiaomen.console.tests.ui_page import guide

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ORIGIN = "http://guide.invalid"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def browser() -> Generator[Browser, None, None]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _answer(route: Route) -> None:
    """The guide, or a static file; anything else is not there."""
    path = urlsplit(route.request.url).path
    if path == "/styleguide/":
        theme = "dark" if "theme=dark" in (route.request.headers.get("cookie") or "") else ""
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=guide(theme=theme), headers=headers)
        return
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    if isinstance(found, str):
        route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(found)[0] or "text/plain")
    else:
        route.fulfill(status=404)


def _open(browser: Browser, width: int, height: int = 900) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": height})
    page, faults = context.new_page(), list[str]()
    page.route("**/*", _answer)
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{ORIGIN}/styleguide/")
    page.wait_for_load_state("networkidle")
    return page, faults


@pytest.fixture
def desk(browser: Browser) -> Generator[Page, None, None]:
    page, _faults = _open(browser, 1440)
    yield page
    page.context.close()


@pytest.fixture
def phone(browser: Browser) -> Generator[Page, None, None]:
    page, _faults = _open(browser, 390, 844)
    yield page
    page.context.close()


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_the_page_fits_and_loads_under_its_policy_without_a_complaint(browser: Browser, width: int) -> None:
    page, faults = _open(browser, width)
    assert faults == []
    assert page.evaluate("htmx.config.includeIndicatorStyles") is False
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_on_a_phone_everything_one_presses_is_48_pixels_high(phone: Page) -> None:
    small = phone.evaluate(
        """(pressed) => [...document.querySelectorAll(pressed)]
          .filter((part) => part.checkVisibility() && !part.closest('.banner'))
          .filter((part) => part.getBoundingClientRect().height < 48)
          .map((part) => part.outerHTML.slice(0, 90))""",
        "a, button, summary, select, .choices label, .checkbox > label, .search input",
    )
    assert small == []


def test_a_slash_goes_to_the_search_and_stays_a_slash_inside_it(desk: Page) -> None:
    desk.keyboard.press("/")
    expect(desk.locator("[data-search]")).to_be_focused()
    desk.keyboard.type("3/2")
    expect(desk.locator("[data-search]")).to_have_value("3/2")


def test_the_first_tab_offers_to_skip_to_the_matter(desk: Page) -> None:
    assert desk.evaluate("document.querySelector('a, button, input, summary').className") == "skip"
    desk.locator(".skip").press("Enter")
    expect(desk.locator("#main")).to_be_focused()


def test_the_chosen_theme_is_there_after_a_reload(desk: Page) -> None:
    light = desk.evaluate("getComputedStyle(document.body).backgroundColor")
    desk.locator(".topbar summary").click()
    desk.locator(".topbar [data-set-theme=dark]").click()
    expect(desk.locator("body")).not_to_have_css("background-color", light)
    desk.reload()
    expect(desk.locator("body")).to_have_css("background-color", "rgb(13, 19, 28)")


def test_escape_closes_a_menu_and_gives_the_focus_back(desk: Page) -> None:
    desk.locator(".topbar summary").click()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Escape")
    expect(desk.locator(".topbar details[open]")).to_have_count(0)
    expect(desk.locator("summary:focus")).to_have_count(1)


def test_a_dialog_opens_from_its_button_and_closes_with_escape(desk: Page) -> None:
    desk.locator("[data-dialog]").click()
    expect(desk.locator("dialog[open]")).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog[open]")).to_have_count(0)


def test_arrow_keys_walk_the_rows_of_a_table(desk: Page) -> None:
    first = desk.locator(".table tbody").first.locator("tr a")
    first.nth(0).focus()
    desk.keyboard.press("ArrowDown")
    expect(first.nth(1)).to_be_focused()
    desk.keyboard.press("End")
    expect(first.last).to_be_focused()


def test_the_phone_has_the_other_rooms_behind_more(phone: Page) -> None:
    expect(phone.locator(".rail-bar > li:visible")).to_have_count(5)
    phone.locator(".rail-more summary").click()
    assert phone.locator(".rail-more .menu-head:visible").all_text_contents()[:2] == ["Sweep", "District"]
    expect(phone.locator(".menu-rooms .rail-room:visible")).to_have_count(4)


def test_the_rail_has_the_readers_group_open_and_opens_another_in_its_place(desk: Page) -> None:
    rooms = desk.locator(".rail-inside .rail-room:visible")
    expect(rooms).to_have_text(["Places", "Gaps", "Sweeps", "Refused"])
    desk.locator(".rail-group summary").last.focus()
    desk.keyboard.press("Enter")
    expect(rooms).to_have_text(["Duty", "Import"])
    assert desk.evaluate("document.querySelector('.rail').scrollHeight") <= 900


def test_paper_shows_the_matter_and_not_the_frame(desk: Page) -> None:
    desk.emulate_media(media="print")
    assert desk.locator(".rail").is_hidden()
    assert desk.locator(".topbar-search").is_hidden()
    assert desk.locator("h1").is_visible()
