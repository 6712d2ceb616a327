"""The pages of supervision, disinfection and seals in a browser: nothing wider than the screen, nothing axe minds."""

import re
from base64 import b64decode
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from qiaomen.attachments.models import Attachment
from qiaomen.console.tests.journey import CHROMIUM, PICTURES, browser, desk, picture
from qiaomen.disinfection import actions
from qiaomen.ledger import desk as ledger
from qiaomen.monitoring.models import Episode
from qiaomen.seals.models import Seal
from qiaomen.supervision.models import Finding
from qiaomen.testing.axe import serious
from qiaomen.testing.isolating import isolate
from qiaomen.testing.world import World, make_world

__all__ = ["browser"]

# One grey pixel, as no camera makes it and every browser reads it.
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def world(transactional_db: None, key_file: object) -> World:
    """A gate found unmanned three times and put right once, rounds that are missing, a seal that was opened."""
    world, now = make_world(), timezone.now()
    gate, stairwell, door = world.places["gate"].id, world.places["stairwell 1-1"].id, world.doors["1-1-101"]
    for hours in (90, 50, 3):
        found = ledger.record("finding", {"what": "gate_unmanned"}, at=now - timedelta(hours=hours), place=gate)
        ledger.send([found], by=world.workers["inspector"], now=now)
    for step, by in (("rectified", "lead"), ("looked_again", "inspector")):
        body = {"finding": found["id"], "step": step, "is_right": True}
        ledger.tell("finding_step", body, by=world.workers[by], now=timezone.now(), place=gate)
    chief = world.workers["headquarters"]
    actions.begin(world.places["compound"], grain="building", every=24, by=chief, now=now - timedelta(days=2))
    actions.set_product("84 消毒液", concentration=500, minutes=30, by=chief)
    ledger.tell("disinfection", {"area": 80}, by=world.workers["lead"], now=now, place=stairwell)
    ground = [{"episode": Episode.objects.get(person=(who := isolate(world, "1-1-101")).id).id, "person": who.id}]
    about = {"place": stairwell, "door": door.id, "person": who.id}
    seal = {"emergency": "120", "people": ground}
    put = ledger.tell("seal", seal, by=world.workers["lead"], now=timezone.now(), **about)
    ledger.tell(
        "seal_event", {"seal": put.id, "event": "opened"}, by=world.workers["lead"], now=timezone.now(), **about
    )
    return world


def test_the_pages_fit_a_desk_and_a_phone(world: World, live_server: LiveServer, browser: Browser) -> None:
    seal, finding = Seal.objects.get(), Finding.objects.filter(state="open").first()
    assert finding is not None
    rooms = {
        "findings": "/findings", "finding": f"/findings/{finding.id}", "cases": "/findings/cases",
        "disinfection": "/disinfection", "regular": "/disinfection/regular", "seals": "/seals?show=ask",
        "disinfected": f"/disinfection/at/{seal.place}", "seal": f"/seals/{seal.id}",
        "new": f"/seals/new/{seal.place}?door={seal.door}",
    }  # fmt: skip
    for width, language in ((1440, "zh-hans"), (390, "en")):
        page = desk(browser, live_server.url, world.workers["lead"], width=width, language=language)
        page.set_default_timeout(60_000)
        for room, address in rooms.items():
            page.goto(address)
            picture(page, f"inspection-{room}-{width}-{language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, room
            if width == 390 or PICTURES:
                assert serious(page) == [], room
    page = desk(browser, live_server.url, world.workers["headquarters"], width=390, language="zh-hans")
    page.set_default_timeout(60_000)
    for room, address in {"sensors": "/seals/sensors", "round": "/outreach/rounds/new", "clues": "/clues"}.items():
        page.goto(address)
        picture(page, f"inspection-{room}-390-zh-hans")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, room
        assert serious(page) == [], room
    a_picture_of_any_camera_is_made_small_and_kept(page, f"/disinfection/at/{seal.place}")


def a_picture_of_any_camera_is_made_small_and_kept(page: Page, address: str) -> None:
    page.goto(address)
    chosen = page.locator("input[data-photos]")
    chosen.set_input_files({"name": "DSC_0001.PNG", "mimeType": "image/png", "buffer": PNG})
    expect(chosen).to_have_value(re.compile(r"1\.jpg$"))
    page.locator("form.form button[type=submit]").click()
    page.wait_for_url("**/disinfection")
    assert [one.type for one in Attachment.objects.all()] == ["image/jpeg"]
