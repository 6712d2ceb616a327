"""The screens before, beside and around the work: joining, practice, messages. Readable by everybody, in every look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from qiaomen.access.joining import give_digits
from qiaomen.access.links import code_of, make_link
from qiaomen.access.models import Enrolment
from qiaomen.duty.bulletins import write_bulletin
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.journeys import transactional_db
from qiaomen.field.tests.looks import faults
from qiaomen.field.tests.stage import Stage, Thumb, code_for, in_hand, served, staged
from qiaomen.testing.site import Site
from qiaomen.testing.world import worker_phone

__all__ = ["served", "staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

LOOKS = [("zh-hans", "light", 1), ("zh-hant", "dark", 1), ("en", "light", 2)]
WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Mobile Safari/537.36 MicroMessenger/8.0.42"


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def phone(request: pytest.FixtureRequest, stage: Stage, browser: Browser, site: Site) -> Iterator[Thumb]:
    """A fresh phone in one of the looks."""
    language, theme, scale = request.param
    with in_hand(browser, site.address) as thumb:
        thumb.go("join")
        thumb.look(language=language, theme=theme, scale=scale)
        yield thumb
        assert thumb.faults == []


def test_joining_is_readable_from_the_link_to_the_first_step(stage: Stage, phone: Thumb) -> None:
    Enrolment.objects.filter(worker=stage.world.workers["field"]).delete()
    [(_worker, digits)] = give_digits([stage.world.workers["field"]])
    link = make_link(stage.world.organisations["education"], by=stage.world.workers["headquarters"])
    faults(phone.page, "a personal code")
    phone.go(f"join/{code_of(link)}")
    faults(phone.page, "name and number")
    phone.page.locator("[name=name]").fill("周启明")
    phone.page.locator("[name=phone]").fill(worker_phone("field"))
    phone.page.locator("[type=submit]").tap()
    phone.page.locator("[name=digits]").fill(digits)
    faults(phone.page, "waiting")
    phone.page.locator("[type=submit]").tap()
    phone.page.wait_for_url("**/#/welcome")
    phone.page.wait_for_selector("#app h1")
    faults(phone.page, "welcome")


def test_practice_is_readable_in_the_building_and_at_its_doors(stage: Stage, phone: Thumb) -> None:
    phone.enrol(code_for(stage))
    phone.go("practice")
    phone.page.locator("main .pbtn, .p-foot .pbtn").first.tap()
    phone.page.wait_for_selector(".stack")
    faults(phone.page, "the practice building")
    phone.page.locator(".door").first.tap()
    phone.page.wait_for_selector(".members")
    faults(phone.page, "a practice door")


def test_a_message_from_headquarters_is_readable_before_and_after_it_was_read(stage: Stage, phone: Thumb) -> None:
    by = stage.world.workers["headquarters"]
    place = stage.world.places["compound"]
    write_bulletin(text="今晚八点前请把三单元敲完。", places=[place.id], where=place.name, hours=24, by=by)
    phone.enrol(code_for(stage))
    phone.page.wait_for_selector(".notice .pbtn")
    faults(phone.page, "a message")
    phone.page.locator(".notice .pbtn").first.tap()
    phone.page.wait_for_selector(".notice.calm")
    faults(phone.page, "a message that was read")


# The database as the first build made it, by a page that never lets go of it.
HOLDS = """() => new Promise((go) => {
  const asked = indexedDB.open('qiaomen-field', 1);
  asked.onupgradeneeded = () => {
    const made = (name, keyPath) => asked.result.createObjectStore(name, keyPath ? {keyPath} : {});
    made('phone'), made('authors', 'worker'), made('chunks', ['worker', 'place']);
    made('outbox', 'id').createIndex('standing', ['worker', 'standing']);
    made('photos', 'id').createIndex('worker', 'worker');
  };
  asked.onsuccess = () => go((globalThis.held = asked.result).version);
})"""


def test_a_window_of_an_older_build_that_holds_the_phone_s_records_is_told_of(browser: Browser, site: Site) -> None:
    with in_hand(browser, site.address, locale="zh-CN") as phone:
        other = phone.page.context.new_page()
        other.goto(f"{site.address}/field/manifest.webmanifest")
        assert other.evaluate(HOLDS) == 1
        phone.page.goto(f"{site.address}/field/#/join")
        phone.page.get_by_text("请关闭").wait_for()
        faults(phone.page, "held by another window")
        other.close()
        phone.page.wait_for_selector("#app form")
        expect(phone.page.locator(".empty")).to_have_count(0)
        assert phone.faults == []


def test_words_that_do_not_come_hold_no_screen_up_and_come_with_the_network(browser: Browser, site: Site) -> None:
    with in_hand(browser, site.address, locale="zh-CN", service_workers="block") as phone:
        phone.page.route("**/field/words/*", lambda route: None)
        phone.page.goto(f"{site.address}/field/#/join")
        phone.page.wait_for_selector("#app form")
        expect(phone.page.locator("h1")).to_have_text("Join")
        phone.page.unroute("**/field/words/*")
        phone.page.evaluate("dispatchEvent(new Event('online'))")
        phone.page.get_by_role("heading", name="加入").first.wait_for()


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_the_way_out_of_another_app_is_readable(browser: Browser, site: Site, language: str) -> None:
    with in_hand(browser, site.address, user_agent=WECHAT, locale=language) as phone:
        phone.page.goto(f"{site.address}/join/abcde-fghjk")
        phone.page.wait_for_selector("h1")
        faults(phone.page, "the arriving page")
