"""The screens under a thumb: how many taps a household takes, for whom they are readable, what is said of a refusal."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from qiaomen.campaigns.models import Target
from qiaomen.campaigns.states import State
from qiaomen.field.tests.handsets import CHROMIUM
from qiaomen.field.tests.journeys import transactional_db  # noqa: F401 - a fixture
from qiaomen.field.tests.looks import faults
from qiaomen.field.tests.stage import Stage, Thumb, code_for, in_hand, served, staged  # noqa: F401 - fixtures
from qiaomen.testing.site import Site

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")]


@pytest.fixture(scope="module")
def enrolled(stage: Stage, browser: Browser, site: Site) -> Iterator[Thumb]:
    """A phone on which a member of team 1 is enrolled; each test knocks at doors of its own."""
    with in_hand(browser, site.address) as thumb:
        thumb.enrol(code_for(stage))
        yield thumb


@pytest.fixture
def phone(enrolled: Thumb) -> Iterator[Thumb]:
    """The same phone in another hand, in English."""
    enrolled.look()
    enrolled.taps = 0
    yield enrolled
    assert enrolled.faults == []


def building(stage: Stage, phone: Thumb, stairwell: int) -> None:
    phone.go("today")
    phone.go(f"building/{stage.building.id}")
    phone.page.get_by_role("tab").nth(stairwell - 1).tap()


def state_of(stage: Stage, room: str) -> int:
    return Target.objects.get(campaign_id=stage.campaign.id, door_id=stage.doors[room].id).state


def test_an_all_well_household_of_three_takes_two_taps_and_is_back_with_the_next_door_ringed(
    stage: Stage, phone: Thumb
) -> None:
    building(stage, phone, 2)
    phone.tap(phone.page.get_by_role("link", name="702"))
    phone.tap(phone.page.get_by_role("button", name="Everyone well"))
    phone.page.wait_for_selector(f".door[href='#/door/{stage.doors['2-702'].id}'][data-state=done]")
    assert phone.taps == 2
    expect(phone.page.locator(".door[data-next]")).to_have_count(1)
    phone.all_sent()
    assert state_of(stage, "2-702") == State.ANSWERED


def test_everyone_well_is_written_as_stated_and_says_nothing_of_codes_or_tests(stage: Stage, phone: Thumb) -> None:
    phone.go(f"door/{stage.doors['2-802'].id}")
    phone.tap(phone.page.get_by_role("button", name="Everyone well"))
    phone.page.wait_for_selector(".stack")
    phone.all_sent()
    body = phone.session("s => s.outbox.value.at(-1).envelope.body")
    assert {person["presence"] for person in body["people"]} == {"stated"}
    assert all(set(person) == {"person", "presence"} for person in body["people"])


def test_nobody_home_on_a_floor_of_four_takes_two_taps_and_a_third_takes_it_back(stage: Stage, phone: Thumb) -> None:
    phone.unhurried()
    building(stage, phone, 3)
    phone.tap(phone.page.get_by_role("button", name="Floor 5: take 4 doors"))
    phone.tap(phone.page.get_by_role("button", name="Nobody home: 4 doors"))
    phone.page.wait_for_selector(".door[data-state=absent] >> nth=3")
    assert phone.taps == 2
    phone.tap(phone.page.get_by_role("button", name="Undo"))
    phone.page.wait_for_selector(".door[data-state=absent]", state="detached")
    phone.all_sent()
    assert {state_of(stage, f"3-50{room}") for room in range(1, 5)} == {State.UNTOUCHED}


def test_a_finger_that_rests_on_a_door_picks_it_instead_of_opening_it(stage: Stage, phone: Thumb) -> None:
    building(stage, phone, 3)
    phone.page.locator(".door").nth(4).click(delay=700)
    expect(phone.page.locator(".door[aria-pressed=true]")).to_have_count(1)
    phone.tap(phone.page.locator(".door").nth(6))
    phone.page.get_by_role("button", name="Nobody home: 2 doors").wait_for()


def test_a_household_of_three_with_one_returnee_takes_eight_taps_and_a_word(stage: Stage, phone: Thumb) -> None:
    building(stage, phone, 2)
    returnee(phone, "602")
    assert phone.taps == 8
    phone.all_sent()
    assert state_of(stage, "2-602") == State.ANSWERED


def returnee(phone: Thumb, room: str) -> None:
    """The third of the household came back from elsewhere yesterday; the other two are well."""
    page = phone.page
    phone.tap(page.get_by_role("link", name=room))
    phone.tap(page.locator(".members .row").nth(2))
    phone.tap(page.locator(".chip", has_text="stated"))
    returned = page.get_by_role("group", name="Came back from elsewhere within 14 days")
    phone.tap(returned.locator(".chip", has_text="Yes"))
    phone.tap(page.get_by_label("From where"))
    page.keyboard.type("外省")
    phone.tap(page.get_by_role("group", name="On which day").get_by_text("Yesterday"))
    phone.tap(page.get_by_role("button", name="Finish"))
    phone.tap(page.get_by_role("button", name="Save: 1 asked"))
    page.wait_for_selector(".stack")


def test_a_question_is_asked_only_when_it_applies(stage: Stage, phone: Thumb) -> None:
    phone.go(f"door/{stage.doors['2-401'].id}")
    phone.tap(phone.page.locator(".members .row").nth(0))
    where = phone.page.get_by_role("group", name="From where")
    returned = phone.page.get_by_role("group", name="Came back from elsewhere within 14 days")
    returned.wait_for()
    assert where.count() == 0
    phone.tap(returned.locator(".chip", has_text="Yes"))
    where.wait_for()
    phone.tap(returned.locator(".chip", has_text="No"))
    where.wait_for(state="detached")


def test_a_temperature_typed_without_its_point_is_read_with_it(stage: Stage, phone: Thumb) -> None:
    phone.go(f"door/{stage.doors['2-401'].id}")
    phone.tap(phone.page.locator(".members .row").nth(0))
    entry = phone.page.get_by_label("Temperature (°C)")
    entry.fill("366")
    entry.blur()
    expect(entry).to_have_value("36.6")


def test_who_nobody_could_account_for_leaves_the_door_open(stage: Stage, phone: Thumb) -> None:
    phone.go(f"door/{stage.doors['2-1102'].id}")
    phone.tap(phone.page.get_by_role("button", name="Something else"))
    phone.tap(phone.page.get_by_role("button", name="Somebody is unaccounted for"))
    phone.tap(phone.page.locator(".tick").nth(0))
    phone.tap(phone.page.get_by_role("button", name="Save: 1 unaccounted for"))
    phone.page.wait_for_selector(".stack")
    phone.all_sent()
    assert state_of(stage, "2-1102") == State.PARTIAL


def test_a_whole_visit_goes_by_the_keyboard_alone(stage: Stage, phone: Thumb) -> None:
    building(stage, phone, 1)
    phone.page.get_by_role("link", name="Knock 601").press("Enter")
    phone.page.wait_for_selector(".members")
    expect(phone.page.locator(".phone:has(.members) h1")).to_be_focused()
    phone.page.get_by_role("button", name="Everyone well").press("Enter")
    phone.page.wait_for_selector(".door[data-state=done]")
    expect(phone.page.locator(".phone:has(.stack) h1")).to_be_focused()


def test_what_came_back_stands_first_with_its_reason_and_is_mended_at_its_door(stage: Stage, phone: Thumb) -> None:
    door = str(stage.doors["2-301"].id)
    refuse(phone, door)
    phone.go("outbox")
    first = phone.page.locator("main > section").first
    expect(first).to_contain_text("Came back")
    first.get_by_role("link", name="Say it again").tap()
    phone.tap(phone.page.get_by_role("button", name="Everyone well"))
    phone.page.wait_for_selector(".stack")
    phone.all_sent()
    phone.until("s => s.outbox.value.every((one) => one.standing !== 'rejected')")


def refuse(phone: Thumb, door: str) -> None:
    """Send a visit with an outcome that no server knows."""
    phone.session(
        """async (s, door) => {
          const [campaign] = s.district.value.campaigns.values();
          const body = {campaign: campaign.id, edition: campaign.edition, outcome: 'flown away'};
          const id = '01900000-0000-7000-8000-' + String(Date.now()).slice(-12).padStart(12, '0');
          await s.save({id, kind: 'visit', device_at: new Date(s.now()).toISOString(), door, body});
          await s.syncNow();
        }""",
        door,
    )
    phone.page.wait_for_selector(".net:has-text('to mend')")


@pytest.mark.parametrize(
    ("language", "theme", "scale"), [("zh-hans", "light", 1), ("en", "dark", 2), ("zh-hant", "light", 1.5)]
)
def test_every_screen_is_readable_by_everybody_and_hit_by_a_cold_thumb(
    stage: Stage, phone: Thumb, language: str, theme: str, scale: int
) -> None:
    phone.look(language=language, theme=theme, scale=scale)
    door = f"door/{stage.doors['2-201'].id}"
    person = f"person/{stage.doors['2-201'].id}"
    screens = ["today", f"building/{stage.building.id}", door, f"{person}/new", "outbox", "me", "practice", "script"]
    added = [f"add/door/{stage.doors['2-201'].place_id}", f"add/building/{stage.building.id}", f"add/change/{door[5:]}"]
    for screen in [*screens, *added, "join", "scan", "door/none", "building/none"]:
        phone.go(screen)
        faults(phone.page, screen)
    phone.go(door)
    phone.page.locator(".p-foot .pair .pbtn").last.tap()
    faults(phone.page, "a sheet")
