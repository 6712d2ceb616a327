"""Standing at a checkpoint, in a browser: a shift, vehicles by a few taps and without a signal, undo, the note.

`QIAOMEN_PICTURES=docs/field` draws the pictures of docs/field.md anew.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from qiaomen.access.enrolling import invite
from qiaomen.checkpoints.models import Plate, Shift, Stop
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.journeys import transactional_db  # noqa: F401 - a fixture
from qiaomen.field.tests.looks import faults
from qiaomen.field.tests.stage import Thumb, in_hand
from qiaomen.gates.clinics import name_clinic
from qiaomen.gates.models import Alarm
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.outreach.models import Handout
from qiaomen.policy.models import Edition
from qiaomen.stations.actions import set_rooms
from qiaomen.stations.models import Stay
from qiaomen.testing.checkpoints import GUARD, Post, stand
from qiaomen.testing.checkpoints import post as make_post
from qiaomen.testing.inspected import station_in
from qiaomen.testing.isolating import isolate
from qiaomen.testing.policies import county_rules
from qiaomen.testing.site import Site
from qiaomen.testing.world import World, fixed

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def here(district: World) -> Post:
    """The district lies in Yunnan, so that its plates begin with 云."""
    root = district.places["district"]
    root.code = "530302"
    root.save()
    name_clinic(place=root, name="县医院发热门诊", phone="0746-8321120", by=district.workers["headquarters"])
    return make_post(district)


@pytest.fixture(scope="module")
def standing(here: Post, browser: Browser, site: Site) -> Iterator[Thumb]:
    """A guard in a shift of two, in lane 2."""
    with in_hand(browser, site.address) as thumb:
        code = invite(here.world.workers[GUARD], since=timezone.now() - timedelta(days=1))
        thumb.go("join")
        thumb.session("(s, code) => s.enrol(code)", code)
        thumb.look()
        thumb.go("checkpoint")
        thumb.page.get_by_label("Lane, where there are several").fill("2")
        thumb.page.get_by_label("Others without an account: agency").fill("县路政大队")
        thumb.tap(thumb.page.get_by_role("button", name="How many of them: one more"))
        thumb.tap(thumb.page.get_by_role("button", name="How many of them: one more"))
        thumb.tap(thumb.page.get_by_role("button", name="Begin a shift"))
        thumb.page.wait_for_selector(".checkpoint-sums")
        yield thumb


@pytest.fixture
def phone(standing: Thumb) -> Iterator[Thumb]:
    """The same phone before the next vehicle, in English."""
    standing.look()
    standing.go("checkpoint")
    standing.page.wait_for_selector(".plate-pad")
    standing.taps = 0
    yield standing
    standing.page.context.set_offline(False)
    assert [fault for fault in standing.faults if "ERR_INTERNET_DISCONNECTED" not in fault] == []


def press(phone: Thumb, *names: str) -> None:
    for name in names:
        phone.tap(phone.page.get_by_role("button", name=name, exact=True))


def through(phone: Thumb) -> None:
    phone.tap(phone.page.get_by_role("button", name="Let through"))


def upload(phone: Thumb) -> None:
    phone.page.context.set_offline(False)
    phone.session("s => s.syncNow()")
    phone.all_sent()


def drawn(phone: Thumb, folder: Path, name: str) -> None:
    phone.quiet()
    phone.page.screenshot(path=folder / f"{name}.png")


def test_a_car_takes_its_plate_and_one_tap_and_the_form_is_empty_again_without_a_signal(
    here: Post, phone: Thumb
) -> None:
    phone.page.context.set_offline(True)
    press(phone, *"A12345")
    through(phone)
    expect(phone.page.locator(".toast")).to_contain_text("云A·12345: let through")
    expect(phone.page.locator(".plate b")).to_have_text("云")
    expect(phone.page.locator(".checkpoint-sums")).to_contain_text("1 vehicle · 1 person")
    assert phone.taps == 7
    assert not Stop.objects.exists()
    upload(phone)
    stop = Stop.objects.get()
    assert (stop.province, stop.people, stop.own, stop.measured, stop.lane) == ("云", 1, 1, 1, "2")
    assert Plate.objects.filter(record=stop.id).exists()


def test_a_bus_from_another_province_is_turned_back_by_one_tap(phone: Thumb) -> None:
    press(phone, "Delete the last character", "鄂", *"AD12345")
    press(phone, *["From other provinces: one more"] * 3, "From this province: one less", "from a risk area")
    upload(phone)
    stop = Stop.objects.latest("at")
    assert (stop.form, stop.province, stop.people, stop.elsewhere) == ("new_energy", "鄂", 3, 3)
    assert (stop.turned_back, stop.people_turned_back) == ("risk_area", 3)


def test_what_was_saved_by_mistake_comes_back_into_the_form(phone: Thumb) -> None:
    phone.page.context.set_offline(True)
    before = Stop.objects.count()
    press(phone, *"B99999", "From this province: one more")
    through(phone)
    press(phone, "Undo")
    expect(phone.page.locator(".plate b")).to_have_text("云B·99999")
    expect(phone.page.get_by_label("From this province", exact=True)).to_have_text("2")
    through(phone)
    upload(phone)
    assert Stop.objects.count() == before + 1


def test_leaflets_are_counted_by_title_and_the_next_vehicle_gets_the_same_by_one_tap(here: Post, phone: Thumb) -> None:
    phone.tap(phone.page.locator("button", has_text="none handed out"))
    press(phone, *[f"{here.leaflet.title}: one more"] * 2, *"C11111")
    through(phone)
    phone.tap(phone.page.locator("button", has_text="As before"))
    phone.tap(phone.page.locator(".chip", has_text="No plate"))
    through(phone)
    upload(phone)
    assert [(one.copies, one.way) for one in Handout.objects.all()] == [(2, "checkpoint")] * 2
    assert set(Handout.objects.values_list("during", flat=True)) <= set(Stop.objects.values_list("id", flat=True))


def test_a_fever_waits_for_its_second_reading_while_other_vehicles_pass_and_calls_who_answers_here(
    here: Post, phone: Thumb
) -> None:
    press(phone, *"E38000")
    phone.tap(phone.page.locator("button", has_text="Write a temperature down"))
    for digit in "384":
        phone.tap(phone.page.locator("dialog .pad button", has_text=digit))
    press(phone, "Write down")
    through(phone)
    upload(phone)
    waiting = phone.page.locator("button", has_text="Second reading: 云E·38000")
    expect(waiting).to_be_visible()
    assert Stop.objects.latest("at").unsettled == 1
    phone.tap(waiting)
    for digit in "379":
        phone.tap(phone.page.locator("dialog .pad button", has_text=digit))
    press(phone, "Write down")
    expect(waiting).to_have_count(0)
    upload(phone)
    assert (Stop.objects.latest("at").fevers, Stop.objects.latest("at").unsettled) == (1, 0)
    phone.session("async () => (await part('checkpoint')).ask()")
    expect(phone.page.locator(".gate-alarm")).to_contain_text("Fever in a vehicle")
    expect(phone.page.get_by_role("link", name="Fever clinic")).to_have_attribute("href", "tel:0746-8321120")
    faults(phone.page, "alarm")
    alarm, lead = Alarm.objects.get(), here.world.workers["headquarters"]
    said = {"alarm": alarm.id, "step": "settled"}
    desk.tell("alarm_step", said, place=here.place.id, by=lead, now=timezone.now())
    phone.session("async () => (await part('checkpoint')).ask()")
    expect(phone.page.locator(".gate-alarm")).to_have_count(0)


def test_a_plate_that_no_province_issues_is_not_saved_and_says_so(phone: Thumb) -> None:
    press(phone, *"A1234")
    through(phone)
    expect(phone.page.locator(".toast")).to_contain_text("Type the plate first")
    phone.page.reload()
    expect(phone.page.locator(".plate b")).to_have_text("云A·1234")
    press(phone, "5")
    through(phone)


def test_every_checkpoint_screen_can_be_read_and_hit(phone: Thumb, tmp_path: Path) -> None:
    folder = Path(os.environ.get("QIAOMEN_PICTURES", tmp_path))
    phone.look(language="zh-hans")
    for name, where in (("checkpoint", "checkpoint"), ("checkpoint-shift", "checkpoint/shift")):
        phone.go(where)
        phone.page.wait_for_selector(".checkpoint-sums, #note")
        faults(phone.page, name)
        drawn(phone, folder, name)
    phone.go("checkpoint")
    for key in "A12345":
        phone.tap(phone.page.get_by_role("button", name=key, exact=True))
    phone.page.wait_for_selector(".plate-pad", state="detached")
    drawn(phone, folder, "checkpoint-vehicle")
    phone.look(language="en", scale=2)
    faults(phone.page, "at 200 %")
    phone.look(language="zh-hant", theme="dark", scale=1.5)
    faults(phone.page, "dark")
    phone.look()
    through(phone)


def test_the_shift_ends_with_a_note_and_the_next_one_reads_it(here: Post, phone: Thumb) -> None:
    phone.go("checkpoint/shift")
    phone.page.get_by_label("What the next shift must know").fill("口罩剩两箱")
    press(phone, "End the shift")
    phone.tap(phone.page.locator("dialog").get_by_role("button", name="End the shift"))
    phone.page.wait_for_url("**/field/#/today")
    upload(phone)
    shift = Shift.objects.get()
    assert (len(shift.crew), shift.others_count, shift.ended_at is not None) == (1, 1, True)
    assert "口罩" not in str(Record.objects.get(body__event="end").body)
    phone.go("checkpoint")
    phone.tap(phone.page.get_by_role("button", name="Read it"))
    expect(phone.page.get_by_text("口罩剩两箱")).to_be_visible()
    thumb = phone.page.get_by_role("button", name="Begin a shift")
    phone.tap(thumb)
    phone.page.wait_for_selector(".plate-pad")


def test_who_is_asked_to_a_station_gets_a_bed_by_two_taps_and_goes_home_by_two(
    here: Post, phone: Thumb, tmp_path: Path
) -> None:
    station = station_in(here.world, here.world.places["compound"])
    set_rooms(station, {"201": 2}, by=None)
    stand(here.world.workers[GUARD], station)
    person = asked_to_station(here.world)
    phone.go("station")
    phone.tap(phone.page.locator("button", has_text="has arrived"))
    faults(phone.page, "which bed")
    phone.tap(phone.page.get_by_role("button", name="room 201, bed 2"))
    expect(phone.page.get_by_text("1 bed free")).to_be_visible()
    upload(phone)
    stay = Stay.objects.get(left_at=None)
    assert (stay.person, stay.bed) == (person, 2)
    phone.look(language="zh-hans")
    faults(phone.page, "station")
    drawn(phone, Path(os.environ.get("QIAOMEN_PICTURES", tmp_path)), "station")
    phone.look()
    phone.tap(phone.page.locator("button", has_text="room 201, bed 2"))
    phone.tap(phone.page.get_by_role("button", name="Goes home"))
    expect(phone.page.get_by_text("2 beds free")).to_be_visible()
    upload(phone)
    assert Stay.objects.get(pk=stay.pk).left_to == "home"


def asked_to_station(world: World) -> UUID:
    """Somebody whom the county's rules ask to stay at a station."""
    now = timezone.now() - timedelta(days=2)
    text = county_rules(days_ago=2).replace('where = "home"', 'where = "station"')
    made = {"outbreak": world.outbreak, "text": text, "name_zh": "规定", "name_en": "rules"}
    Edition.objects.create(id=fixed("the rules that isolate"), effective=now, published_at=now, **made)
    return isolate(world, "1-1-101").id
