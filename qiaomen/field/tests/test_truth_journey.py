"""What a screen says is so: days by the district's clock, why there are no doors, what is not sent or not kept."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Playwright, expect

from qiaomen.access.enrolling import revoke
from qiaomen.access.models import Enrolment
from qiaomen.field.tests.handsets import CHROMIUM, FAKE_CAMERA
from qiaomen.field.tests.looks import faults
from qiaomen.field.tests.stage import Stage, Thumb, code_for, in_hand
from qiaomen.field.tests.staged import enrolled, phone, staged, transactional_db

__all__ = ["phone", "staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

NO_ROOM = """() => {
  globalThis.real = {};
  for (const name of ['add', 'put']) {
    real[name] = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = () => { throw new DOMException('no room', 'QuotaExceededError'); };
  }
}"""
ROOM = "() => void Object.assign(IDBObjectStore.prototype, real)"
LATE = """(() => {
  const real = Date;
  const late = 86400000;
  globalThis.Date = class extends real {
    constructor(...given) { given.length ? super(...given) : super(real.now() - late); }
    static now() { return real.now() - late; }
  };
})()"""


@pytest.fixture
def late(browser: Browser, stage: Stage, live_server: Any) -> Iterator[Thumb]:
    """A worker's phone whose clock is a day behind."""
    with in_hand(browser, live_server.url) as thumb:
        thumb.page.context.add_init_script(LATE)
        thumb.enrol(code_for(stage))
        thumb.look()
        yield thumb


def test_yesterday_is_the_districts_whatever_the_phones_clock_says(late: Thumb, stage: Stage) -> None:
    door = stage.doors["1-401"].id
    late.go(f"door/{door}")
    late.page.locator(".members .row").first.tap()
    returned = late.page.get_by_role("group", name="Came back from elsewhere within 14 days")
    returned.locator(".chip", has_text="Yes").tap()
    late.page.get_by_role("group", name="On which day").get_by_text("Yesterday").tap()
    [seen] = late.session("(s, door) => Object.values(s.drafts.value.get(door).begun)", str(door))
    yesterday = timezone.localdate() - timedelta(days=1)
    assert yesterday.isoformat() in seen["answers"].values()


SILENT = """async (s) => {
  const [db, {lapse}] = [await part('store/database'), await part('sync/forgetting')];
  const base = await db.database();
  const [row] = await base.getAll('authors');
  await base.put('authors', {...row, lastContact: Date.now() - 49 * 3600000});
  await lapse();
}"""


def test_a_phone_whose_doors_went_does_not_say_that_there_is_no_sweep(phone: Thumb) -> None:
    phone.page.context.set_offline(True)
    phone.session(SILENT)
    expect(phone.page.locator(".empty h2")).to_have_text("Your doors are not on this phone")
    faults(phone.page, "no doors on the phone")
    phone.page.context.set_offline(False)
    phone.session("s => s.syncNow()")
    phone.page.wait_for_selector(".hero")


def test_a_phone_that_was_signed_out_says_so_where_its_doors_were(phone: Thumb, stage: Stage) -> None:
    revoke(Enrolment.objects.filter(worker=stage.world.workers["field"], revoked_at=None).latest("since"))
    phone.session("s => s.syncNow()")
    expect(phone.page.locator(".empty h2")).to_have_text("This phone has been signed out")


def test_a_second_tap_adds_no_second_door_and_a_full_disk_is_told_of(phone: Thumb, stage: Stage) -> None:
    phone.go(f"add/door/{stage.doors['1-101'].place_id}")
    phone.page.fill("input.entry", "909")
    phone.page.evaluate(NO_ROOM)
    phone.page.get_by_role("button", name="Add this door").tap()
    expect(phone.page.locator(".toast")).to_contain_text("could not keep this")
    phone.page.evaluate(ROOM)
    phone.page.get_by_role("button", name="Add this door").evaluate("(button) => (button.click(), button.click())")
    phone.page.wait_for_url("**/#/door/*")
    phone.page.wait_for_selector(".members")
    assert phone.session("s => s.outbox.value.length") == 1


def test_a_second_tap_writes_a_floor_once(phone: Thumb, stage: Stage) -> None:
    phone.go(f"building/{stage.building.id}")
    phone.page.get_by_role("tab").nth(2).tap()
    phone.page.get_by_role("button", name="Floor 2: take 4 doors").tap()
    phone.page.get_by_role("button", name="Nobody home: 4 doors").evaluate(
        "(button) => (button.click(), button.click())"
    )
    phone.page.locator(".toast button").wait_for()
    phone.until("async (s) => (await part('store/state')).writing.value.length === 0")
    assert phone.session("s => s.outbox.value.length") == 4


def test_a_full_disk_is_why_nothing_goes_and_says_so_until_there_is_room(phone: Thumb, stage: Stage) -> None:
    phone.page.context.set_offline(True)
    phone.page.evaluate("(door) => { location.hash = `#/door/${door}` }", str(stage.doors["1-402"].id))
    phone.page.get_by_role("button", name="Nobody home").tap()
    phone.page.wait_for_selector(".stack")
    phone.until("s => s.outbox.value.length === 1")
    phone.page.evaluate(NO_ROOM)
    phone.page.context.set_offline(False)
    phone.session("s => s.syncNow().catch(() => {})")
    expect(phone.page.locator(".p-head .net").last).to_have_text("No room on the phone")
    phone.page.evaluate("() => { location.hash = '#/outbox' }")
    expect(phone.page.locator(".notice b")).to_have_text("This phone has no room")
    phone.page.evaluate(ROOM)
    phone.session("s => s.syncNow()")
    phone.all_sent()
    expect(phone.page.locator(".notice")).to_have_count(0)


def test_what_could_not_be_taken_back_is_said_and_tried_again(phone: Thumb, stage: Stage) -> None:
    phone.unhurried()
    phone.go(f"door/{stage.doors['1-501'].id}")
    phone.page.get_by_role("button", name="Nobody home").tap()
    phone.page.wait_for_selector(".stack")
    phone.all_sent()
    phone.page.evaluate(NO_ROOM)
    phone.page.get_by_role("button", name="Undo").tap()
    expect(phone.page.locator(".toast")).to_contain_text("could not be taken back")
    phone.page.evaluate(ROOM)
    phone.page.get_by_role("button", name="Undo").tap()
    phone.page.get_by_text("Taken back.").wait_for()
    phone.until("s => s.outbox.value.some(({envelope}) => envelope.kind === 'void')")


WAITS = """async (s) => {
  const names = ['store/database', 'store/photos', 'store/state'];
  const [{database}, photos, {open}] = await Promise.all(names.map(part));
  const blob = new Blob(['a picture'], {type: 'image/jpeg'});
  const [row] = await photos.rowsOf(open.me, crypto.randomUUID(), [{id: crypto.randomUUID(), blob}]);
  await (await database()).put('photos', row);
}"""


def test_the_outbox_does_not_say_that_the_server_has_a_photo_which_waits(phone: Thumb) -> None:
    phone.page.context.set_offline(True)
    phone.session(WAITS)
    phone.page.evaluate("() => { location.hash = '#/outbox' }")
    phone.page.get_by_text("1 photo waits on this phone").wait_for()
    button = phone.page.get_by_role("button", name="Try now")
    button.tap()
    expect(phone.page.locator(".toast")).to_have_text("No signal")
    with phone.page.expect_response("**/api/attachments/*"):
        phone.page.context.set_offline(False)
    with phone.page.expect_response("**/api/attachments/*"):
        button.tap()


LOOKED_AWAY = """() => {
  globalThis.opened = [];
  const {mediaDevices} = navigator;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await real(wanted);
    opened.push(...stream.getTracks());
    return stream;
  };
  let seen = 'visible';
  Object.defineProperty(document, 'visibilityState', {get: () => seen});
  globalThis.look = (how) => { seen = how; document.dispatchEvent(new Event('visibilitychange')); };
}"""


def test_who_looks_away_while_the_camera_opens_is_not_told_that_another_app_holds_it(
    playwright: Playwright, stage: Stage, live_server: Any
) -> None:
    camera = playwright.chromium.launch(executable_path=CHROMIUM, args=FAKE_CAMERA)
    with enrolled(camera, live_server.url, stage) as thumb:
        thumb.page.evaluate(LOOKED_AWAY)
        thumb.page.evaluate("() => { location.hash = '#/scan' }")
        thumb.page.wait_for_selector(".camera")
        # Away and back before the camera is there, so that it is asked for twice; and again while it begins to film.
        thumb.page.evaluate("() => { look('hidden'); look('visible'); }")
        thumb.page.wait_for_function("opened.length >= 1")
        thumb.page.evaluate("() => { look('hidden'); look('visible'); }")
        thumb.page.wait_for_function("document.querySelector('video')?.videoWidth > 0")
        expect(thumb.page.locator(".camera")).to_have_count(1)
        thumb.page.wait_for_function("opened.filter((track) => track.readyState === 'live').length === 1")
    camera.close()


def test_a_sheet_that_goes_gives_the_focus_back(phone: Thumb, stage: Stage) -> None:
    phone.go(f"door/{stage.doors['1-502'].id}")
    expect(phone.page.locator("h1")).to_be_focused()
    more = phone.page.get_by_role("button", name="Something else")
    more.press("Enter")
    phone.page.get_by_role("button", name="Close").press("Enter")
    expect(phone.page.locator("dialog")).to_have_count(0)
    expect(more).to_be_focused()
    more.press("Enter")
    phone.page.get_by_role("button", name="Vacant").press("Enter")
    expect(phone.page.locator("dialog h2")).to_contain_text("who says so?")
    phone.page.keyboard.press("Escape")
    expect(phone.page.locator("dialog")).to_have_count(0)
    expect(more).to_be_focused()


LATER = """() => {
  const now = Date.now;
  Date.now = () => now() + 5 * 3600000;
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_today_follows_the_clock_without_a_signal(phone: Thumb) -> None:
    phone.page.context.set_offline(True)
    before = phone.page.locator(".hero-end b").inner_text()
    phone.page.evaluate(LATER)
    expect(phone.page.locator(".hero-end b")).not_to_have_text(before)


def test_a_phone_that_cannot_keep_a_new_worker_says_so_in_ones_own_words(
    browser: Browser, stage: Stage, live_server: Any
) -> None:
    with in_hand(browser, live_server.url, locale="zh-CN") as thumb:
        thumb.go("join")
        thumb.page.fill("[name=code]", code_for(stage))
        thumb.page.evaluate(NO_ROOM)
        thumb.page.locator("[type=submit]").tap()
        expect(thumb.page.locator("[role=alert]")).to_have_text("手机存不下来。腾点空间，再试一次。")
