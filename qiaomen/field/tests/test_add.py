"""A door and a building that the register lacks, added on the phone without a signal, and there once it is back."""

import pytest
from playwright.sync_api import expect

from qiaomen.campaigns.models import Target
from qiaomen.campaigns.states import State
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import phone, staged, transactional_db
from qiaomen.places.models import Door, Place

__all__ = ["phone", "staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

ACCEPTED = "s => s.outbox.value.every(one => one.standing === 'accepted')"


def sent(phone: Thumb) -> bool:
    """Whether the server has taken everything that was said here."""
    phone.session("s => s.syncNow()")
    phone.all_sent()
    return bool(phone.session(ACCEPTED))


def open_screen(phone: Thumb, address: str) -> None:
    phone.page.evaluate("(address) => { location.hash = address }", address)
    phone.page.locator("input.entry").wait_for()


def stairwell(stage: Stage) -> Place:
    return Place.objects.get(parent=stage.building, name="2单元")


def test_a_building_and_its_first_door_are_added_without_a_signal(phone: Thumb, stage: Stage) -> None:
    phone.page.context.set_offline(True)
    open_screen(phone, f"#/add/building/{stairwell(stage).id}")
    phone.page.fill("input.entry", "9栋")
    phone.page.get_by_role("button", name="Add it").click()
    phone.page.wait_for_url("**/#/add/door/*")
    phone.page.fill("input.entry", "9-101")
    phone.page.get_by_role("button", name="Add this door").click()
    phone.page.wait_for_url("**/#/door/*")
    phone.page.get_by_role("heading", name="101").wait_for()
    phone.page.context.set_offline(False)
    assert sent(phone)
    door = Door.objects.get(place__name="9栋", place__parent=stage.world.places["compound"])
    assert (door.label, door.room, door.floor) == ("9-101", "101", 1)
    assert Target.objects.get(door_id=door.id).team_id == stage.world.teams["team 1"].id


def test_a_door_that_is_there_already_is_not_added_again(phone: Thumb, stage: Stage) -> None:
    open_screen(phone, f"#/add/door/{stairwell(stage).id}")
    phone.page.fill("input.entry", "702")
    phone.page.get_by_text("This door is here already.").wait_for()
    phone.page.get_by_role("button", name="Add this door").click()
    expect(phone.page.get_by_role("link", name="Open 5-2-702")).to_be_visible()
    assert phone.session("s => s.outbox.value.length") == 0
    phone.page.get_by_role("link", name="Open 5-2-702").click()
    phone.page.wait_for_url(f"**/#/door/{stage.doors['2-702'].id}")


def test_a_wrong_label_is_corrected_from_the_doors_own_screen(phone: Thumb, stage: Stage) -> None:
    door = stage.doors["2-702"]
    phone.page.evaluate("(address) => { location.hash = address }", f"#/door/{door.id}")
    phone.page.get_by_role("button", name="Something else").click()
    phone.page.get_by_role("link", name="Its label or kind is wrong").click()
    phone.page.fill("input.entry", "5-2-703甲")
    phone.page.get_by_text("It is kept just as you write it.").wait_for()
    phone.page.get_by_role("button", name="Save").click()
    phone.page.wait_for_url(f"**/#/door/{door.id}")
    assert sent(phone)
    assert Door.objects.get(pk=door.id).label == "5-2-703甲"


def add_door(phone: Thumb, stage: Stage, label: str) -> None:
    open_screen(phone, f"#/add/door/{stairwell(stage).id}")
    phone.page.fill("input.entry", label)
    phone.page.get_by_role("button", name="Add this door").click()
    phone.page.wait_for_url("**/#/door/*")


def test_a_door_that_was_added_by_mistake_is_taken_back_before_it_goes(phone: Thumb, stage: Stage) -> None:
    phone.unhurried()
    phone.page.context.set_offline(True)
    add_door(phone, stage, "5-2-1503")
    phone.page.locator(".toast button").click()
    phone.page.wait_for_url("**/#/building/*")
    phone.page.get_by_text("Taken back.").wait_for()
    phone.until("s => s.outbox.value.length === 0")
    expect(phone.page.get_by_role("link", name="1503")).to_have_count(0)


def test_a_door_that_has_gone_to_the_register_is_claimed_not_to_exist(phone: Thumb, stage: Stage) -> None:
    phone.unhurried()
    add_door(phone, stage, "5-2-1504")
    assert sent(phone)
    phone.page.locator(".toast button").click()
    phone.page.wait_for_url("**/#/add/change/*")
    phone.page.get_by_role("button", name="There is no such door").click()
    phone.page.wait_for_url("**/#/building/*")
    assert sent(phone)
    door = Door.objects.get(label="5-2-1504")
    assert Target.objects.get(door_id=door.id).state == State.WRONG_ADDRESS_CLAIMED
