"""The report's rooms in a browser, at a desk and on a phone: nothing wider than the screen, nothing that axe minds."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from qiaomen.console.tests.journey import CHROMIUM, PICTURES, desk, picture
from qiaomen.ledger.models import Record
from qiaomen.reports import freezing
from qiaomen.reports.models import Report
from qiaomen.testing.axe import serious
from qiaomen.testing.moments import moments
from qiaomen.testing.reported import phoned, sent
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def world(transactional_db: None, key_file: object) -> World:
    """A sweep's first evening and its second: between them something came late."""
    world = make_world()
    phone = Phone(world.tokens["field"], start_sweep(world, team="team 1"))
    list(moments(world, phone))
    freezing.freeze(place=world.places["district"], cut=timezone.now() - timedelta(seconds=1))
    phone.send([phone.visit(world.doors["2-1-101"].id, "vacant", confirmed_by="manager")])
    phoned(world, world.places["compound"])
    freezing.freeze(place=world.places["district"], cut=timezone.now())
    sent(world)
    return world


def test_the_reports_rooms_fit_and_are_readable(world: World, live_server: LiveServer, browser: Browser) -> None:
    for width in (1440, 390):
        for language in ("zh-hans", "en") if PICTURES else ("zh-hans",):
            page = desk(browser, live_server.url, world.workers["headquarters"], width=width, language=language)
            walk(page, f"{width}-{language}", width)
            page.context.close()


def walk(page: Page, name: str, width: int) -> None:
    """Every room, with what it complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    report = Report.objects.first()
    assert report is not None
    figure = next(key for key, pairs in report.numbers.items() if pairs)
    call = Record.objects.get(kind="phoned").id
    for room in (
        "", f"/{report.id}/figures/{figure}", f"/{report.id}/changes?live=1", "/earlier", "/definition",
        "/definition/new", "/phone", f"/phone/{call}", "/sending",
    ):  # fmt: skip
        page.goto(f"/reports{room}")
        picture(page, f"report{room.replace(str(report.id), '').replace(str(call), 'x').replace('/', '-')}-{name}"[:60])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, room
        assert serious(page) == [], room
    assert said == []


def test_a_text_is_checked_beside_what_it_would_count(world: World, live_server: LiveServer, browser: Browser) -> None:
    page = desk(browser, live_server.url, world.workers["headquarters"], language="en")
    page.goto("/reports/definition/new")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#findings table").first).to_be_visible()
    page.locator("#id_text").fill("[report]\nname = 1\n")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#findings")).to_contain_text("line 2")
