"""Temperatures at a gate, in a browser: a second reading calls who answers there; one taken too early is not lost."""

import re
import time

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from qiaomen.access.models import Worker
from qiaomen.field.tests.at_gate.guarding import says, temperature, upload
from qiaomen.field.tests.gates import Post, at_gate, scan, settled
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Thumb
from qiaomen.gates.clinics import name_clinic
from qiaomen.gates.models import Alarm
from qiaomen.ledger import desk

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


def test_a_second_reading_survives_the_app_and_calls_who_answers_for_the_place(
    phone: Thumb, post: Post, names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lead = post.world.workers["lead"]
    scan(phone, post.code(names[4]))
    temperature(phone, "382")
    says(phone, "Measure again")
    phone.page.wait_for_function("document.querySelector('.gate-count b').textContent.startsWith('4:')")
    phone.page.reload()
    phone.tap(".gate-waiting .row")
    expect(phone.page.get_by_role("button", name="Second reading")).to_be_disabled()
    upload(phone)
    assert not Alarm.objects.filter(what="fever_resident").exists(), "one reading calls nobody"
    name_clinic(place=post.world.places["district"], name="县医院发热门诊", phone="0746-8321120", by=lead)
    boards = [desk_of(phone, lead, width) for width in (1440, 390)]
    for board in boards:
        expect(board.locator("#alarms")).to_contain_text("second reading at")
    at_gate(phone, "await g.ask(); await g.tell(g.atHand.value, {second_at: Date.now() - 1000})")
    phone.tap(phone.page.get_by_role("button", name="Second reading"))
    for digit in "379":
        phone.tap(phone.page.locator(".pad button", has_text=digit))
    began = time.monotonic()
    for board in boards:
        expect(board.locator("#alarms")).to_contain_text("nobody has answered", timeout=30_000)
        with capsys.disabled():
            print(f" [fever to {board.viewport_size}: {time.monotonic() - began:.1f} s]", end="")
        board.context.close()
    expect(phone.page.locator(".verdict.red")).to_contain_text("Fever: keep apart")
    expect(phone.page.get_by_role("link", name="Fever clinic")).to_have_attribute("href", "tel:0746-8321120")
    upload(phone)
    alarm = Alarm.objects.get(what="fever_resident")
    at_gate(phone, "await g.ask()")
    expect(phone.page.locator(".gate-alarm")).to_contain_text(re.compile("Told|The server has it"))
    gate = post.world.places["gate"]
    said = {"alarm": alarm.id, "step": "acknowledged"}
    desk.tell("alarm_step", said, place=gate.id, by=lead, now=timezone.now())
    at_gate(phone, "await g.ask()")
    expect(phone.page.locator(".gate-alarm.done")).to_contain_text(f"{lead.name} has it")


def desk_of(phone: Thumb, worker: Worker, width: int) -> Page:
    """The alarms in the console, on a desk or in somebody's hand, as they stand there and ask by themselves."""
    client, browser = Client(), phone.page.context.browser
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    assert browser is not None
    address = phone.page.url.partition("/field")[0]
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=address)
    said = {"language": "en", settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in said.items()])
    page = context.new_page()
    page.goto("/alarms")
    return page


def test_a_temperature_measured_before_the_code_belongs_to_whom_it_was_measured_of(
    phone: Thumb, post: Post, names: list[str]
) -> None:
    phone.page.context.set_offline(True)
    temperature(phone, "364")
    scan(phone, post.code(names[5]))
    expect(phone.page.locator(".gate-degrees")).to_have_text("36.4 °C")
    phone.until("s => s.outbox.value.at(-1)?.envelope.body.temperature === 36.4")
    count = phone.session("s => s.outbox.value.length")
    phone.tap(phone.page.get_by_role("button", name="make it out"))
    expect(phone.page.locator(".gate-who")).to_contain_text("make it in")
    settled(phone)
    assert phone.session("s => s.outbox.value.length") == count, "what never went out is said anew where it lies"
    upload(phone)
