"""Venue mode in Chromium: a suspended venue that is open becomes a finding in two taps; staff check offline."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Playwright, expect

from qiaomen.field.tests.handsets import CHROMIUM, FAKE_CAMERA
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import arrived, enrolled, staged, transactional_db
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.paper.codes import short
from qiaomen.people.models import Person
from qiaomen.supervision.models import Finding
from qiaomen.venues.models import OrderedSuspension

__all__ = ["staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FAKE_CAMERA)
    yield browser
    browser.close()


@pytest.fixture
def phone(browser: Browser, stage: Stage, live_server: Any) -> Iterator[Thumb]:
    """A worker's phone, enrolled."""
    with enrolled(browser, live_server.url, stage, permissions=["camera"]) as thumb:
        yield thumb


def test_a_suspended_venue_that_is_open_becomes_a_finding(phone: Thumb, stage: Stage) -> None:
    world, now = stage.world, timezone.now()
    door = world.doors["alley 6号"]
    said = {"ground": "crowding", "since": now - timedelta(hours=1), "until": now + timedelta(days=7)}
    desk.tell("suspension", said, by=world.workers["headquarters"], now=now, door=door.id)
    page = phone.page
    phone.go(f"venue/{door.id}")
    expect(page.get_by_text("Suspended: crowding")).to_be_visible()
    phone.picture("venue")
    page.get_by_role("link", name="It is open now").click()
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("It was found open before.")).to_be_visible()
    assert arrived(phone, lambda: Finding.objects.filter(door=door.id, what="venue_open").exists())
    assert arrived(phone, lambda: OrderedSuspension.objects.get(door_id=door.id).finds == "open")


def test_staff_check_without_a_signal_and_nothing_is_lost(phone: Thumb, stage: Stage) -> None:
    door, page = stage.world.doors["alley 2号"], phone.page
    phone.go(f"venue/{door.id}")
    page.get_by_role("link", name="Stand at its door").click()
    page.get_by_role("button", name="No code").wait_for()
    page.context.set_offline(True)
    page.get_by_role("button", name="No code").click()
    page.get_by_role("button", name="Verified: in").click()
    expect(page.get_by_text("inside now: 1")).to_be_visible()
    phone.picture("venue-door")
    page.locator(".gate-codes").get_by_text("green", exact=True).click()
    page.context.set_offline(False)
    told = Record.objects.filter(kind="venue_scan", door=door.id)
    assert arrived(phone, lambda: told.filter(body__health_code="green").exists())


def test_what_the_household_filled_in_is_on_the_workers_screen_and_taken_over_by_a_tap(
    phone: Thumb, stage: Stage
) -> None:
    person = Person.objects.select_related("home_door").get(name="秦卫国")
    assert person.home_door is not None
    said = {"room": person.home_door.label, "m1-name": person.name, "m1-health_code": "green", "m1-doses": "3"}
    assert Client().post(f"/v/{short(stage.world.workers['field'].id)}", said).status_code == 302
    page = phone.page
    phone.go(f"person/{person.home_door_id}/{person.id}")
    expect(page.get_by_text("Health code: green · 3 doses")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Take it over").click()
    expect(page.get_by_role("textbox", name="Vaccine doses")).to_have_value("3")
