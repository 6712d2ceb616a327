"""What lies on the phone: households that are begun; and disk, tabs and authors that get in each other's way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from qiaomen.access.enrolling import invite, revoke
from qiaomen.access.models import Enrolment
from qiaomen.field.tests.handsets import CHROMIUM, Handset, Mortal
from qiaomen.field.tests.journeys import arrived, ids, transactional_db  # noqa: F401 - a fixture
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
    phone.do(
        """
        const row = (await (await db.database()).getAll('authors')).find((one) => one.worker === s.author.value.worker);
        await (await db.database()).put('authors', {...row, lastContact: Date.now() - 49 * 3600000});
        """
    )
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


def test_a_disk_that_fails_while_sending_does_not_leave_the_phone_sending(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-1-101")
    phone.context.set_offline(True)
    phone.knock(doors)
    phone.do(
        """
        globalThis.put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function () { throw new DOMException('no room', 'QuotaExceededError'); };
        """
    )
    phone.context.set_offline(False)
    phone.do("await s.syncNow().catch(() => {})")
    assert phone.do("return [s.net.value.sending, waiting()]") == [False, 1]
    phone.do("IDBObjectStore.prototype.put = globalThis.put; await s.syncNow()")
    phone.all_sent()
    assert arrived(doors) == {doors[0]: 1}


FED = """
const areas = await Promise.all(['care', 'sampling', 'gate', 'checkpoint', 'screens/venue-state'].map(part));
const [care, sampling, gate, checkpoint, venue] = areas;
for (const area of areas) await area.open();
"""
LEARN = """
const somebody = {id: 'a', at: s.now(), name: 'somebody', phone: 'somebody'};
care.known.value = {...care.known.value, visits: [somebody]};
sampling.people.value = new Map([['a', [somebody]]]);
gate.known.value = {...gate.known.value, expected: [somebody], numbers: {a: 'somebody'}};
for (const one of [gate.log, gate.visitors, venue.log]) one.value = new Map([['a', somebody]]);
checkpoint.known.value = {...checkpoint.known.value, crew: [somebody]};
"""
TOLD = """
const maps = [sampling.people, gate.log, gate.visitors, venue.log].flatMap((one) => [...one.value]);
return JSON.stringify([care.known.value, gate.known.value, checkpoint.known.value, maps]).includes('somebody');
"""
SILENT = """
const [row] = await (await db.database()).getAll('authors');
await (await db.database()).put('authors', {...row, lastContact: Date.now() - 49 * 3600000});
await (await part('sync/engine')).lapse();
"""


def test_what_is_open_goes_with_what_lies_on_the_disk_after_48_hours_each_time(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone = phone_of("taxes 1")
    phone.do(FED + LEARN)
    phone.context.set_offline(True)
    for _time in range(2):
        assert phone.do(FED + LEARN + TOLD)
        assert not phone.do(FED + SILENT + TOLD)
    assert phone.rows()["gate"] == []


def test_what_is_open_goes_when_a_phone_is_revoked_or_somebody_signs_out(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone = phone_of("taxes 1")
    phone.do(FED + LEARN)
    revoke(Enrolment.objects.filter(worker=district.workers["taxes 1"], revoked_at=None).latest("since"))
    phone.do("await s.syncNow(); await until(() => s.net.value.problem === 'access.revoked')")
    assert not phone.do(FED + TOLD)
    phone.enrol(invite(district.workers["taxes 1"]))
    assert phone.do(FED + LEARN + TOLD)
    phone.do("await s.signOut()")
    assert not phone.do(FED + TOLD)


LATE = """
const real = globalThis.fetch;
globalThis.fetch = async (path, ...how) => {
  if (path !== '/api/care') return real(path, ...how);
  globalThis.fetch = real;
  SILENT
  const said = {server_time: new Date().toISOString(), visits: [{id: 'a', name: 'somebody'}], needs: [], orders: []};
  return new Response(JSON.stringify(said));
};
await care.ask();
""".replace("SILENT", SILENT)


def test_an_answer_that_was_on_its_way_when_all_went_is_not_kept(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone = phone_of("taxes 1")
    assert not phone.do(FED + LATE + TOLD)


SPOILT = """
const base = await db.database();
const spoil = async (name, row) => base.put(name, {...row, box: {...row.box, data: new ArrayBuffer(40)}});
await spoil('chunks', (await base.getAll('chunks'))[0]);
await spoil('outbox', await base.get('outbox', given));
"""


def test_a_row_that_does_not_open_stops_nothing_and_is_never_passed_over_in_silence(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-2-101", "2-2-102")
    whole = phone.do("return s.district.value.doors.size")
    phone.page.route("**/api/sync", lambda route: route.abort())
    records = phone.knock(doors)
    phone.do(SPOILT, records[0])
    phone.open()
    assert phone.do("return [s.district.value.doors.size, waiting(), s.lost.value]") == [0, 1, 1]
    phone.page.unroute("**/api/sync")
    phone.do("await s.syncNow(); await until(() => s.district.value.doors.size === given && !s.net.value.first)", whole)
    phone.all_sent()
    assert arrived(doors) == {doors[1]: 1}
    assert "1" in phone.page.locator(".notice b").first.inner_text()
    assert phone.do("return await s.leftBehind()") == {"records": 1, "photos": 0, "unwanted": 0}


REJOINED = """
const base = await db.database();
const [row] = await base.getAll('authors');
await base.put('authors', {...row, cursor: null});
const real = globalThis.fetch;
let [isHeld, release] = [false, null];
const freed = new Promise((go) => void (release = go));
globalThis.fetch = async (path, ...how) => {
  if (path !== '/api/sync') return real(path, ...how);
  if (isHeld) throw new TypeError('no signal');
  isHeld = true;
  const answer = await real(path, ...how);
  await freed;
  return answer;
};
const old = s.syncNow();
await until(() => isHeld);
await s.signOut();
await s.enrol(given);
release();
await old;
"""


def test_a_page_for_who_signed_out_and_came_back_is_not_kept_under_the_key_that_is_gone(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone = phone_of("taxes 1")
    whole = phone.do("return s.district.value.doors.size")
    phone.do(REJOINED, invite(district.workers["taxes 1"]))
    assert phone.rows()["chunks"] == []
    phone.open()
    phone.do("await s.syncNow(); await until(() => s.district.value.doors.size === given && !s.net.value.first)", whole)


SIGNED_OUT_ELSEWHERE = """
const author = (await (await db.database()).getAll('authors'))[0];
await (await db.database()).delete('authors', author.worker);
const refused = async (work) => work().then(() => 'kept', (error) => error.message);
"""


NO_ROOM = """
globalThis.add = IDBObjectStore.prototype.add;
IDBObjectStore.prototype.add = function () { throw new DOMException('no room', 'QuotaExceededError'); };
"""


def test_a_knock_that_the_disk_does_not_keep_is_taken_back_from_the_screen_and_never_called_saved(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, [door] = phone_of("field"), ids(district, "1-1-202")
    phone.page.goto(f"{phone.address}/field/#/door/{door}")
    phone.page.locator("details:has(#note) > summary").click()
    phone.page.locator("#note").fill("the dog bites")
    phone.do(NO_ROOM)
    phone.page.locator(".p-foot .pair .pbtn").nth(1).click()
    phone.page.locator(".toast").wait_for()
    assert phone.page.locator(".toast button").count() == 0, "there is nothing to take back"
    phone.page.wait_for_url(f"**/#/door/{door}")
    assert phone.page.locator("#note").input_value() == "the dog bites"
    assert phone.do("return [s.outbox.value.length, s.pending.value.size]") == [0, 0]
    phone.do("IDBObjectStore.prototype.add = globalThis.add")
    phone.page.locator(".p-foot .pair .pbtn").nth(1).click()
    phone.page.wait_for_selector(".toast button")
    assert phone.do("return s.outbox.value[0].envelope.body.note") == "the dog bites"


def test_nothing_is_kept_for_an_author_who_signed_out_in_another_tab(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-1-102")
    said = phone.do(
        SIGNED_OUT_ELSEWHERE
        + "return [await refused(() => s.save(absent(given))), await refused(() => s.mend('r', absent(given)))]",
        doors[0],
    )
    assert said == ["signed out", "signed out"]
    assert phone.rows()["outbox"] == []
    assert phone.do("return s.outbox.value.length") == 0


def test_nothing_is_kept_under_a_key_that_is_gone(phone_of: Callable[..., Handset], district: World) -> None:
    phone, [door] = phone_of("taxes 1"), ids(district, "2-1-102")
    said = phone.do(
        """
        const base = await db.database();
        const [author] = await base.getAll('authors');
        await base.put('authors', {...author, keyId: 'of who came back'});
        const gate = await part('store/gate');
        await gate.put(author, 'known', {name: 'somebody'});
        s.keepDraft(given, {people: {}, begun: {}, answers: {}, texts: {}, note: 'the dog bites', photos: []});
        await (await part('store/drafting')).flush();
        return s.save(absent(given)).then(() => 'kept', (error) => error.message);
        """,
        door,
    )
    rows = phone.rows()
    assert (said, rows["outbox"], rows["drafts"]) == ("signed out", [], [])
    assert '"known"' not in str(rows["gate"])


def test_changes_of_one_record_at_the_same_moment_all_count(phone_of: Callable[..., Handset], district: World) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-1-201")
    phone.context.set_offline(True)
    [record] = phone.knock(doors)
    tries = phone.do(
        """
        const {change} = await part('store/outbox');
        const author = (await (await db.database()).getAll('authors'))[0];
        const more = (one) => ({...one, tries: (one.tries ?? 0) + 1});
        const once = () => change(author, [given], (items) => items.map(more));
        await Promise.all([once(), once(), once(), once()]);
        const [after] = await change(author, [given], (items) => items);
        return after.tries;
        """,
        record,
    )
    assert tries == 4


def test_what_is_saved_while_the_outbox_is_read_stays_on_the_screen(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-1-202", "2-1-301", "2-1-302")
    phone.context.set_offline(True)
    phone.knock(doors[:1])
    seen = phone.do(
        """
        const {reloadOutbox} = await part('store/state');
        const least = [];
        s.outbox.subscribe((items) => least.push(items.length));
        const save = (door) => s.save(absent(door));
        await Promise.all([reloadOutbox(), save(given[0]), reloadOutbox(), save(given[1]), reloadOutbox()]);
        return [least.every((count, at) => at === 0 || count >= least[at - 1]), s.outbox.value.length];
        """,
        doors[1:],
    )
    assert seen == [True, 3]


def test_a_page_that_comes_for_one_author_is_not_shown_to_the_next(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone = phone_of("field")
    first = phone.do("return [...s.district.value.people.keys()].sort()")
    phone.do(
        "await s.enrol(given); await until(() => s.district.value.doors.size && !s.net.value.first)",
        invite(district.workers["taxes 1"]),
    )
    other = phone.do("return [...s.district.value.people.keys()].sort()")
    assert first != other
    seen = phone.do(
        """
        const [here, there] = given;
        await s.switchTo(here);
        const asking = s.syncNow();
        await s.switchTo(there);
        await asking;
        await s.syncNow();
        return [...s.district.value.people.keys()].sort();
        """,
        [str(district.workers["field"].id), str(district.workers["taxes 1"].id)],
    )
    assert seen == other


ASLEEP = """
const base = await db.database();
const {lapse} = await part('sync/engine');
const real = globalThis.fetch;
let asked = false;
globalThis.fetch = async (path, ...how) => {
  if (path !== '/api/sync') return real(path, ...how);
  asked = true;
  const answer = await real(path, ...how);
  const [row] = await base.getAll('authors');
  await base.put('authors', {...row, lastContact: Date.now() - 49 * 3600000});
  await lapse();
  globalThis.fetch = real;
  return answer;
};
const before = s.district.value.doors.size;
await s.syncNow();
await until(async () => asked && globalThis.fetch === real);
await s.syncNow();
return [before, s.district.value.doors.size, (await base.getAll('authors'))[0].cursor !== null];
"""


def test_an_answer_that_comes_after_the_district_went_does_not_stand_for_all_of_it(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone = phone_of("taxes 1")
    before, after, follows = phone.do(ASLEEP)
    assert (before, follows) == (after, True)
    phone.open()
    assert phone.do("return s.district.value.doors.size") == before > 0
