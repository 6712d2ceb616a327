"""Newer builds, no service worker, smaller scope, restored and forgetful servers: phones on a real server."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qiaomen.access.enrolling import invite, revoke
from qiaomen.access.models import Enrolment
from qiaomen.base.clock import new_generation
from qiaomen.duty.zones import set_zone_places
from qiaomen.field.shell import OWN
from qiaomen.field.tests.handsets import CHROMIUM, Handset
from qiaomen.field.tests.journeys import arrived, ids, transactional_db  # noqa: F401 - a fixture
from qiaomen.ledger.models import Record
from qiaomen.testing.site import Site
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

CONTROLLED = "await navigator.serviceWorker.ready; await until(() => navigator.serviceWorker.controller)"
NEWER = """
from qiaomen.settings import *
STATIC_URL = "/static/newer/"
STATICFILES_DIRS = [{folder!r}, *STATICFILES_DIRS]
"""


def newer_build(folder: Path) -> dict[str, str]:
    """The environment of a server whose build has other addresses, and one step more in the phone's database."""
    store = folder / "static" / "field" / "store"
    store.mkdir(parents=True)
    steps = (OWN / "store" / "database.js").read_text()
    (store / "database.js").write_text(steps.replace("  },\n];", "  },\n  (db) => db.createObjectStore('newest'),\n];"))
    (folder / "newer.py").write_text(NEWER.format(folder=str(folder / "static")))
    return {"DJANGO_SETTINGS_MODULE": "newer", "PYTHONPATH": str(folder)}


def test_a_newer_build_takes_over_when_it_is_asked_to_and_finds_the_outbox_full(
    phone_of: Callable[..., Handset], site: Site, district: World, tmp_path: Path
) -> None:
    phone, doors = phone_of("field"), ids(district, "1-1-101", "1-1-102", "1-1-201")
    phone.do(CONTROLLED)
    phone.context.route("**/api/sync", lambda route: route.abort())
    phone.knock(doors)
    site.kill()
    site.start(**newer_build(tmp_path))
    try:
        phone.do("await (await navigator.serviceWorker.ready).update(); await until(() => s.net.value.update)")
        assert phone.do("return [newest(), waiting()]") == [False, 3], "it waits to be asked"
        with phone.page.expect_navigation():
            phone.do("s.updateApp()")
        assert phone.do("return [newest(), waiting()]") == [True, 3]
        assert phone.do("return [...(await db.database()).objectStoreNames].includes('newest')")
        phone.context.unroute("**/api/sync")
        phone.do("await s.syncNow()")
        phone.all_sent()
        assert arrived(doors) == dict.fromkeys(doors, 1)
    finally:
        phone.context.unroute_all(behavior="ignoreErrors")
        site.kill()
        site.start()


def test_ten_visits_arrive_where_service_workers_are_disabled(
    phone_of: Callable[..., Handset], district: World
) -> None:
    labels = [label for label in district.doors if label.startswith("2-")][:10]
    phone, doors = phone_of("police", service_workers="block"), ids(district, *labels)
    phone.context.set_offline(True)
    phone.knock(doors)
    phone.context.set_offline(False)
    phone.open()
    phone.do("await s.syncNow()")
    phone.all_sent()
    assert arrived(doors) == dict.fromkeys(doors, 1)


def test_a_restored_server_gets_once_more_what_the_phone_still_keeps(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("field"), ids(district, "1-2-101")
    [record] = phone.knock(doors)
    phone.all_sent()
    new_generation()
    phone.do("await s.syncNow(); await until(() => s.outbox.value[0].tries === 2 && waiting() === 0)")
    assert phone.do("return [s.outbox.value[0].standing, s.district.value.doors.size > 0]") == ["accepted", True]
    assert Record.objects.filter(id=record).count() == 1


def test_without_contact_for_48_hours_the_names_go_and_the_outbox_stays(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("field 2"), ids(district, "1-2-102")
    phone.do(CONTROLLED)
    phone.context.set_offline(True)
    phone.knock(doors)
    phone.silent()
    phone.page.reload()
    assert phone.do("return [s.district.value.doors.size, s.district.value.people.size, waiting()]") == [0, 0, 1]
    assert phone.rows()["chunks"] == []
    phone.context.set_offline(False)
    phone.do("await s.syncNow(); await until(() => s.district.value.doors.size > 0)")
    phone.all_sent()
    assert arrived(doors) == {doors[0]: 1}


def test_a_revoked_phone_forgets_the_district_and_still_hands_in_what_it_has(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-2-302")
    phone.context.set_offline(True)
    phone.knock(doors)
    revoke(Enrolment.objects.filter(worker=district.workers["taxes 1"], revoked_at=None).latest("since"))
    phone.context.set_offline(False)
    phone.do("await s.syncNow(); await until(() => s.net.value.problem === 'access.revoked')")
    assert phone.do("return s.district.value.doors.size") == 0
    assert phone.rows()["chunks"] == []
    phone.all_sent()


def test_a_revoked_phone_that_first_asks_elsewhere_still_hands_in_what_it_has(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-2-301")
    phone.context.set_offline(True)
    phone.knock(doors)
    revoke(Enrolment.objects.filter(worker=district.workers["taxes 1"], revoked_at=None).latest("since"))
    phone.page.route("**/api/sync", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.do("await (await part('care')).open()")
    phone.page.unroute("**/api/sync")
    phone.do("await s.syncNow(); await until(() => s.net.value.problem === 'access.revoked')")
    phone.all_sent()
    assert phone.do("return s.outbox.value[0].standing") in ("accepted", "held")


LATE = """
const real = globalThis.fetch;
let [isHeld, release] = [false, null];
const freed = new Promise((go) => void (release = go));
globalThis.fetch = async (path, ...how) => {
  if (path !== '/api/sync' || isHeld) return real(path, ...how);
  isHeld = true;
  await freed;
  return new Response(JSON.stringify(given.answer), {status: given.status});
};
const old = s.syncNow();
await until(() => isHeld);
await s.enrol(given.code);
release();
await old;
await s.syncNow();
await until(() => s.district.value.doors.size && !s.net.value.first);
return [s.net.value.problem, s.author.value.unknown, s.author.value.revoked, s.isOver.value];
"""


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (401, {"problem": {"code": "access.token_unknown"}}),
        (410, {"problem": {"code": "outbreak.closed"}}),
        (200, {"server_time": "2022-03-21T09:00:00+08:00", "verdicts": []}),
    ],
    ids=["unknown", "closed", "revoked"],
)
def test_a_late_answer_to_the_token_before_is_nothing_to_the_new_one(
    phone_of: Callable[..., Handset], district: World, status: int, answer: dict[str, object]
) -> None:
    phone, code = phone_of("taxes 1"), invite(district.workers["taxes 1"])
    said = phone.do(LATE, {"status": status, "answer": answer, "code": code})
    assert said == [None, False, False, False]


def test_a_token_that_the_server_knows_again_goes_on_by_a_tap(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "2-2-202")
    latest = Enrolment.objects.filter(worker=district.workers["taxes 1"]).latest("since")
    Enrolment.objects.filter(pk=latest.pk).update(token_hash=b"of another phone")
    phone.knock(doors)
    phone.do("await s.syncNow(); await until(() => s.net.value.problem === 'access.token_unknown')")
    Enrolment.objects.filter(pk=latest.pk).update(token_hash=latest.token_hash)
    phone.do("await s.syncNow(); await until(() => s.net.value.problem === null)")
    phone.all_sent()
    assert phone.do("return s.outbox.value[0].standing") == "accepted"


def test_who_is_not_known_any_more_keeps_the_outbox_and_goes_on_after_a_new_code(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("taxes 1"), ids(district, "alley 7号")
    phone.context.set_offline(True)
    phone.knock(doors)
    latest = Enrolment.objects.filter(worker=district.workers["taxes 1"]).latest("since")
    Enrolment.objects.filter(pk=latest.pk).update(token_hash=b"of another phone")
    phone.context.set_offline(False)
    phone.do("await s.syncNow(); await until(() => s.net.value.problem === 'access.token_unknown')")
    assert phone.do("return waiting()") == 1
    phone.enrol(invite(district.workers["taxes 1"]))
    phone.all_sent()
    assert arrived(doors) == {doors[0]: 1}
    assert phone.do("return s.net.value.problem") is None


def test_doors_that_left_the_scope_go_and_what_was_knocked_there_arrives(
    phone_of: Callable[..., Handset], district: World
) -> None:
    phone, doors = phone_of("field 2"), ids(district, "alley 3号")
    assert phone.do("return s.district.value.doors.has(given)", doors[0])
    phone.context.set_offline(True)
    phone.knock(doors)
    set_zone_places(zone=district.zones["first"], places=[district.places["compound"]], by=None)
    phone.context.set_offline(False)
    phone.do("await s.syncNow(); await until(() => !s.district.value.doors.has(given))", doors[0])
    phone.all_sent()
    assert arrived(doors) == {doors[0]: 1}
    assert str(district.places["alley"].id) not in str(phone.rows()["chunks"])
    assert phone.do("return s.district.value.doors.size > 0")
