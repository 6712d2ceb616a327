"""What was said at a door and does not count yet is found again, taken along, or given up by its author."""

import base64

import pytest
from playwright.sync_api import expect

from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import phone, staged, transactional_db

__all__ = ["phone", "staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

PEOPLE = "s => s.outbox.value.at(-1).envelope.body.people.map(({presence, answers}) => [presence, answers])"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def at(phone: Thumb, stage: Stage, room: str) -> str:
    """At a door of building 5; its id."""
    door = str(stage.doors[room].id)
    phone.go(f"door/{door}")
    phone.page.wait_for_selector(".members")
    return door


def test_somebody_new_who_was_left_half_way_is_there_again(phone: Thumb, stage: Stage) -> None:
    door = at(phone, stage, "1-101")
    phone.page.locator(".members-head .link").tap()
    phone.page.get_by_label("Full name").fill("许三多")
    phone.page.locator(".p-back").tap()
    row = phone.page.locator(".members .row", has_text="许三多")
    expect(row).to_contain_text("not finished")
    phone.session("async () => (await part('store/drafting')).flush()")
    phone.page.reload()
    phone.go(f"person/{door}/new")
    expect(phone.page.get_by_label("Full name")).to_have_value("许三多")
    phone.page.locator(".chip", has_text="stated").tap()
    phone.page.get_by_role("button", name="Finish").tap()
    phone.page.wait_for_selector(".members")
    expect(row).to_have_count(1)
    phone.go(f"person/{door}/new")
    expect(phone.page.get_by_label("Full name")).to_have_value("")


def test_a_household_is_not_saved_over_somebody_who_was_begun(phone: Thumb, stage: Stage) -> None:
    at(phone, stage, "1-102")
    phone.page.locator(".members .row").first.tap()
    phone.page.get_by_label("Temperature (°C)").fill("38.2")
    phone.page.locator(".p-back").tap()
    phone.page.wait_for_selector(".members")
    phone.page.get_by_role("button", name="Everyone well").tap()
    phone.page.get_by_label("Temperature (°C)").wait_for()
    assert phone.session("s => s.outbox.value.length") == 0
    phone.page.locator(".chip", has_text="stated").tap()
    phone.page.get_by_role("button", name="Finish").tap()
    phone.page.get_by_role("button", name="Save: 1 asked").tap()
    phone.page.wait_for_selector(".stack")
    phone.until("s => s.outbox.value.length === 1")
    assert ["stated", {"temperature": 38.2}] in phone.session(PEOPLE)


def test_what_is_taken_back_is_there_to_be_said_otherwise(phone: Thumb, stage: Stage) -> None:
    phone.unhurried()
    door = at(phone, stage, "1-201")
    phone.page.locator(".members .row").first.tap()
    phone.page.locator(".chip", has_text="seen").tap()
    phone.page.get_by_role("button", name="Finish").tap()
    phone.page.get_by_role("button", name="Save: 1 asked").tap()
    phone.page.get_by_role("button", name="Undo").tap()
    phone.page.get_by_text("Taken back.").wait_for()
    phone.page.locator(f".door[href='#/door/{door}']").tap()
    expect(phone.page.get_by_role("button", name="Save: 1 asked")).to_be_visible()


def test_what_was_begun_at_the_wrong_door_is_given_up_photo_by_photo_or_whole(phone: Thumb, stage: Stage) -> None:
    door = at(phone, stage, "1-202")
    phone.page.locator("details:has(#note) > summary").tap()
    phone.page.locator("#note").fill("the dog bites")
    phone.page.locator("input[type=file]").set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": base64.b64decode(PIXEL)}
    )
    phone.page.get_by_role("button", name="Take photo 1 out").tap()
    expect(phone.page.locator(".photo")).to_have_count(0)
    phone.page.get_by_role("button", name="Drop what is not saved here").tap()
    phone.page.get_by_role("button", name="Drop what is not saved", exact=True).tap()
    expect(phone.page.locator("#note")).to_have_value("")
    assert not phone.session("(s, door) => s.drafts.value.has(door)", door)


TWO_AT_ONCE = """async (s, door) => {
  const input = document.querySelector('input[type=file]');
  const real = createImageBitmap;
  // The first picture takes longer than the second.
  let first = true;
  globalThis.createImageBitmap = async (file) => {
    if (first) await ((first = false), new Promise((go) => setTimeout(go, 400)));
    return real(file);
  };
  const drawn = await (await fetch(document.querySelector('#drawn').href)).blob();
  for (const name of ['one', 'other']) {
    const given = new DataTransfer();
    given.items.add(new File([drawn], name, {type: 'image/png'}));
    input.files = given.files;
    input.dispatchEvent(new Event('change', {bubbles: true}));
  }
}"""


def test_two_photos_at_the_same_moment_are_two(phone: Thumb, stage: Stage) -> None:
    door = at(phone, stage, "1-301")
    phone.page.locator("details:has(#note) > summary").tap()
    phone.page.evaluate(
        "(pixel) => { const link = document.createElement('a'); link.id = 'drawn';"
        " link.href = 'data:image/png;base64,' + pixel; document.body.append(link); }",
        PIXEL,
    )
    phone.session(TWO_AT_ONCE, door)
    expect(phone.page.locator(".photo img")).to_have_count(2)


def test_signing_out_says_which_households_are_begun(phone: Thumb, stage: Stage) -> None:
    at(phone, stage, "1-302")
    phone.page.locator("details:has(#note) > summary").tap()
    phone.page.locator("#note").fill("the dog bites")
    phone.go("me")
    phone.page.get_by_role("button", name="Sign out and wipe").tap()
    expect(phone.page.locator("dialog")).to_contain_text("1 household that is begun and not saved")
