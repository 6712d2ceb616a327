"""Scene 12 on two phones, in Chromium: the car is unfounded and earns nothing; what was told twice books ten masks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from qiaomen.clues import actions, queries
from qiaomen.clues.models import Clue
from qiaomen.clues.tests.town import answers, rewarding
from qiaomen.duty.models import DutyRole
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import arrived, enrolled, staged, transactional_db
from qiaomen.ledger import desk
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.axe import serious

__all__ = ["staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


@pytest.fixture
def volunteer(browser: Browser, stage: Stage, live_server: Any) -> Iterator[Thumb]:
    """The phone of a stairwell's volunteer."""
    with enrolled(browser, live_server.url, stage, worker="field 2") as thumb:
        yield thumb


@pytest.fixture
def grid_worker(browser: Browser, stage: Stage, live_server: Any) -> Iterator[Thumb]:
    """The phone of who answers for the compound; headquarters gives ten masks for what proves right."""
    answers(stage.world, "field", "compound", DutyRole.GRID_WORKER)
    rewarding(stage.world)
    with enrolled(browser, live_server.url, stage) as thumb:
        yield thumb


def told(thumb: Thumb, what: str, *, words: str, plate: str = "") -> None:
    """The volunteer tells of something."""
    page = thumb.page
    page.get_by_role("button", name="Tell a clue").click()
    page.get_by_text(what, exact=True).click()
    page.get_by_label("In a few words").fill(words)
    if plate:
        page.get_by_label("Its plate").fill(plate)
    assert serious(page) == []
    thumb.picture("clue-tell")
    page.get_by_role("button", name="Tell it").click()
    expect(page.get_by_text("Told. Somebody looks there.")).to_be_visible()
    thumb.quiet()


def ended(thumb: Thumb, how: str, *, note: str) -> None:
    """Whoever was sent says what came of it."""
    page = thumb.page
    page.locator(".p-card button.row").first.click()
    page.get_by_label("What you found there").fill(note)
    page.get_by_role("button", name=how, exact=True).click()
    thumb.quiet()


def test_scene_12_the_car_is_unfounded_and_what_was_told_twice_books_ten_masks_once(
    volunteer: Thumb, grid_worker: Thumb, stage: Stage
) -> None:
    world, lead, page = stage.world, stage.world.workers["lead"], grid_worker.page
    volunteer.go("clues")
    volunteer.page.context.set_offline(True)
    told(volunteer, "a vehicle from elsewhere", words="京牌车停在 3 栋", plate="京A12345")
    volunteer.page.context.set_offline(False)
    volunteer.all_sent()
    grid_worker.go("today")
    page.reload()
    expect(page.get_by_text("1 clue to look at")).to_be_visible()
    page.get_by_text("1 clue to look at").click()
    expect(page.get_by_text("a vehicle from elsewhere")).to_be_visible()
    assert "孟小雨" not in page.content(), "whoever is sent does not learn who told it"
    assert serious(page) == []
    grid_worker.picture("clues")
    page.context.set_offline(True)
    ended(grid_worker, "It is not so", note="车主四月回来后未外出")
    expect(page.get_by_text("No clue to look at")).to_be_visible()
    page.context.set_offline(False)
    grid_worker.all_sent()
    car = Clue.objects.get(what="vehicle")
    assert (car.state, car.reward) == ("unfounded", "none")

    told(volunteer, "somebody came back from elsewhere", words="三楼住着刚回来的人")
    volunteer.all_sent()
    again = {"what": "person", "source": "hotline", "phone": "12000000008"}
    compound = world.places["compound"].id
    desk.tell("clue", again, by=lead, now=timezone.now(), place=compound)
    assert arrived(volunteer, lambda: Clue.objects.filter(what="person").count() == 2)
    one, two = Clue.objects.filter(what="person").order_by("told_at")
    now = two.told_at
    rows = [queries.clue_for(lead, clue.id, now=now) for clue in (two, one)]
    assert actions.join(*rows, by=lead, now=now).verdict == "accepted"
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("1 clue to look at")).to_be_visible()
    ended(grid_worker, "It is so", note="属实，已登记")
    grid_worker.all_sent()
    assert arrived(grid_worker, lambda: Clue.objects.filter(id=one.id, state="verified").exists())
    booked = list(Clue.objects.exclude(reward="none").values_list("id", "reward", "reward_what", "reward_count"))
    assert booked == [(one.id, "booked", "口罩", 10)]
    assert grid_worker.faults == volunteer.faults == []
    assert_rebuild_agrees()
