"""What a phone learnt goes: after 48 hours, with its token, with who signs out; and no late answer brings it back."""

from collections.abc import Callable

import pytest

from qiaomen.access.enrolling import invite, revoke
from qiaomen.access.models import Enrolment
from qiaomen.field.tests.handsets import CHROMIUM, Handset
from qiaomen.field.tests.journeys import transactional_db  # noqa: F401 - a fixture
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

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
# Two days pass without contact. An answer that is just being taken in may say otherwise at first.
SILENT = """
const [base, {lapse}, {wiped}] = await Promise.all([db.database(), part('sync/forgetting'), part('store/state')]);
const wipes = wiped.peek();
await until(async () => {
  const [row] = await base.getAll('authors');
  await base.put('authors', {...row, lastContact: Date.now() - 49 * 3600000});
  await lapse();
  return wiped.peek() > wipes;
});
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


ASLEEP = """
const base = await db.database();
const {lapse} = await part('sync/forgetting');
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
