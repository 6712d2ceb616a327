"""The gates' pages in a browser, at a desk and on a phone: nothing wider than the screen, nothing that axe minds."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from qiaomen.console.tests.journey import CHROMIUM, PICTURES, desk, picture
from qiaomen.duty.models import DutyRole
from qiaomen.gates.models import Alarm
from qiaomen.testing.axe import serious
from qiaomen.testing.gates import Post, make_post
from qiaomen.testing.world import make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def post(transactional_db: None, key_file: object) -> Post:
    """Some hours at the gates: through, refused, a fever, an emergency, a vehicle, a visitor, a pass used twice."""
    found, now = make_post(make_world()), timezone.now()
    found.duty("裴干部", "compound", DutyRole.CADRE)
    found.duty("邵书记", "community", DutyRole.CHIEF)
    for n, name in enumerate(("周国庆", "谢丽敏", "秦超", "方浩", "石欣")):
        found.went(name, at=now - timedelta(hours=5, minutes=-40 * n), lane="1")
    found.went("秦超", at=now - timedelta(minutes=50), gate="south gate", offline=True, list_age_s=18_000)
    found.went("汪佳怡", at=now - timedelta(minutes=40), verdict="refused", reason="red", colour_seen="red")
    found.went("石欣", "out", at=now - timedelta(minutes=30), way="vehicle", occupants=3, plate="京A12345")
    found.went(
        "仇素娥", at=now - timedelta(minutes=9), verdict="kept_apart", reason="fever", temperature=38.2,
        second_temperature=38.0,
    )  # fmt: skip
    found.went("解军", "out", at=now - timedelta(minutes=8), verdict="emergency", emergency="birth", colour_seen="red")
    _record, whom = found.visitor(at=now - timedelta(minutes=7), fetched_by_household=True)
    found.went(at=now - timedelta(minutes=7), visitor=whom)
    return found


def test_the_gates_pages_fit_and_an_alarm_is_answered_with_one_press(
    post: Post, live_server: LiveServer, browser: Browser
) -> None:
    alarm = Alarm.objects.get(what="fever_resident")
    rooms = {
        "board": "/gates", "one": f"/gates/{post.gate().id}", "log": "/gates/passages", "inside": "/gates/inside",
        "missed": "/gates/missed", "alarm": f"/alarms/{alarm.id}", "add": "/gates/new", "alarms": "/alarms",
    }  # fmt: skip
    for width in (1440, 390):
        for language in ("zh-hans", "en") if PICTURES else ("zh-hans",):
            page = desk(browser, live_server.url, post.world.workers["lead"], width=width, language=language)
            walk(page, rooms, f"{width}-{language}", width)
    page.locator("#alarms button").first.click()
    expect(page.locator("#alarms button")).to_have_count(1)
    assert Alarm.objects.get(acknowledged_at__isnull=False).acknowledged_by == post.world.workers["lead"].id


def walk(page: Page, addresses: dict[str, str], name: str, width: int) -> None:
    """Every page, with what it complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    for room, address in addresses.items():
        page.goto(address)
        picture(page, f"gates-{room}-{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, room
        assert serious(page) == [], room
    assert said == []
