"""Helping, in Chromium: an old woman is seen and bags are handed over without a signal, and the desk learns of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from qiaomen.care.models import DailyVisit, Order
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import arrived, phone, staged, transactional_db
from qiaomen.ledger import desk
from qiaomen.people.models import Person
from qiaomen.testing.axe import serious
from qiaomen.testing.cared import offered

__all__ = ["phone", "staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


def test_who_is_visited_daily_is_seen_and_bags_are_handed_over_without_a_signal(phone: Thumb, stage: Stage) -> None:
    world, now, page = stage.world, timezone.now(), phone.page
    door = world.doors["alley 6号"]
    person = Person.objects.filter(home_door=door.id).first()
    yesterday, lead = now - timedelta(days=1), world.workers["headquarters"]
    about = {"place": door.place_id, "door": door.id}
    visit = {"by": "00:00", "worker": world.workers["field"].id}
    orders = offered(world, door.place, now=timezone.localtime(yesterday))
    first = orders.items.get(number=1)
    order = {"offer": orders.id, "lines": [{"item": first.id, "count": 2, "cents": first.cents}], "at_door": True}
    told = desk.send(
        [
            desk.record("daily_visit", visit, at=yesterday, person=person.id if person else None, **about),
            desk.record("order", order, at=orders.cut_off - timedelta(minutes=1), **about),
        ],
        by=lead,
        now=now,
    )
    assert [one.verdict for one in told] == ["accepted", "accepted"], told
    phone.go("care")
    expect(page.get_by_text("1 to look after today")).to_be_visible()
    expect(page.get_by_text("1 order is to come")).to_be_visible()
    assert serious(page) == []
    phone.picture("care")
    page.context.set_offline(True)
    page.get_by_role("button", name="by 00:00").click()
    phone.picture("care-visit")
    page.get_by_role("button", name="Seen, all is well").click()
    expect(page.get_by_text("1 to look after today")).to_have_count(0)
    page.get_by_role("button", name="All are at the gate").click()
    page.get_by_role("button", name="to the door").click()
    page.get_by_role("button", name="Left at the door").click()
    expect(page.get_by_text("Nothing waits for you here")).to_be_visible()
    page.context.set_offline(False)
    assert arrived(phone, lambda: DailyVisit.objects.filter(door=door.id, how="seen").exists())
    assert arrived(phone, lambda: Order.objects.filter(door=door.id, state="handed", handed_how="left").exists())
