"""A plan drawn in a real browser: with the mouse and from the keyboard, named, tied, saved, taken back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from qiaomen.atlas import plans
from qiaomen.atlas.plans import PlanNow
from qiaomen.console.tests.journey import CHROMIUM, desk, picture
from qiaomen.testing.axe import serious
from qiaomen.testing.browsers import driver
from qiaomen.testing.campus import DRAWN, FILE, LACKING, NAMED, NUMBERED, make_campus, needs_outlines
from qiaomen.testing.world import World, make_world

pytestmark = [pytest.mark.journey, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]
AXE = "Applying inline style"


@pytest.fixture
def world(transactional_db: None, key_file: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
    return make_world()


@pytest.fixture
def faults() -> list[str]:
    """What the browser complains of."""
    return []


@pytest.fixture
def page(world: World, live_server: Any, faults: list[str]) -> Iterator[Page]:
    """The lead in the editor of 翠湖小区, whose plan has drawn itself."""
    with driver() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = desk(browser, live_server.url, world.workers["lead"], language="en")
        page.on("pageerror", lambda error: faults.append(str(error)))
        # axe tries styles of its own, which our policy refuses; that ours need none, other tests watch.
        page.on(
            "console", lambda said: faults.append(said.text) if said.type == "error" and AXE not in said.text else None
        )
        page.goto(f"/places/{world.places['compound'].id}/map/edit")
        yield page
        assert faults == []
        browser.close()


def kept(world: World) -> PlanNow:
    return plans.plan_of(world.places["compound"])


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Across the canvas, in shares of its width and height."""
    box = page.locator("[data-plan-canvas]").bounding_box()
    assert box is not None
    points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=4)
    page.mouse.up()


def wrong(page: Page, faults: list[str]) -> list[str]:
    """What the browser complained of and axe finds wrong with the page as it stands."""
    return faults + [f"{rule}: {html}" for rule, html in serious(page)]


def test_a_building_is_drawn_named_tied_saved_and_brought_back(page: Page, world: World, faults: list[str]) -> None:
    building = page.locator('[data-feature][aria-label^="Building 1栋"]')
    building.focus()
    page.keyboard.press("Delete")
    expect(page.locator("[data-plan-missing] button")).to_have_text("1栋")

    page.get_by_role("button", name="Building", exact=True).click()
    drag(page, (0.40, 0.40), (0.55, 0.55))
    page.keyboard.press("Enter")
    page.keyboard.type("1号楼")
    page.keyboard.press("Enter")
    expect(page.locator("[data-plan-place]")).to_have_value(str(world.places["building 1"].id))
    expect(page.locator("[data-plan-all-tied]")).to_be_visible()

    shape = page.locator("[data-feature].chosen polygon")
    drawn = str(shape.get_attribute("points"))
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(shape).not_to_have_attribute("points", drawn)
    page.keyboard.press("Control+z")
    expect(shape).to_have_attribute("points", drawn)
    assert wrong(page, faults) == []
    picture(page, "atlas-editor")

    page.get_by_role("button", name="Save the plan").click()
    expect(page.locator(".toast")).to_contain_text("The plan is saved.")
    assert [one.name for one in kept(world).document.of_kind("building")] == ["2栋", "1栋"]

    page.locator('[data-feature][aria-label^="Building 1栋"]').focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Save the plan").click()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("The older version holds again.")
    assert (kept(world).number, len(kept(world).document.of_kind("building"))) == (3, 2)

    page.goto(f"/places/{world.places['compound'].id}/map")
    page.locator(".plan-building", has_text="1栋").click()
    expect(page.locator("#stack")).to_contain_text("1栋")
    expect(page).to_have_url(re.compile("building="))
    assert wrong(page, faults) == []
    picture(page, "atlas-map")


@needs_outlines
def test_real_outlines_are_brought_in_drawn_named_tied_and_stacked(page: Page, world: World, faults: list[str]) -> None:
    campus = make_campus(world)
    page.goto(f"/places/{campus.id}/map/edit")
    page.locator("input[name=footprints]").set_input_files(FILE)
    page.get_by_role("button", name="Draw from footprints").click()
    expect(page.locator(".toast")).to_contain_text("The plan is drawn from the footprints.")
    expect(page.locator('[data-feature][aria-label^="Building"]')).to_have_count(DRAWN)
    expect(page.locator('[data-feature][aria-label*="without a name"]')).to_have_count(DRAWN - NAMED)
    expect(page.locator('[data-feature][aria-label$=", tied to its place"]')).to_have_count(len(NUMBERED) - 1)
    expect(page.locator("[data-plan-missing] button")).to_have_text(LACKING)
    assert wrong(page, faults) == []
    picture(page, "atlas-outlines-editor")

    page.goto(f"/places/{campus.id}/map")
    page.locator(".plan-building", has_text="14号楼").first.click()
    expect(page.locator("#stack .building-table tbody tr")).to_have_count(6)
    expect(page.locator("#stack .building-stairwell")).to_have_count(2)
    assert wrong(page, faults) == []
    picture(page, "atlas-outlines-map")
