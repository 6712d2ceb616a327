"""Standing a shift, in Chromium: one comes and hands over without a signal, a swap is asked for, and the desk knows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.stage import Stage, Thumb
from qiaomen.field.tests.staged import arrived, phone, staged, transactional_db
from qiaomen.shifts.models import Handover, Shift, Swap
from qiaomen.testing.axe import serious
from qiaomen.testing.shifted import given, posted, staffed

__all__ = ["phone", "staged", "transactional_db"]

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


def test_a_shift_is_stood_handed_over_and_another_one_swapped(stage: Stage, phone: Thumb) -> None:
    world, page, now = stage.world, phone.page, timezone.now()
    posted(world)
    staffed(world)
    shift = given(world, "field", now - timedelta(minutes=5))
    later, theirs = given(world, "field", now + timedelta(hours=60)), given(world, "field 2", now + timedelta(hours=36))
    phone.go("shifts")
    rows = page.locator(".p-card button.row")
    expect(rows).to_have_count(2)
    assert serious(page) == []
    phone.picture("shifts")
    page.context.set_offline(True)
    rows.first.click()
    page.get_by_role("button", name="I am here, there is no code").click()
    expect(rows.first).to_contain_text("you are there")
    rows.first.click()
    page.get_by_role("button", name="Hand over to the next shift").click()
    page.locator("textarea").fill("三栋王姨傍晚要取药")
    phone.picture("shifts-handover")
    page.get_by_role("button", name="Hand over", exact=True).click()
    page.context.set_offline(False)
    assert arrived(phone, Shift.objects.filter(pk=shift.id, came_at__isnull=False).exists)
    assert arrived(phone, Handover.objects.filter(post=shift.post).exists)
    rows.nth(1).click()
    page.get_by_role("button", name="Swap this shift").click()
    page.get_by_role("button", name="孟小雨").click()
    assert arrived(phone, Swap.objects.filter(shift=later.id, other=theirs.id, state="asked").exists)
    expect(page.get_by_role("button", name="Withdraw it")).to_be_visible()
    phone.picture("shifts-swap")
