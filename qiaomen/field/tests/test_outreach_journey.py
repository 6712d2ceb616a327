"""A round of posters in Chromium: a photo at each place, without a signal, and headquarters' counts afterwards."""

from base64 import b64decode
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import arrived, phone, staged, transactional_db
from qiaomen.outreach import actions, counts, queries_rounds
from qiaomen.testing.axe import serious
from qiaomen.testing.telling import asked_round

# One grey point, as a camera's picture: the phone draws it anew before it goes.
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
__all__ = ["phone", "staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


def test_posters_are_hung_with_a_photo_each_without_a_signal_and_counted(phone: Thumb, stage: Stage) -> None:
    world, now, page = stage.world, timezone.now(), phone.page
    poster = actions.add_material(title="防疫海报", form="poster", stock=100, by=None)
    leaflet = actions.add_material(title="致居民的一封信", form="leaflet", by=None)
    two = [world.places["stairwell 1-1"], world.places["stairwell 1-2"]]
    round = asked_round(
        world, two, due=now + timedelta(hours=5), now=now, what="poster", material=poster.id, copies=2, photo=True,
        title="楼道海报",
    )  # fmt: skip
    phone.go("outreach")
    expect(page.get_by_text("2 places are missing")).to_be_visible()
    assert serious(page) == []
    phone.picture("outreach")
    page.context.set_offline(True)
    for name in ("1单元", "2单元"):
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("button", name="Done here")).to_be_disabled()
        page.locator("input[type=file]").set_input_files(
            {"name": "photo.png", "mimeType": "image/png", "buffer": PIXEL}
        )
        expect(page.get_by_role("button", name="Done here")).to_be_enabled()
        page.get_by_role("button", name="Done here").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("No round waits for you here")).to_be_visible()
    page.get_by_role("button", name="Hand something out").click()
    page.get_by_label("Which title?").select_option(label="致居民的一封信")
    page.get_by_label("Copies").fill("300")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.context.set_offline(False)
    assert arrived(phone, lambda: not queries_rounds.spots(round, missing=True))
    assert arrived(phone, lambda: {one.id: one.copies for one in counts.by_title([""])}[leaflet.id] == 300)
    assert {one.id: one.copies for one in counts.by_title([""])}[poster.id] == 4
