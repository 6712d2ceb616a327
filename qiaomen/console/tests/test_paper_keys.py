"""A page of paper typed in from the keyboard alone, in a real browser."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from qiaomen.campaigns.models import Target
from qiaomen.campaigns.states import State
from qiaomen.console.tests.test_ui_browser import CHROMIUM
from qiaomen.paper import walklist
from qiaomen.testing.browsers import driver
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def browser() -> Iterator[Browser]:
    with driver() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def world(transactional_db: None, key_file: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
    return make_world()


@pytest.fixture
def page(browser: Browser, world: World, live_server: Any, client: Any) -> Page:
    """The lead at the first page of stairwell 1-1's list, knocked the day before."""
    made, _pdf = walklist.print_list(
        place=world.places["stairwell 1-1"], campaign=launch_sweep(world), team=world.teams["team 1"],
        by=world.workers["lead"], base=live_server.url,
    )  # fmt: skip
    client.force_login(world.workers["lead"], backend="django.contrib.auth.backends.ModelBackend")
    page = browser.new_page()
    cookies = {"sessionid": client.cookies["sessionid"].value, "language": "en"}
    page.context.add_cookies([{"name": name, "value": it, "url": live_server.url} for name, it in cookies.items()])
    page.goto(f"{live_server.url}/paper/{made.pages.get(number=1).code}")
    page.fill("[name=day]", f"{timezone.localdate() - timedelta(days=1)}")
    page.locator("[data-line] input[type=radio]").first.focus()
    return page


def states(world: World) -> dict[str, State]:
    rooms = {world.doors[f"1-1-{room}"].id: room for room in ("301", "302", "201")}
    return {rooms[one.door_id]: State(one.state) for one in Target.objects.filter(door_id__in=rooms)}


def test_a_household_of_five_and_two_absent_doors_are_typed_in_without_a_mouse(page: Page, world: World) -> None:
    page.keyboard.type("o1223")
    page.keyboard.press("Shift+Digit2")
    page.keyboard.type("1830")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    expect(page.locator(":focus")).to_have_value("1830")  # the time of the line above stands there
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    page.get_by_text("3 lines entered.").wait_for()
    assert states(world) == {"301": State.ANSWERED, "302": State.ABSENT, "201": State.REFUSED}
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("3 lines taken back.").wait_for()
    assert set(states(world).values()) == {State.UNTOUCHED}


def test_letters_written_in_a_note_tick_nothing(page: Page) -> None:
    page.get_by_label("Note").first.fill("")
    page.get_by_label("Note").first.press_sequentially("no river x1")
    assert page.locator("[data-line] input:checked").count() == 0
