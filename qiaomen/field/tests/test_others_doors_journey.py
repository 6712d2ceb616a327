"""At a door of another team: who is registered there is asked for, and nobody is taken for somebody new."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from qiaomen.field.tests.handsets import CHROMIUM, Handset
from qiaomen.field.tests.journeys import ids, transactional_db  # noqa: F401 - a fixture
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


def test_somebody_of_another_teams_door_is_asked_as_who_they_are(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, [door] = phone_of("field"), ids(district, "2-1-101")
    phone.page.goto(f"{phone.address}/field/#/door/{door}")
    row = phone.page.locator(".members .row").first
    name = row.locator("b").inner_text()
    row.click()
    expect(phone.page.locator("h1")).to_have_text(name)
    phone.page.reload()
    expect(phone.page.locator("h1")).to_have_text(name)
    expect(phone.page.locator(".ask input[maxlength='50']")).to_have_count(0)
    phone.page.locator(".ask .chip").first.click()
    phone.page.locator(".p-foot .pbtn").first.click()
    phone.page.locator(".p-foot .huge").click()
    phone.page.wait_for_selector(".stack")
    phone.all_sent()
    said = phone.do("return s.outbox.value[0].envelope.body.people")
    assert [one for one in said if "new" in one] == []
    assert phone.do("return s.outbox.value[0].standing") == "accepted"


def test_without_a_signal_nobody_says_that_nobody_is_registered_at_another_teams_door(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, [theirs, own] = phone_of("field"), ids(district, "2-1-102", "1-1-101")
    phone.page.goto(f"{phone.address}/field/#/door/{own}")
    phone.page.wait_for_selector(".members")
    phone.context.set_offline(True)
    for door, is_known in ((theirs, False), (own, True)):
        phone.page.evaluate("(door) => { location.hash = `#/door/${door}` }", door)
        phone.page.wait_for_selector(f".members-head a[href='#/person/{door}/new']")
        said = phone.page.locator(".members-head b").inner_text()
        assert ("手机上没有" not in said) == is_known
