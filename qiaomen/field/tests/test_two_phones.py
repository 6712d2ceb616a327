"""Two phones at one door, both without a signal: one visible conflict, which a person decides; and what such a day says
to whom, in addresses and in the browser's own complaints."""

from collections.abc import Iterator
from urllib.parse import unquote, urldefrag

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from qiaomen.access.enrolling import invite
from qiaomen.field.tests.handsets import CHROMIUM, Handset, handset
from qiaomen.field.tests.live import Witness, live_playwright, transactional_db, watched
from qiaomen.ledger.models import Record
from qiaomen.testing.site import Site
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World, make_world

__all__ = ["live_playwright", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def district(transactional_db: None) -> World:
    world = make_world()
    launch_sweep(world)
    return world


@pytest.fixture
def witnesses() -> list[Witness]:
    """Of each phone, in the order in which they were taken into use."""
    return []


@pytest.fixture
def phones(browser: Browser, site: Site, district: World, witnesses: list[Witness]) -> Iterator[list[Handset]]:
    """Two members of one team, each with a phone, in English."""
    made = []
    for member in ("field", "field 2"):
        phone = handset(browser, site.address, has_touch=True)
        witnesses.append(watched(phone.context))
        phone.open()
        phone.enrol(invite(district.workers[member]))
        phone.do("s.setPref('language', 'en'); await navigator.serviceWorker.ready")
        made.append(phone)
    yield made
    for phone in made:
        phone.close()


@pytest.fixture
def console(browser: Browser, site: Site, district: World) -> Iterator[Page]:
    """The lead's browser, signed in."""
    client = Client()
    client.force_login(district.workers["lead"], backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(locale="en")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.address}])
    yield context.new_page()
    context.close()


def at_the_door(phone: Handset, door: str, *taps: str) -> None:
    """Open a door and press one button after the other, until the stack is back."""
    phone.page.goto(f"{phone.address}/field/#/door/{door}")
    for name in taps:
        phone.page.get_by_role("button", name=name).tap()
    door_on(phone, door).wait_for()


def door_on(phone: Handset, door: str) -> Locator:
    return phone.page.locator(f".door[href='#/door/{door}']")


def shows(phone: Handset, door: str, mark: str) -> None:
    """How the door looks in its building, after the phone asked what is new."""
    phone.do("await s.syncNow(); await until(() => !waiting())")
    expect(door_on(phone, door)).to_have_attribute("data-state", mark)


def test_two_phones_at_one_door_make_one_conflict_that_a_lead_decides_for_both(
    phones: list[Handset], console: Page, district: World, site: Site
) -> None:
    door = str(district.doors["1-1-101"].id)
    for phone in phones:
        phone.context.set_offline(True)
    at_the_door(phones[0], door, "Everyone well")
    at_the_door(phones[1], door, "Something else", "Vacant", "The property manager")
    for phone, own in zip(phones, ("done", "vacant"), strict=True):
        expect(door_on(phone, door)).to_have_attribute("data-state", own)
    for phone in phones:
        phone.context.set_offline(False)
        phone.do("await s.syncNow()")
        phone.all_sent()
    for phone in phones:
        shows(phone, door, "conflict")
    decide(console, f"{site.address}/doors/{door}", for_visit=of_worker(district, "field", door))
    for phone in phones:
        shows(phone, door, "done")


def of_worker(district: World, key: str, door: str) -> str:
    return str(Record.objects.get(kind="visit", door=door, author=district.workers[key].id).id)


def decide(console: Page, address: str, *, for_visit: str) -> None:
    """The lead looks at the two accounts, and says which one is right."""
    console.goto(address)
    expect(console.locator("#conflict")).to_have_count(1)
    expect(console.locator("#conflict [name=chosen]")).to_have_count(2)
    console.locator(f"#conflict [value='{for_visit}']").check()
    console.locator("#conflict [name=reason]").fill("问过邻居")
    console.get_by_role("button", name="Decide").click()
    console.wait_for_selector("#conflict", state="detached")


def test_a_day_of_a_phone_has_nobody_in_an_address_and_no_complaint_of_the_browser(
    phones: list[Handset], witnesses: list[Witness], district: World
) -> None:
    phone, doors = phones[0], {label: str(district.doors[label].id) for label in ("1-1-102", "1-2-101", "2-1-101")}
    for screen in ("today", "outbox", "me", "script", "join", "scan", "practice", f"door/{doors['2-1-101']}"):
        phone.page.goto(f"{phone.address}/field/#/{screen}")
        phone.page.wait_for_selector("#app h1")
    phone.context.set_offline(True)
    at_the_door(phone, doors["1-1-102"], "Nobody home")
    phone.context.set_offline(False)
    at_the_door(phone, doors["1-2-101"], "Everyone well")
    phone.all_sent()
    phone.do("await s.signOut()")
    asked = [unquote(urldefrag(address).url) for witness in witnesses for address in witness.addresses]
    people = [str(person.id) for person in district.people.values()]
    assert any("/api/doors/" in address for address in asked), "the people of another team's door were asked for"
    assert [address for address in asked for secret in [*district.secrets(), *people] if secret in address] == []
    assert [complaint for witness in witnesses for complaint in witness.complaints] == []
