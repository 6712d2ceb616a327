"""Where disk, tabs and authors get in each other's way, nothing is called saved that is not, and nothing is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from qiaomen.field.tests.handsets import CHROMIUM, Handset
from qiaomen.field.tests.journeys import arrived, ids, transactional_db  # noqa: F401 - a fixture
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


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


# A later row than the one that a try to send has in hand, which would be put over it.
SPOILT = """
const base = await db.database();
const spoilt = ({rev = 0, box, ...row}) => ({...row, rev: rev + 100, box: {...box, data: new ArrayBuffer(40)}});
const spoil = async (name, row) => base.put(name, spoilt(row));
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
    expect(phone.page.locator(".notice b").first).to_contain_text("1")
    assert phone.do("return await s.leftBehind()") == {"records": 1, "photos": 0, "unwanted": 0}


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
    expect(phone.page.locator("#note")).to_have_value("the dog bites")
    assert phone.do("return [s.outbox.value.length, s.pending.value.size]") == [0, 0]
    phone.do("IDBObjectStore.prototype.add = globalThis.add")
    phone.page.locator(".p-foot .pair .pbtn").nth(1).click()
    phone.page.wait_for_selector(".toast button")
    phone.do("await until(() => s.outbox.value[0]?.envelope.body.note === 'the dog bites')")


SIGNED_OUT_ELSEWHERE = """
const author = (await (await db.database()).getAll('authors'))[0];
await (await db.database()).delete('authors', author.worker);
const refused = async (work) => work().then(() => 'kept', (error) => error.message);
"""


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
        const token = {...author.token, iv: new Uint8Array(12)};
        await base.put('authors', {...author, token, keyId: 'of who came back'});
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
