"""The parts of a building on the phone: what each tab says is left of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from qiaomen.field.tests.handsets import CHROMIUM, Handset
from qiaomen.field.tests.journeys import transactional_db  # noqa: F401 - a fixture
from qiaomen.testing.world import World

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


def test_a_part_of_another_team_is_not_said_to_be_done(phone_of: Callable[..., Handset], district: World) -> None:
    phone = phone_of("field")
    phone.page.goto(f"{phone.address}/field/#/building/{district.places['compound'].id}")
    tabs = phone.page.locator(".stairwells [role=tab]")
    expect(tabs.filter(has_text="2栋").locator("small")).to_have_text("别组的")
    expect(tabs.filter(has_text="1栋").locator("small")).to_contain_text("剩")
