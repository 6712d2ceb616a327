"""Somebody new joins by their organisation's link, practises, and stands in today's work; a real browser and server."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from qiaomen.access.joining import give_digits
from qiaomen.access.links import code_of, make_link
from qiaomen.access.models import Enrolment, JoinClaim
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.ledger.models import Record
from qiaomen.testing.browsers import driver
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World, make_world, worker_phone

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

WELL, NOBODY, PEOPLE = "Everyone well", "Nobody home", "One by one"


@pytest.fixture
def browser(transactional_db: None) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, driver() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def county(browser: Browser, key_file: Any) -> World:
    """The small world with its sweep, before the field worker has a phone."""
    world = make_world()
    launch_sweep(world)
    Enrolment.objects.filter(worker=world.workers["field"]).delete()
    return world


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-US", has_touch=True)
    context.set_default_timeout(20_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def ask_to_join(phone: Page, world: World, address: str) -> None:
    """Open the organisation's link and say who one is."""
    link = make_link(world.organisations["education"], by=world.workers["headquarters"])
    phone.goto(f"{address}/join/{code_of(link)}")
    phone.get_by_label("Your name").fill("周启明")
    phone.get_by_label("Phone number").fill(worker_phone("field"))
    phone.get_by_role("button", name="Ask to join").click()
    phone.get_by_text("县教育局 has been asked").wait_for()


def title(phone: Page, text: str) -> None:
    phone.get_by_role("heading", level=1, name=text).wait_for()


def test_a_leaders_tap_lets_the_phone_in_and_practice_leaves_no_trace(
    county: World, phone: Page, live_server: Any
) -> None:
    ask_to_join(phone, county, live_server.url)
    leader = Client()
    leader.force_login(county.workers["lead"], backend="django.contrib.auth.backends.ModelBackend")
    leader.post(f"/duty/joining/claims/{JoinClaim.objects.get().id}/accept")
    title(phone, "You are in, 周启明")
    expect(phone.get_by_text("Lock your screen")).to_be_visible()
    phone.get_by_role("link", name="Practise first").click()
    phone.get_by_role("button", name="Practise").click()
    practise(phone)
    title(phone, "At the door")
    phone.get_by_role("link", name="To today’s work").click()
    phone.locator(".hero").wait_for()
    expect(phone.locator("h1")).to_contain_text("周启明")
    assert Record.objects.count() == 0
    expect(phone.get_by_text("waiting")).to_have_count(0)


def practise(phone: Page) -> None:
    """The three lessons, in the real screens."""
    title(phone, "Practice building")
    phone.get_by_role("link", name="101").click()
    phone.get_by_role("button", name=WELL).click()
    phone.get_by_text("Tap the number of a floor").wait_for()
    phone.get_by_role("button", name="Floor 3").click()
    phone.get_by_role("button", name=NOBODY).click()
    phone.get_by_text("choose “One by one”").wait_for()
    phone.locator(".toast").wait_for()
    phone.get_by_role("button", name="End").click()
    expect(phone.locator(".toast")).to_have_count(0)


def test_six_digits_let_one_in_where_no_leader_looks(county: World, phone: Page, live_server: Any) -> None:
    [(_worker, code)] = give_digits([county.workers["field"]])
    ask_to_join(phone, county, live_server.url)
    digits = phone.get_by_label("Or type the six digits")
    digits.fill("000000" if code != "000000" else "111111")
    phone.get_by_role("button", name="Go in").click()
    phone.get_by_text("These six digits are wrong").wait_for()
    digits.fill(code)
    phone.get_by_role("button", name="Go in").click()
    title(phone, "You are in, 周启明")


def test_who_closes_the_app_while_waiting_finds_the_claim_again(county: World, phone: Page, live_server: Any) -> None:
    ask_to_join(phone, county, live_server.url)
    phone.goto("about:blank")
    phone.goto(f"{live_server.url}/field/#/join")
    phone.get_by_text("县教育局 has been asked").wait_for()
    JoinClaim.objects.update(state="refused")
    title(phone, "Not let in")


def test_a_link_that_has_died_says_so_and_keeps_what_was_typed(county: World, phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}/join/AAAAAAAAAA")
    phone.get_by_label("Your name").fill("周启明")
    phone.get_by_label("Phone number").fill("12200000000")
    phone.get_by_role("button", name="Ask to join").click()
    phone.get_by_text("wrong, revoked or older than 24 hours").wait_for()
    expect(phone.get_by_label("Your name")).to_have_value("周启明")
