"""Phones on a real server: aeroplane mode, dead browsers, dead servers, wrong clocks, shared phones, newer builds.

Nothing here looks at a screen: session.js is what screens talk to.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Playwright, expect

from qiaomen.access.enrolling import invite
from qiaomen.access.roles import Role
from qiaomen.attachments.models import Attachment, Upload
from qiaomen.attachments.queries import photos_of, picture_of
from qiaomen.base.clock import new_generation
from qiaomen.base.ids import new_id
from qiaomen.campaigns.models import Target
from qiaomen.duty.actions import give_grant
from qiaomen.field.tests.handsets import CHROMIUM, Handset, Mortal, handset
from qiaomen.field.tests.journeys import arrived, ids, transactional_db  # noqa: F401 - a fixture
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.testing.site import Site
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


STAIRWELL = ["1-1-101", "1-1-102", "1-1-201", "1-1-202", "1-1-301", "1-1-302"]


def test_a_stairwell_knocked_in_aeroplane_mode_is_there_once_after_the_browser_was_killed(
    playwright: Playwright, site: Site, district: World, tmp_path: Path
) -> None:
    mortal, doors = Mortal(playwright, tmp_path, site.address), ids(district, *STAIRWELL)
    phone = mortal.start()
    phone.enrol(invite(district.workers["field"]))
    phone.do("await navigator.serviceWorker.ready; await until(() => navigator.serviceWorker.controller)")
    phone.context.set_offline(True)
    phone.knock(doors)
    mortal.kill()
    assert arrived(doors) == {}
    site.kill()
    phone = mortal.start()
    assert phone.do("return [waiting(), s.district.value.doors.size > 0]") == [6, True], "without any server"
    site.start()
    phone.do("await s.syncNow()")
    phone.all_sent()
    mortal.kill()
    assert arrived(doors) == dict.fromkeys(doors, 1)


def test_a_server_killed_in_the_middle_of_an_upload_gets_all_of_it_once(
    phone_of: Callable[..., Handset], site: Site, district: World
) -> None:
    phone, doors = phone_of("field 2"), ids(district, "1-2-101", "1-2-102", "1-2-201")
    phone.page.once("request", lambda request: site.kill())
    phone.knock(doors)
    phone.do("await until(() => !s.net.value.online && waiting() === 3)")
    site.start()
    phone.do("await s.syncNow()")
    phone.all_sent()
    assert arrived(doors) == dict.fromkeys(doors, 1)


def test_an_answer_that_got_lost_is_no_reason_to_count_a_visit_twice(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-1-101", "2-1-102")
    lost = iter([True, True, False])

    def drop(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        route.abort() if next(lost, False) else route.fulfill(response=answer)  # type: ignore[attr-defined]

    phone.page.route("**/api/sync", drop)
    phone.knock(doors)
    phone.all_sent()
    assert arrived(doors) == dict.fromkeys(doors, 1)


def test_a_signal_that_comes_and_goes_loses_nothing(phone_of: Callable[..., Handset], district: World) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-1-201", "2-1-202", "2-1-301", "2-1-302")
    for number, door in enumerate(doors):
        phone.context.set_offline(number % 2 == 0)
        phone.page.wait_for_timeout(1_500)  # the signal changes every three seconds, and a door is saved in between
        phone.knock([door])
        phone.page.wait_for_timeout(1_500)
    phone.context.set_offline(False)
    phone.all_sent()
    assert arrived(doors) == dict.fromkeys(doors, 1)


WRONG = """(() => {
  const real = Date;
  globalThis.shift = SHIFT;
  globalThis.Date = class extends real {
    constructor(...given) { given.length ? super(...given) : super(real.now() + shift); }
    static now() { return real.now() + shift; }
  };
})()"""


def test_a_phone_a_day_ahead_says_so_and_its_visits_count_at_the_right_time(
    browser: Browser, site: Site, district: World
) -> None:
    phone, doors = handset(browser, site.address), ids(district, "2-2-101")
    phone.context.add_init_script(WRONG.replace("SHIFT", "86400000"))
    phone.open()
    phone.enrol(invite(district.workers["police"]))
    phone.knock(doors)
    phone.all_sent()
    assert phone.do("return s.net.value.clock") == "ahead"
    record = Record.objects.get(door=doors[0])
    assert (record.device_at - record.at).total_seconds() == pytest.approx(86_400, abs=60)
    assert record.at <= record.received_at
    phone.close()


@pytest.mark.parametrize(("hours", "door"), [(-5, "2-2-102"), (5, "2-2-302")])
def test_a_clock_put_right_between_writing_and_sending_leaves_each_visit_at_its_own_time(
    browser: Browser, site: Site, district: World, hours: int, door: str
) -> None:
    phone, doors = handset(browser, site.address), ids(district, door)
    phone.context.add_init_script(WRONG.replace("SHIFT", str(hours * 3_600_000)))
    phone.open()
    phone.enrol(invite(district.workers["taxes 1"]))
    phone.context.set_offline(True)
    began = timezone.now()
    records = phone.knock(doors * 2)
    phone.do("globalThis.shift = 0")
    records += phone.knock(doors)
    saved = timezone.now()
    phone.page.route("**/api/sync", lambda route: route.abort())
    phone.context.set_offline(False)
    # Before the records are through something else is asked, and the phone hears how its clock is now.
    phone.do("await (await part('sync/gate')).asked('/api/care', s.me())")
    assert abs(phone.do("return s.author.value.offsetMs")) < 60_000
    phone.page.unroute("**/api/sync")
    phone.do("await s.syncNow()")
    phone.all_sent()
    made = Record.objects.in_bulk([UUID(record) for record in records])
    apart = [round((one.at - one.device_at) / timedelta(hours=1)) for one in made.values()]
    assert sorted(apart, key=abs) == [0, -hours, -hours]
    slack = timedelta(minutes=1)
    assert all(began - slack < one.at < saved + slack for one in made.values())
    phone.close()


def test_what_was_knocked_shows_until_the_server_shows_it(phone_of: Callable[..., Handset], district: World) -> None:
    phone, [door] = phone_of("taxes 1"), ids(district, "2-2-201")
    phone.context.set_offline(True)
    phone.knock([door])
    assert phone.do("return s.pending.value.get(given)?.length", door) == 1
    phone.context.set_offline(False)
    phone.do("await until(() => !s.pending.value.get(given))", door)
    attempts = phone.do("return s.district.value.targets.get(`${campaign().id} ${given}`).attempts", door)
    assert attempts == Target.objects.get(door_id=door).attempts == 1


def test_undo_takes_out_what_was_not_sent_and_voids_what_was(phone_of: Callable[..., Handset], district: World) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-2-202", "2-2-301")
    sent = phone.knock(doors[:1])
    phone.all_sent()
    phone.context.set_offline(True)
    unsent = phone.knock(doors[1:])
    phone.do("await s.undo(given)", sent + unsent)
    assert phone.do("return s.outbox.value.map((item) => item.envelope.kind).sort()") == ["visit", "void"]
    phone.context.set_offline(False)
    phone.all_sent()
    assert Record.objects.filter(amends=sent[0], kind="void").count() == 1
    assert arrived(doors) == {doors[0]: 1}


def test_signing_out_leaves_nothing_of_the_district_and_nothing_of_the_outbox(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("field"), ids(district, "1-1-101", "1-1-102")
    names = [person.name for person in district.household("1-1-101")]
    assert phone.do("return [...s.district.value.people.values()].some((one) => one.name === given)", names[0])
    phone.knock(doors[:1])
    phone.all_sent()
    phone.context.set_offline(True)
    phone.knock(doors[1:])
    before = phone.rows()
    assert len(before["outbox"]) == 2, "the accepted one is kept for 7 days"
    assert [name for name in names if name in str(before)] == []
    refused = phone.do("try { await s.signOut() } catch (refusal) { return [refusal.code, refusal.details.count] }")
    assert refused == ["session.outbox_full", 1]
    shot = "[{id: phone.newId(), blob: new Blob(['not sent yet'], {type: 'image/jpeg'})}]"
    phone.do(f"await s.saveWith([absent(given)], {shot})", doors[1])
    assert phone.do("return await s.leftBehind()") == {"records": 2, "photos": 1, "unwanted": 0}
    phone.do("await s.signOut({confirmLossOf: 3})")
    after = phone.rows()
    assert {name: rows for name, rows in after.items() if rows and name != "phone"} == {}
    assert phone.do("return [s.author.value, s.outbox.value.length, s.district.value.doors.size]") == [None, 0, 0]


def test_two_authors_of_one_phone_send_under_their_own_names_whoever_is_signed_in(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("field"), ids(district, "1-2-202", "1-2-301")
    phone.do(
        "globalThis.asks = fetch; globalThis.fetch = (path, ...how) =>"
        " path === '/api/sync' ? Promise.reject(new TypeError('no signal')) : asks(path, ...how)"
    )
    phone.knock(doors[:1])
    phone.do(
        "await s.enrol(given); await until(() => s.waitingOfOthers.value.length)", invite(district.workers["field 2"])
    )
    assert phone.do("return s.waitingOfOthers.value.map((one) => [one.name, one.count])") == [["周启明", 1]]
    phone.do("globalThis.fetch = asks")
    phone.do("await s.syncNow(); await until(() => s.district.value.doors.size && !s.net.value.first)")
    phone.knock(doors[1:])
    phone.all_sent()
    phone.do("await until(() => s.waitingOfOthers.value.length === 0)")
    authors = {str(record.door): record.author for record in Record.objects.filter(door__in=doors)}
    assert authors == {doors[0]: district.workers["field"].id, doors[1]: district.workers["field 2"].id}


TAKE_A_PHOTO = """
const {smaller} = await part('parts/photo');
const canvas = new OffscreenCanvas(2400, 1800);
const brush = canvas.getContext('2d');
for (let y = 0; y < 1800; y += 6) for (let x = 0; x < 2400; x += 6) {
  brush.fillStyle = `hsl(${(x * 7919 + y * 104729) % 360} 80% 50%)`;
  brush.fillRect(x, y, 6, 6);
}
const one = {...absent(given), body: {...absent(given).body, photos: [phone.newId()]}};
const blob = await smaller(await canvas.convertToBlob({type: 'image/png'}));
await s.saveWith([one], [{id: one.body.photos[0], blob}]);
return one.id;
"""


SENT_AGAIN = """
const sentAt = async () => (await (await db.database()).getAll('sent'))[0]?.sentAt ?? 0;
const before = await sentAt();
await s.syncNow();
await until(async () => (await sentAt()) > before);
"""


def test_a_photo_taken_without_a_signal_arrives_behind_its_record_as_the_camera_saw_it(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, door = phone_of("field"), ids(district, "1-1-302")[0]
    phone.context.set_offline(True)
    record = phone.do(TAKE_A_PHOTO, door)
    assert "JFIF" not in "".join(phone.rows()["photos"]), "sealed on the phone"
    phone.context.set_offline(False)
    phone.do("await s.syncNow(); await until(async () => !(await (await db.database()).count('photos')))")
    photo = photos_of(UUID(door))[UUID(record)][0]
    assert photo.id is not None
    picture, kind = picture_of(district.outbreak.keys, UUID(door), photo.id)
    assert (kind, 128 * 1024 < len(picture) <= 2_000_000) == ("image/jpeg", True), "in more than one piece"
    Upload.objects.all().delete()
    Attachment.objects.all().delete()
    new_generation()  # the server comes back from a backup that has the record and not its photo
    phone.do(SENT_AGAIN)
    assert photos_of(UUID(door))[UUID(record)][0].id == photo.id


def test_a_record_from_before_ones_duty_is_sent_again_and_arrives_once_the_duty_was_put_right(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("outsider"), ids(district, "2-1-301")
    before = arrived(doors)[doors[0]]
    [record] = phone.knock(doors)
    phone.do("await until(() => s.outbox.value[0].code === 'record.outside_grant')")
    yesterday, place = timezone.now() - timedelta(days=1), district.places["compound"]
    give_grant(worker=district.workers["outsider"], role=Role.FIELD, place=place, since=yesterday, by=None)
    phone.do("await s.resend(given); await until(() => s.outbox.value[0].standing === 'accepted')", record)
    assert arrived(doors)[doors[0]] == before + 1


def test_a_refused_record_that_was_mended_at_a_desk_stands_in_the_outbox_as_received(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone = phone_of("outsider 2")
    [record] = phone.knock(ids(district, "2-1-302"))
    phone.do("await until(() => s.outbox.value[0].code === 'record.outside_grant')")
    sent = phone.do("return s.outbox.value[0].envelope")
    mending = {**sent, "id": new_id(), "mends": record}
    [told] = desk.send([mending], by=district.workers["lead"], now=timezone.now())
    assert told.verdict == "accepted", told.code
    phone.do("await s.syncNow(); await until(() => s.outbox.value[0].standing === 'mended')")
    phone.page.goto(f"{phone.address}/field/#/outbox")
    received = phone.page.locator("details.folded")
    received.click()
    expect(received).to_contain_text("更正后已接收")
