"""Choosing where one stands, by somebody who may stand at many gates."""

import pytest
from playwright.sync_api import Browser, expect

from qiaomen.access.models import Grant
from qiaomen.access.roles import Role
from qiaomen.field.tests.gates import Post, guard
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.looks import faults
from qiaomen.field.tests.stage import in_hand
from qiaomen.places.models import Place, segment
from qiaomen.testing.site import Site
from qiaomen.testing.world import ORDER, fixed

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]

MORE = 19


def test_among_many_gates_none_is_chosen_beforehand_and_a_part_of_the_name_finds_one(
    browser: Browser, post: Post, site: Site
) -> None:
    within = post.world.places["compound"]
    for number in range(1, MORE + 1):
        place = Place(
            id=fixed(f"gate {number}"), parent=within, kind="gate", name=f"{number}号门", walk=f"9{number:05d}"
        )
        place.walk = f"9{number:05d}"
        place.path, place.change = within.path + segment(place.id), post.world.change
        place.save()
    Grant.objects.create(worker=post.world.workers["gate"], role=Role.GATE, place=within, since=ORDER)
    with in_hand(browser, site.address) as phone:
        guard(phone, post)
        phone.go("gate")
        chips, status = phone.page.locator("fieldset >> nth=0 >> .chip"), phone.page.locator("fieldset [role=status]")
        expect(chips).to_have_count(12)
        expect(status).to_have_text(f"{MORE + 1 - 12} more gates: write more of the name")
        expect(phone.page.locator("fieldset >> nth=0 >> input:checked")).to_have_count(0)
        expect(phone.page.get_by_role("button", name="Begin here")).to_be_disabled()
        search = phone.page.get_by_label("A part of the name")
        search.fill("17号")
        expect(chips).to_have_count(1)
        phone.tap(chips.first)
        search.fill("nowhere")
        expect(chips).to_have_text("翠湖小区 17号门")
        search.fill("")
        expect(chips).to_have_count(13)
        expect(chips.last).to_have_text("翠湖小区 17号门")
        faults(phone.page, "choosing a gate")
        phone.tap(phone.page.get_by_role("button", name="Begin here"))
        expect(phone.page.locator("h1")).to_contain_text("17号门")
