"""Households that are begun lie sealed on the phone: through a killed browser, and no longer than their author."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from qiaomen.access.enrolling import invite
from qiaomen.field.tests.handsets import CHROMIUM, Handset, Mortal
from qiaomen.field.tests.journeys import ids, transactional_db  # noqa: F401 - a fixture
from qiaomen.testing.site import Site
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

BEGIN = """
const seen = {person: 'p1', presence: 'stated', answers: {returnee_place: 'said at the door'}};
const photos = [new Blob(['a picture'], {type: 'image/jpeg'})];
const said = {people: {p1: seen}, begun: {}, answers: {}, texts: {}, mends: '', since: 1};
s.keepDraft(given, {...said, note: 'the dog bites', photos});
await until(async () => (await (await db.database()).count('drafts')) === 1);
"""
BEGUN = """
const draft = s.drafts.value.get(given);
return [draft?.note, await draft?.photos[0].text(), draft?.people.p1.answers];
"""


def test_a_household_that_is_begun_survives_a_killed_browser_and_goes_when_it_is_saved(
    playwright: Playwright, site: Site, district: World, tmp_path: Path
) -> None:
    mortal, [door] = Mortal(playwright, tmp_path, site.address), ids(district, "1-1-101")
    phone = mortal.start()
    phone.enrol(invite(district.workers["field"]))
    phone.do(BEGIN, door)
    sealed = str(phone.rows()["drafts"])
    mortal.kill()
    assert [said for said in ("the dog bites", "said at the door", "a picture") if said in sealed] == []
    phone = mortal.start()
    assert phone.do(BEGUN, door) == ["the dog bites", "a picture", {"returnee_place": "said at the door"}]
    phone.page.locator(f".begun a[href='#/door/{door}']").click()
    phone.page.locator(".p-foot .pair .pbtn").nth(1).click()
    phone.page.wait_for_selector(".stack")
    phone.do("await until(async () => (await (await db.database()).count('drafts')) === 0)")
    assert phone.do("return s.outbox.value[0].envelope.body.note") == "the dog bites"
    mortal.kill()


def test_what_is_begun_goes_with_the_district_and_with_its_author(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, [door] = phone_of("field"), ids(district, "1-1-102")
    phone.do(BEGIN, door)
    phone.do("await s.enrol(given); await until(() => !s.net.value.first)", invite(district.workers["field 2"]))
    assert phone.do("return s.drafts.value.size") == 0, "nobody goes on with what another one began"
    phone.do(f"await s.switchTo('{district.workers['field'].id}')")
    assert phone.do("await s.syncNow(); return s.drafts.value.has(given)", door)
    phone.context.set_offline(True)  # nothing may be in contact while the last contact is put back
    phone.silent()
    phone.page.reload() if phone.do("return Boolean(navigator.serviceWorker.controller)") else phone.open()
    assert phone.do("return s.drafts.value.size") == 0
    assert phone.rows()["drafts"] == []


def test_practice_leaves_nothing_on_the_disk(phone_of: Callable[..., Handset], district: World) -> None:
    phone = phone_of("field")
    phone.page.goto(f"{phone.address}/field/#/practice")
    phone.page.locator(".p-foot .pbtn.primary").click()
    phone.page.wait_for_selector(".stack")
    phone.do("s.keepDraft('a', {people: {}, begun: {}, answers: {}, texts: {}, note: 'x', photos: []})")
    phone.do("await new Promise((go) => setTimeout(go, 600))")
    assert phone.rows()["drafts"] == []
